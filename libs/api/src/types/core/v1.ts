// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** NodeSelector belongs to the core API group. */
export interface NodeSelector {
  /** The node selector terms of this node selector. */
  nodeSelectorTerms: NodeSelectorTerm[];
}

/** NodeSelectorTerm belongs to the core API group. */
export interface NodeSelectorTerm {
  /** The match expressions of this node selector term. */
  matchExpressions?: NodeSelectorRequirement[];
  /** The match fields of this node selector term. */
  matchFields?: NodeSelectorRequirement[];
}

/** NodeSelectorRequirement belongs to the core API group. */
export interface NodeSelectorRequirement {
  /** The key of this node selector requirement. */
  key: string;
  /**
   * The operator of this node selector requirement.
   *
   * One of: In, NotIn, Exists, DoesNotExist, Gt, Lt.
   */
  operator: string;
  /** The values of this node selector requirement. */
  values?: string[];
}

/** TopologySelectorTerm belongs to the core API group. */
export interface TopologySelectorTerm {
  /** The match label expressions of this topology selector term. */
  matchLabelExpressions?: TopologySelectorLabelRequirement[];
}

/** TopologySelectorLabelRequirement belongs to the core API group. */
export interface TopologySelectorLabelRequirement {
  /** The key of this topology selector label requirement. */
  key: string;
  /** The values of this topology selector label requirement. */
  values: string[];
}

/** Affinity belongs to the core API group. */
export interface Affinity {
  /** The node affinity of this affinity. */
  nodeAffinity?: NodeAffinity;
  /** The pod affinity of this affinity. */
  podAffinity?: PodAffinity;
  /** The pod anti affinity of this affinity. */
  podAntiAffinity?: PodAntiAffinity;
}

/** PodAffinity belongs to the core API group. */
export interface PodAffinity {
  /** The required during scheduling ignored during execution of this pod affinity. */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** The preferred during scheduling ignored during execution of this pod affinity. */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

/** PodAntiAffinity belongs to the core API group. */
export interface PodAntiAffinity {
  /** The required during scheduling ignored during execution of this pod anti affinity. */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** The preferred during scheduling ignored during execution of this pod anti affinity. */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

/** WeightedPodAffinityTerm belongs to the core API group. */
export interface WeightedPodAffinityTerm {
  /** The weight of this weighted pod affinity term. */
  weight: number;
  /** The pod affinity term of this weighted pod affinity term. */
  podAffinityTerm: PodAffinityTerm;
}

/** PodAffinityTerm belongs to the core API group. */
export interface PodAffinityTerm {
  /** The label selector of this pod affinity term. */
  labelSelector?: metav1.LabelSelector;
  /** The namespaces of this pod affinity term. */
  namespaces?: string[];
  /** The topology key of this pod affinity term. */
  topologyKey: string;
  /** The namespace selector of this pod affinity term. */
  namespaceSelector?: metav1.LabelSelector;
  /** The match label keys of this pod affinity term. */
  matchLabelKeys?: string[];
  /** The mismatch label keys of this pod affinity term. */
  mismatchLabelKeys?: string[];
}

/** NodeAffinity belongs to the core API group. */
export interface NodeAffinity {
  /** The required during scheduling ignored during execution of this node affinity. */
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  /** The preferred during scheduling ignored during execution of this node affinity. */
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[];
}

/** PreferredSchedulingTerm belongs to the core API group. */
export interface PreferredSchedulingTerm {
  /** The weight of this preferred scheduling term. */
  weight: number;
  /** The preference of this preferred scheduling term. */
  preference: NodeSelectorTerm;
}

/** Taint belongs to the core API group. */
export interface Taint {
  /** The key of this taint. */
  key: string;
  /** The value of this taint. */
  value?: string;
  /**
   * The effect of this taint.
   *
   * One of: NoSchedule, PreferNoSchedule, NoExecute.
   */
  effect: string;
  /** The time added of this taint. */
  timeAdded?: metav1.Time;
}

/** Toleration belongs to the core API group. */
export interface Toleration {
  /** The key of this toleration. */
  key?: string;
  /**
   * The operator of this toleration.
   *
   * One of: Exists, Equal, Lt, Gt.
   */
  operator?: string;
  /** The value of this toleration. */
  value?: string;
  /**
   * The effect of this toleration.
   *
   * One of: NoSchedule, PreferNoSchedule, NoExecute.
   */
  effect?: string;
  /** The toleration seconds of this toleration. */
  tolerationSeconds?: number;
}

/** TopologySpreadConstraint belongs to the core API group. */
export interface TopologySpreadConstraint {
  /** The max skew of this topology spread constraint. */
  maxSkew: number;
  /** The topology key of this topology spread constraint. */
  topologyKey: string;
  /**
   * The when unsatisfiable of this topology spread constraint.
   *
   * One of: DoNotSchedule, ScheduleAnyway.
   */
  whenUnsatisfiable: string;
  /** The label selector of this topology spread constraint. */
  labelSelector?: metav1.LabelSelector;
  /** The min domains of this topology spread constraint. */
  minDomains?: number;
  /**
   * The node affinity policy of this topology spread constraint.
   *
   * One of: Ignore, Honor.
   */
  nodeAffinityPolicy?: string;
  /**
   * The node taints policy of this topology spread constraint.
   *
   * One of: Ignore, Honor.
   */
  nodeTaintsPolicy?: string;
  /** The match label keys of this topology spread constraint. */
  matchLabelKeys?: string[];
}

/** ComponentStatus belongs to the core API group. */
export interface ComponentStatus {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The conditions of this component status. */
  conditions?: ComponentCondition[];
}

/** ComponentStatusList is a page of ComponentStatus objects. */
export interface ComponentStatusList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ComponentStatus[];
}

/** ComponentCondition belongs to the core API group. */
export interface ComponentCondition {
  /**
   * The type of this component condition.
   *
   * One of: Healthy.
   */
  type: string;
  /**
   * The status of this component condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The message of this component condition. */
  message?: string;
  /** The error of this component condition. */
  error?: string;
}

/** RangeAllocation belongs to the core API group. */
export interface RangeAllocation {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The range of this range allocation. */
  range: string;
  /** The data of this range allocation. */
  data: string;
}

/** Secret belongs to the core API group. */
export interface Secret {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The data of this secret. */
  data?: Record<string, string>;
  /**
   * The type of this secret.
   *
   * One of: Opaque, kubernetes.io/service-account-token, kubernetes.io/dockercfg, kubernetes.io/dockerconfigjson,
   * kubernetes.io/basic-auth, kubernetes.io/ssh-auth, kubernetes.io/tls, bootstrap.kubernetes.io/token.
   */
  type?: string;
  /** The string data of this secret. */
  stringData?: Record<string, string>;
  /** The immutable of this secret. */
  immutable?: boolean;
}

/** ConfigMap belongs to the core API group. */
export interface ConfigMap {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The data of this config map. */
  data?: Record<string, string>;
  /** The binary data of this config map. */
  binaryData?: Record<string, string>;
  /** The immutable of this config map. */
  immutable?: boolean;
}

/** SecretList is a page of Secret objects. */
export interface SecretList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Secret[];
}

/** ConfigMapList is a page of ConfigMap objects. */
export interface ConfigMapList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ConfigMap[];
}

/** PodLogOptions belongs to the core API group. */
export interface PodLogOptions {
  apiVersion?: string;
  kind?: string;
  /** The container of this pod log options. */
  container?: string;
  /** The follow of this pod log options. */
  follow?: boolean;
  /** The previous of this pod log options. */
  previous?: boolean;
  /** The since seconds of this pod log options. */
  sinceSeconds?: number;
  /** The since time of this pod log options. */
  sinceTime?: metav1.Time;
  /** The timestamps of this pod log options. */
  timestamps?: boolean;
  /** The tail lines of this pod log options. */
  tailLines?: number;
  /** The limit bytes of this pod log options. */
  limitBytes?: number;
  /** The insecure skip tls verify backend of this pod log options. */
  insecureSkipTLSVerifyBackend?: boolean;
  /** The stream of this pod log options. */
  stream?: string;
}

/** PodAttachOptions belongs to the core API group. */
export interface PodAttachOptions {
  apiVersion?: string;
  kind?: string;
  /** The stdin of this pod attach options. */
  stdin?: boolean;
  /** The stdout of this pod attach options. */
  stdout?: boolean;
  /** The stderr of this pod attach options. */
  stderr?: boolean;
  /** The tty of this pod attach options. */
  tty?: boolean;
  /** The container of this pod attach options. */
  container?: string;
}

/** PodExecOptions belongs to the core API group. */
export interface PodExecOptions {
  apiVersion?: string;
  kind?: string;
  /** The stdin of this pod exec options. */
  stdin?: boolean;
  /** The stdout of this pod exec options. */
  stdout?: boolean;
  /** The stderr of this pod exec options. */
  stderr?: boolean;
  /** The tty of this pod exec options. */
  tty?: boolean;
  /** The container of this pod exec options. */
  container?: string;
  /** The command of this pod exec options. */
  command: string[];
}

/** PodPortForwardOptions belongs to the core API group. */
export interface PodPortForwardOptions {
  apiVersion?: string;
  kind?: string;
  /** The ports of this pod port forward options. */
  ports?: number[];
}

/** PodProxyOptions belongs to the core API group. */
export interface PodProxyOptions {
  apiVersion?: string;
  kind?: string;
  /** The path of this pod proxy options. */
  path?: string;
}

/** NodeProxyOptions belongs to the core API group. */
export interface NodeProxyOptions {
  apiVersion?: string;
  kind?: string;
  /** The path of this node proxy options. */
  path?: string;
}

/** ServiceProxyOptions belongs to the core API group. */
export interface ServiceProxyOptions {
  apiVersion?: string;
  kind?: string;
  /** The path of this service proxy options. */
  path?: string;
}

/** ContainerPort belongs to the core API group. */
export interface ContainerPort {
  /** The name of this container port. */
  name?: string;
  /** The host port of this container port. */
  hostPort?: number;
  /** The container port of this container port. */
  containerPort: number;
  /**
   * The protocol of this container port.
   *
   * One of: TCP, UDP, SCTP.
   *
   * Default: "TCP".
   */
  protocol?: string;
  /** The host ip of this container port. */
  hostIP?: string;
}

/** VolumeMount belongs to the core API group. */
export interface VolumeMount {
  /** The name of this volume mount. */
  name: string;
  /** The read only of this volume mount. */
  readOnly?: boolean;
  /** The mount path of this volume mount. */
  mountPath: string;
  /** The sub path of this volume mount. */
  subPath?: string;
  /**
   * The mount propagation of this volume mount.
   *
   * One of: None, HostToContainer, Bidirectional.
   */
  mountPropagation?: string;
  /** The sub path expr of this volume mount. */
  subPathExpr?: string;
  /**
   * The recursive read only of this volume mount.
   *
   * One of: Disabled, IfPossible, Enabled.
   */
  recursiveReadOnly?: string;
}

/** VolumeDevice belongs to the core API group. */
export interface VolumeDevice {
  /** The name of this volume device. */
  name: string;
  /** The device path of this volume device. */
  devicePath: string;
}

/** HTTPHeader belongs to the core API group. */
export interface HTTPHeader {
  /** The name of this http header. */
  name: string;
  /** The value of this http header. */
  value: string;
}

/** HTTPGetAction belongs to the core API group. */
export interface HTTPGetAction {
  /** The path of this http get action. */
  path?: string;
  /** The port of this http get action. */
  port: runtimev1.IntOrString;
  /** The host of this http get action. */
  host?: string;
  /**
   * The scheme of this http get action.
   *
   * One of: HTTP, HTTPS.
   */
  scheme?: string;
  /** The http headers of this http get action. */
  httpHeaders?: HTTPHeader[];
}

/** TCPSocketAction belongs to the core API group. */
export interface TCPSocketAction {
  /** The port of this tcp socket action. */
  port: runtimev1.IntOrString;
  /** The host of this tcp socket action. */
  host?: string;
}

/** GRPCAction belongs to the core API group. */
export interface GRPCAction {
  /** The port of this grpc action. */
  port: number;
  /** The service of this grpc action. */
  service?: string;
}

/** ExecAction belongs to the core API group. */
export interface ExecAction {
  /** The command of this exec action. */
  command?: string[];
}

/** SleepAction belongs to the core API group. */
export interface SleepAction {
  /** The seconds of this sleep action. */
  seconds: number;
}

/** Probe belongs to the core API group. */
export interface Probe extends ProbeHandler {
  /** The initial delay seconds of this probe. */
  initialDelaySeconds?: number;
  /** The timeout seconds of this probe. */
  timeoutSeconds?: number;
  /** The period seconds of this probe. */
  periodSeconds?: number;
  /** The success threshold of this probe. */
  successThreshold?: number;
  /** The failure threshold of this probe. */
  failureThreshold?: number;
  /** The termination grace period seconds of this probe. */
  terminationGracePeriodSeconds?: number;
}

/** ContainerResizePolicy belongs to the core API group. */
export interface ContainerResizePolicy {
  /**
   * The resource name of this container resize policy.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  resourceName: string;
  /**
   * The restart policy of this container resize policy.
   *
   * One of: NotRequired, RestartContainer.
   */
  restartPolicy: string;
}

/** Capabilities belongs to the core API group. */
export interface Capabilities {
  /** The add of this capabilities. */
  add?: string[];
  /** The drop of this capabilities. */
  drop?: string[];
}

/** ResourceRequirements belongs to the core API group. */
export interface ResourceRequirements {
  /** The limits of this resource requirements. */
  limits?: Record<string, runtimev1.Quantity>;
  /** The requests of this resource requirements. */
  requests?: Record<string, runtimev1.Quantity>;
  /** The claims of this resource requirements. */
  claims?: ResourceClaim[];
}

/** ResourceClaim belongs to the core API group. */
export interface ResourceClaim {
  /** The name of this resource claim. */
  name: string;
  /** The request of this resource claim. */
  request?: string;
}

/** Container belongs to the core API group. */
export interface Container {
  /** The name of this container. */
  name: string;
  /** The image of this container. */
  image?: string;
  /** The command of this container. */
  command?: string[];
  /** The args of this container. */
  args?: string[];
  /** The working dir of this container. */
  workingDir?: string;
  /** The ports of this container. */
  ports?: ContainerPort[];
  /** The env of this container. */
  env?: EnvVar[];
  /** The resources of this container. */
  resources?: ResourceRequirements;
  /** The volume mounts of this container. */
  volumeMounts?: VolumeMount[];
  /** The liveness probe of this container. */
  livenessProbe?: Probe;
  /** The readiness probe of this container. */
  readinessProbe?: Probe;
  /** The lifecycle of this container. */
  lifecycle?: Lifecycle;
  /** The termination message path of this container. */
  terminationMessagePath?: string;
  /**
   * The image pull policy of this container.
   *
   * One of: Always, Never, IfNotPresent.
   */
  imagePullPolicy?: string;
  /** The security context of this container. */
  securityContext?: SecurityContext;
  /** The stdin of this container. */
  stdin?: boolean;
  /** The stdin once of this container. */
  stdinOnce?: boolean;
  /** The tty of this container. */
  tty?: boolean;
  /** The env from of this container. */
  envFrom?: EnvFromSource[];
  /**
   * The termination message policy of this container.
   *
   * One of: File, FallbackToLogsOnError.
   */
  terminationMessagePolicy?: string;
  /** The volume devices of this container. */
  volumeDevices?: VolumeDevice[];
  /** The startup probe of this container. */
  startupProbe?: Probe;
  /** The resize policy of this container. */
  resizePolicy?: ContainerResizePolicy[];
  /**
   * The restart policy of this container.
   *
   * One of: Always, Never, OnFailure.
   */
  restartPolicy?: string;
  /** The restart policy rules of this container. */
  restartPolicyRules?: ContainerRestartRule[];
}

/** ProbeHandler belongs to the core API group. */
export interface ProbeHandler {
  /** The exec of this probe handler. */
  exec?: ExecAction;
  /** The http get of this probe handler. */
  httpGet?: HTTPGetAction;
  /** The tcp socket of this probe handler. */
  tcpSocket?: TCPSocketAction;
  /** The grpc of this probe handler. */
  grpc?: GRPCAction;
}

/** LifecycleHandler belongs to the core API group. */
export interface LifecycleHandler {
  /** The exec of this lifecycle handler. */
  exec?: ExecAction;
  /** The http get of this lifecycle handler. */
  httpGet?: HTTPGetAction;
  /** The tcp socket of this lifecycle handler. */
  tcpSocket?: TCPSocketAction;
  /** The sleep of this lifecycle handler. */
  sleep?: SleepAction;
}

/** Lifecycle belongs to the core API group. */
export interface Lifecycle {
  /** The post start of this lifecycle. */
  postStart?: LifecycleHandler;
  /** The pre stop of this lifecycle. */
  preStop?: LifecycleHandler;
  /**
   * The stop signal of this lifecycle.
   *
   * One of: SIGABRT, SIGALRM, SIGBUS, SIGCHLD, SIGCLD, SIGCONT, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGIO, SIGIOT, SIGKILL,
   * SIGPIPE, SIGPOLL, SIGPROF, SIGPWR, SIGQUIT, SIGSEGV, SIGSTKFLT, SIGSTOP, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP,
   * SIGTTIN, SIGTTOU, SIGURG, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ, SIGRTMIN, SIGRTMIN+1,
   * SIGRTMIN+2, SIGRTMIN+3, SIGRTMIN+4, SIGRTMIN+5, SIGRTMIN+6, SIGRTMIN+7, SIGRTMIN+8, SIGRTMIN+9, SIGRTMIN+10,
   * SIGRTMIN+11, SIGRTMIN+12, SIGRTMIN+13, SIGRTMIN+14, SIGRTMIN+15, SIGRTMAX-14, SIGRTMAX-13, SIGRTMAX-12,
   * SIGRTMAX-11, SIGRTMAX-10, SIGRTMAX-9, SIGRTMAX-8, SIGRTMAX-7, SIGRTMAX-6, SIGRTMAX-5, SIGRTMAX-4, SIGRTMAX-3,
   * SIGRTMAX-2, SIGRTMAX-1, SIGRTMAX.
   */
  stopSignal?: string;
}

/** ContainerRestartRule belongs to the core API group. */
export interface ContainerRestartRule {
  /**
   * The action of this container restart rule.
   *
   * One of: Restart, RestartAllContainers.
   */
  action: string;
  /** The exit codes of this container restart rule. */
  exitCodes?: ContainerRestartRuleOnExitCodes;
}

/** ContainerRestartRuleOnExitCodes belongs to the core API group. */
export interface ContainerRestartRuleOnExitCodes {
  /**
   * The operator of this container restart rule on exit codes.
   *
   * One of: In, NotIn.
   */
  operator: string;
  /** The values of this container restart rule on exit codes. */
  values?: number[];
}

/** SeccompProfile belongs to the core API group. */
export interface SeccompProfile {
  /**
   * The type of this seccomp profile.
   *
   * One of: Unconfined, RuntimeDefault, Localhost.
   */
  type: string;
  /** The localhost profile of this seccomp profile. */
  localhostProfile?: string;
}

/** AppArmorProfile belongs to the core API group. */
export interface AppArmorProfile {
  /**
   * The type of this app armor profile.
   *
   * One of: Unconfined, RuntimeDefault, Localhost.
   */
  type: string;
  /** The localhost profile of this app armor profile. */
  localhostProfile?: string;
}

/** EphemeralContainerCommon belongs to the core API group. */
export interface EphemeralContainerCommon {
  /** The name of this ephemeral container common. */
  name: string;
  /** The image of this ephemeral container common. */
  image?: string;
  /** The command of this ephemeral container common. */
  command?: string[];
  /** The args of this ephemeral container common. */
  args?: string[];
  /** The working dir of this ephemeral container common. */
  workingDir?: string;
  /** The ports of this ephemeral container common. */
  ports?: ContainerPort[];
  /** The env of this ephemeral container common. */
  env?: EnvVar[];
  /** The resources of this ephemeral container common. */
  resources?: ResourceRequirements;
  /** The volume mounts of this ephemeral container common. */
  volumeMounts?: VolumeMount[];
  /** The liveness probe of this ephemeral container common. */
  livenessProbe?: Probe;
  /** The readiness probe of this ephemeral container common. */
  readinessProbe?: Probe;
  /** The lifecycle of this ephemeral container common. */
  lifecycle?: Lifecycle;
  /** The termination message path of this ephemeral container common. */
  terminationMessagePath?: string;
  /**
   * The image pull policy of this ephemeral container common.
   *
   * One of: Always, Never, IfNotPresent.
   */
  imagePullPolicy?: string;
  /** The security context of this ephemeral container common. */
  securityContext?: SecurityContext;
  /** The stdin of this ephemeral container common. */
  stdin?: boolean;
  /** The stdin once of this ephemeral container common. */
  stdinOnce?: boolean;
  /** The tty of this ephemeral container common. */
  tty?: boolean;
  /** The env from of this ephemeral container common. */
  envFrom?: EnvFromSource[];
  /**
   * The termination message policy of this ephemeral container common.
   *
   * One of: File, FallbackToLogsOnError.
   */
  terminationMessagePolicy?: string;
  /** The volume devices of this ephemeral container common. */
  volumeDevices?: VolumeDevice[];
  /** The startup probe of this ephemeral container common. */
  startupProbe?: Probe;
  /** The resize policy of this ephemeral container common. */
  resizePolicy?: ContainerResizePolicy[];
  /**
   * The restart policy of this ephemeral container common.
   *
   * One of: Always, Never, OnFailure.
   */
  restartPolicy?: string;
  /** The restart policy rules of this ephemeral container common. */
  restartPolicyRules?: ContainerRestartRule[];
}

/** EphemeralContainer belongs to the core API group. */
export interface EphemeralContainer extends EphemeralContainerCommon {
  /** The target container name of this ephemeral container. */
  targetContainerName?: string;
}

/** SecurityContext belongs to the core API group. */
export interface SecurityContext {
  /** The capabilities of this security context. */
  capabilities?: Capabilities;
  /** The privileged of this security context. */
  privileged?: boolean;
  /** The se linux options of this security context. */
  seLinuxOptions?: SELinuxOptions;
  /** The run as user of this security context. */
  runAsUser?: number;
  /** The run as non root of this security context. */
  runAsNonRoot?: boolean;
  /** The read only root filesystem of this security context. */
  readOnlyRootFilesystem?: boolean;
  /** The allow privilege escalation of this security context. */
  allowPrivilegeEscalation?: boolean;
  /** The run as group of this security context. */
  runAsGroup?: number;
  /**
   * The proc mount of this security context.
   *
   * One of: Default, Unmasked.
   */
  procMount?: string;
  /** The windows options of this security context. */
  windowsOptions?: WindowsSecurityContextOptions;
  /** The seccomp profile of this security context. */
  seccompProfile?: SeccompProfile;
  /** The app armor profile of this security context. */
  appArmorProfile?: AppArmorProfile;
}

/** SELinuxOptions belongs to the core API group. */
export interface SELinuxOptions {
  /** The user of this se linux options. */
  user?: string;
  /** The role of this se linux options. */
  role?: string;
  /** The type of this se linux options. */
  type?: string;
  /** The level of this se linux options. */
  level?: string;
}

/** WindowsSecurityContextOptions belongs to the core API group. */
export interface WindowsSecurityContextOptions {
  /** The gmsa credential spec name of this windows security context options. */
  gmsaCredentialSpecName?: string;
  /** The gmsa credential spec of this windows security context options. */
  gmsaCredentialSpec?: string;
  /** The run as user name of this windows security context options. */
  runAsUserName?: string;
  /** The host process of this windows security context options. */
  hostProcess?: boolean;
}

/** ContainerStateWaiting belongs to the core API group. */
export interface ContainerStateWaiting {
  /** The reason of this container state waiting. */
  reason?: string;
  /** The message of this container state waiting. */
  message?: string;
}

/** ContainerStateRunning belongs to the core API group. */
export interface ContainerStateRunning {
  /** The started at of this container state running. */
  startedAt?: metav1.Time;
}

/** ContainerStateTerminated belongs to the core API group. */
export interface ContainerStateTerminated {
  /** The exit code of this container state terminated. */
  exitCode: number;
  /** The signal of this container state terminated. */
  signal?: number;
  /** The reason of this container state terminated. */
  reason?: string;
  /** The message of this container state terminated. */
  message?: string;
  /** The started at of this container state terminated. */
  startedAt?: metav1.Time;
  /** The finished at of this container state terminated. */
  finishedAt?: metav1.Time;
  /** The container id of this container state terminated. */
  containerID?: string;
}

/** ContainerState belongs to the core API group. */
export interface ContainerState {
  /** The waiting of this container state. */
  waiting?: ContainerStateWaiting;
  /** The running of this container state. */
  running?: ContainerStateRunning;
  /** The terminated of this container state. */
  terminated?: ContainerStateTerminated;
}

/** ContainerStatus belongs to the core API group. */
export interface ContainerStatus {
  /** The name of this container status. */
  name: string;
  /** The state of this container status. */
  state?: ContainerState;
  /** The last state of this container status. */
  lastState?: ContainerState;
  /** The ready of this container status. */
  ready: boolean;
  /** The restart count of this container status. */
  restartCount: number;
  /** The image of this container status. */
  image: string;
  /** The image id of this container status. */
  imageID: string;
  /** The container id of this container status. */
  containerID?: string;
  /** The started of this container status. */
  started?: boolean;
  /** The allocated resources of this container status. */
  allocatedResources?: Record<string, runtimev1.Quantity>;
  /** The resources of this container status. */
  resources?: ResourceRequirements;
  /** The volume mounts of this container status. */
  volumeMounts?: VolumeMountStatus[];
  /** The user of this container status. */
  user?: ContainerUser;
  /** The allocated resources status of this container status. */
  allocatedResourcesStatus?: ResourceStatus[];
  /**
   * The stop signal of this container status.
   *
   * One of: SIGABRT, SIGALRM, SIGBUS, SIGCHLD, SIGCLD, SIGCONT, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGIO, SIGIOT, SIGKILL,
   * SIGPIPE, SIGPOLL, SIGPROF, SIGPWR, SIGQUIT, SIGSEGV, SIGSTKFLT, SIGSTOP, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP,
   * SIGTTIN, SIGTTOU, SIGURG, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ, SIGRTMIN, SIGRTMIN+1,
   * SIGRTMIN+2, SIGRTMIN+3, SIGRTMIN+4, SIGRTMIN+5, SIGRTMIN+6, SIGRTMIN+7, SIGRTMIN+8, SIGRTMIN+9, SIGRTMIN+10,
   * SIGRTMIN+11, SIGRTMIN+12, SIGRTMIN+13, SIGRTMIN+14, SIGRTMIN+15, SIGRTMAX-14, SIGRTMAX-13, SIGRTMAX-12,
   * SIGRTMAX-11, SIGRTMAX-10, SIGRTMAX-9, SIGRTMAX-8, SIGRTMAX-7, SIGRTMAX-6, SIGRTMAX-5, SIGRTMAX-4, SIGRTMAX-3,
   * SIGRTMAX-2, SIGRTMAX-1, SIGRTMAX.
   */
  stopSignal?: string;
}

/** ResourceStatus belongs to the core API group. */
export interface ResourceStatus {
  /**
   * The name of this resource status.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** The resources of this resource status. */
  resources?: ResourceHealth[];
}

/** ResourceHealth belongs to the core API group. */
export interface ResourceHealth {
  /** The resource id of this resource health. */
  resourceID: string;
  /**
   * The health of this resource health.
   *
   * One of: Healthy, Unhealthy, Unknown.
   */
  health?: string;
}

/** ContainerUser belongs to the core API group. */
export interface ContainerUser {
  /** The linux of this container user. */
  linux?: LinuxContainerUser;
}

/** LinuxContainerUser belongs to the core API group. */
export interface LinuxContainerUser {
  /** The uid of this linux container user. */
  uid: number;
  /** The gid of this linux container user. */
  gid: number;
  /** The supplemental groups of this linux container user. */
  supplementalGroups?: number[];
}

/** VolumeMountStatus belongs to the core API group. */
export interface VolumeMountStatus {
  /** The name of this volume mount status. */
  name: string;
  /** The mount path of this volume mount status. */
  mountPath: string;
  /** The read only of this volume mount status. */
  readOnly?: boolean;
  /**
   * The recursive read only of this volume mount status.
   *
   * One of: Disabled, IfPossible, Enabled.
   */
  recursiveReadOnly?: string;
}

/** Endpoints belongs to the core API group. */
export interface Endpoints {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The subsets of this endpoints. */
  subsets?: EndpointSubset[];
}

/** EndpointsList is a page of Endpoints objects. */
export interface EndpointsList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Endpoints[];
}

/** EndpointSubset belongs to the core API group. */
export interface EndpointSubset {
  /** The addresses of this endpoint subset. */
  addresses?: EndpointAddress[];
  /** The not ready addresses of this endpoint subset. */
  notReadyAddresses?: EndpointAddress[];
  /** The ports of this endpoint subset. */
  ports?: EndpointPort[];
}

/** EndpointAddress belongs to the core API group. */
export interface EndpointAddress {
  /** The ip of this endpoint address. */
  ip: string;
  /** The target ref of this endpoint address. */
  targetRef?: ObjectReference;
  /** The hostname of this endpoint address. */
  hostname?: string;
  /** The node name of this endpoint address. */
  nodeName?: string;
}

/** EndpointPort belongs to the core API group. */
export interface EndpointPort {
  /** The name of this endpoint port. */
  name?: string;
  /** The port of this endpoint port. */
  port: number;
  /**
   * The protocol of this endpoint port.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol?: string;
  /** The app protocol of this endpoint port. */
  appProtocol?: string;
}

/** EnvVar belongs to the core API group. */
export interface EnvVar {
  /** The name of this env var. */
  name: string;
  /** The value of this env var. */
  value?: string;
  /** The value from of this env var. */
  valueFrom?: EnvVarSource;
}

/** EnvVarSource belongs to the core API group. */
export interface EnvVarSource {
  /** The field ref of this env var source. */
  fieldRef?: ObjectFieldSelector;
  /** The resource field ref of this env var source. */
  resourceFieldRef?: ResourceFieldSelector;
  /** The config map key ref of this env var source. */
  configMapKeyRef?: ConfigMapKeySelector;
  /** The secret key ref of this env var source. */
  secretKeyRef?: SecretKeySelector;
  /** The file key ref of this env var source. */
  fileKeyRef?: FileKeySelector;
}

/** FileKeySelector belongs to the core API group. */
export interface FileKeySelector {
  /** The volume name of this file key selector. */
  volumeName: string;
  /** The path of this file key selector. */
  path: string;
  /** The key of this file key selector. */
  key: string;
  /**
   * The optional of this file key selector.
   *
   * Default: false.
   */
  optional?: boolean;
}

/** ObjectFieldSelector belongs to the core API group. */
export interface ObjectFieldSelector {
  /** The api version of this object field selector. */
  apiVersion?: string;
  /** The field path of this object field selector. */
  fieldPath: string;
}

/** ResourceFieldSelector belongs to the core API group. */
export interface ResourceFieldSelector {
  /** The container name of this resource field selector. */
  containerName?: string;
  /** The resource of this resource field selector. */
  resource: string;
  /** The divisor of this resource field selector. */
  divisor?: runtimev1.Quantity;
}

/** ConfigMapKeySelector belongs to the core API group. */
export interface ConfigMapKeySelector extends LocalObjectReference {
  /** The key of this config map key selector. */
  key: string;
  /** The optional of this config map key selector. */
  optional?: boolean;
}

/** SecretKeySelector belongs to the core API group. */
export interface SecretKeySelector extends LocalObjectReference {
  /** The key of this secret key selector. */
  key: string;
  /** The optional of this secret key selector. */
  optional?: boolean;
}

/** EnvFromSource belongs to the core API group. */
export interface EnvFromSource {
  /** The prefix of this env from source. */
  prefix?: string;
  /** The config map ref of this env from source. */
  configMapRef?: ConfigMapEnvSource;
  /** The secret ref of this env from source. */
  secretRef?: SecretEnvSource;
}

/** ConfigMapEnvSource belongs to the core API group. */
export interface ConfigMapEnvSource extends LocalObjectReference {
  /** The optional of this config map env source. */
  optional?: boolean;
}

/** SecretEnvSource belongs to the core API group. */
export interface SecretEnvSource extends LocalObjectReference {
  /** The optional of this secret env source. */
  optional?: boolean;
}

/** Event belongs to the core API group. */
export interface Event {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata: metav1.ObjectMeta;
  /** The involved object of this event. */
  involvedObject: ObjectReference;
  /** The reason of this event. */
  reason?: string;
  /** The message of this event. */
  message?: string;
  /** The source of this event. */
  source?: EventSource;
  /** The first timestamp of this event. */
  firstTimestamp?: metav1.Time;
  /** The last timestamp of this event. */
  lastTimestamp?: metav1.Time;
  /** The count of this event. */
  count?: number;
  /** The type of this event. */
  type?: string;
  /** The event time of this event. */
  eventTime?: metav1.MicroTime;
  /** The series of this event. */
  series?: EventSeries;
  /** The action of this event. */
  action?: string;
  /** The related of this event. */
  related?: ObjectReference;
  /** The reporting component of this event. */
  reportingComponent?: string;
  /** The reporting instance of this event. */
  reportingInstance?: string;
}

/** EventList is a page of Event objects. */
export interface EventList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Event[];
}

/** EventSource belongs to the core API group. */
export interface EventSource {
  /** The component of this event source. */
  component?: string;
  /** The host of this event source. */
  host?: string;
}

/** EventSeries belongs to the core API group. */
export interface EventSeries {
  /** The count of this event series. */
  count?: number;
  /** The last observed time of this event series. */
  lastObservedTime?: metav1.MicroTime;
}

/** Namespace belongs to the core API group. */
export interface Namespace {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this namespace. */
  spec?: NamespaceSpec;
  /** The status of this namespace. */
  status?: NamespaceStatus;
}

/** NamespaceList is a page of Namespace objects. */
export interface NamespaceList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Namespace[];
}

/** NamespaceSpec belongs to the core API group. */
export interface NamespaceSpec {
  /**
   * The finalizers of this namespace spec.
   *
   * One of: kubernetes.
   */
  finalizers?: string[];
}

/** NamespaceStatus belongs to the core API group. */
export interface NamespaceStatus {
  /**
   * The phase of this namespace status.
   *
   * One of: Active, Terminating.
   */
  phase?: string;
  /** The conditions of this namespace status. */
  conditions?: NamespaceCondition[];
}

/** NamespaceCondition belongs to the core API group. */
export interface NamespaceCondition {
  /**
   * The type of this namespace condition.
   *
   * One of: NamespaceDeletionDiscoveryFailure, NamespaceDeletionContentFailure,
   * NamespaceDeletionGroupVersionParsingFailure, NamespaceContentRemaining, NamespaceFinalizersRemaining.
   */
  type: string;
  /**
   * The status of this namespace condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last transition time of this namespace condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this namespace condition. */
  reason?: string;
  /** The message of this namespace condition. */
  message?: string;
}

/** Node belongs to the core API group. */
export interface Node {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this node. */
  spec?: NodeSpec;
  /** The status of this node. */
  status?: NodeStatus;
}

/** NodeList is a page of Node objects. */
export interface NodeList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Node[];
}

/** NodeSpec belongs to the core API group. */
export interface NodeSpec {
  /** The pod cidr of this node spec. */
  podCIDR?: string;
  /** The external id of this node spec. */
  externalID?: string;
  /** The provider id of this node spec. */
  providerID?: string;
  /** The unschedulable of this node spec. */
  unschedulable?: boolean;
  /** The taints of this node spec. */
  taints?: Taint[];
  /** The config source of this node spec. */
  configSource?: NodeConfigSource;
  /** The pod cid rs of this node spec. */
  podCIDRs?: string[];
}

/** NodeConfigSource belongs to the core API group. */
export interface NodeConfigSource {
  /** The config map of this node config source. */
  configMap?: ConfigMapNodeConfigSource;
}

/** ConfigMapNodeConfigSource belongs to the core API group. */
export interface ConfigMapNodeConfigSource {
  /** The namespace of this config map node config source. */
  namespace: string;
  /** The name of this config map node config source. */
  name: string;
  /** The uid of this config map node config source. */
  uid?: string;
  /** The resource version of this config map node config source. */
  resourceVersion?: string;
  /** The kubelet config key of this config map node config source. */
  kubeletConfigKey: string;
}

/** DaemonEndpoint belongs to the core API group. */
export interface DaemonEndpoint {
  /** The port of this daemon endpoint. */
  Port: number;
}

/** NodeDaemonEndpoints belongs to the core API group. */
export interface NodeDaemonEndpoints {
  /** The kubelet endpoint of this node daemon endpoints. */
  kubeletEndpoint?: DaemonEndpoint;
}

/** NodeRuntimeHandlerFeatures belongs to the core API group. */
export interface NodeRuntimeHandlerFeatures {
  /** The recursive read only mounts of this node runtime handler features. */
  recursiveReadOnlyMounts?: boolean;
  /** The user namespaces of this node runtime handler features. */
  userNamespaces?: boolean;
}

/** NodeRuntimeHandler belongs to the core API group. */
export interface NodeRuntimeHandler {
  /** The name of this node runtime handler. */
  name?: string;
  /** The features of this node runtime handler. */
  features?: NodeRuntimeHandlerFeatures;
}

/** NodeFeatures belongs to the core API group. */
export interface NodeFeatures {
  /** The supplemental groups policy of this node features. */
  supplementalGroupsPolicy?: boolean;
}

/** NodeSystemInfo belongs to the core API group. */
export interface NodeSystemInfo {
  /** The machine id of this node system info. */
  machineID: string;
  /** The system uuid of this node system info. */
  systemUUID: string;
  /** The boot id of this node system info. */
  bootID: string;
  /** The kernel version of this node system info. */
  kernelVersion: string;
  /** The os image of this node system info. */
  osImage: string;
  /** The container runtime version of this node system info. */
  containerRuntimeVersion: string;
  /** The kubelet version of this node system info. */
  kubeletVersion: string;
  /** The kube proxy version of this node system info. */
  kubeProxyVersion: string;
  /** The operating system of this node system info. */
  operatingSystem: string;
  /** The architecture of this node system info. */
  architecture: string;
  /** The swap of this node system info. */
  swap?: NodeSwapStatus;
}

/** NodeSwapStatus belongs to the core API group. */
export interface NodeSwapStatus {
  /** The capacity of this node swap status. */
  capacity?: number;
}

/** NodeConfigStatus belongs to the core API group. */
export interface NodeConfigStatus {
  /** The assigned of this node config status. */
  assigned?: NodeConfigSource;
  /** The active of this node config status. */
  active?: NodeConfigSource;
  /** The last known good of this node config status. */
  lastKnownGood?: NodeConfigSource;
  /** The error of this node config status. */
  error?: string;
}

/** NodeStatus belongs to the core API group. */
export interface NodeStatus {
  /** The capacity of this node status. */
  capacity?: Record<string, runtimev1.Quantity>;
  /** The allocatable of this node status. */
  allocatable?: Record<string, runtimev1.Quantity>;
  /**
   * The phase of this node status.
   *
   * One of: Pending, Running, Terminated.
   */
  phase?: string;
  /** The conditions of this node status. */
  conditions?: NodeCondition[];
  /** The addresses of this node status. */
  addresses?: NodeAddress[];
  /** The daemon endpoints of this node status. */
  daemonEndpoints?: NodeDaemonEndpoints;
  /** The node info of this node status. */
  nodeInfo?: NodeSystemInfo;
  /** The images of this node status. */
  images?: ContainerImage[];
  /** The volumes in use of this node status. */
  volumesInUse?: string[];
  /** The volumes attached of this node status. */
  volumesAttached?: AttachedVolume[];
  /** The config of this node status. */
  config?: NodeConfigStatus;
  /** The runtime handlers of this node status. */
  runtimeHandlers?: NodeRuntimeHandler[];
  /** The features of this node status. */
  features?: NodeFeatures;
  /** The declared features of this node status. */
  declaredFeatures?: string[];
}

/** AttachedVolume belongs to the core API group. */
export interface AttachedVolume {
  /** The name of this attached volume. */
  name: string;
  /** The device path of this attached volume. */
  devicePath: string;
}

/** AvoidPods belongs to the core API group. */
export interface AvoidPods {
  /** The prefer avoid pods of this avoid pods. */
  preferAvoidPods?: PreferAvoidPodsEntry[];
}

/** PreferAvoidPodsEntry belongs to the core API group. */
export interface PreferAvoidPodsEntry {
  /** The pod signature of this prefer avoid pods entry. */
  podSignature: PodSignature;
  /** The eviction time of this prefer avoid pods entry. */
  evictionTime?: metav1.Time;
  /** The reason of this prefer avoid pods entry. */
  reason?: string;
  /** The message of this prefer avoid pods entry. */
  message?: string;
}

/** PodSignature belongs to the core API group. */
export interface PodSignature {
  /** The pod controller of this pod signature. */
  podController?: metav1.OwnerReference;
}

/** ContainerImage belongs to the core API group. */
export interface ContainerImage {
  /** The names of this container image. */
  names?: string[];
  /** The size bytes of this container image. */
  sizeBytes?: number;
}

/** NodeCondition belongs to the core API group. */
export interface NodeCondition {
  /**
   * The type of this node condition.
   *
   * One of: Ready, MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable.
   */
  type: string;
  /**
   * The status of this node condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last heartbeat time of this node condition. */
  lastHeartbeatTime?: metav1.Time;
  /** The last transition time of this node condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this node condition. */
  reason?: string;
  /** The message of this node condition. */
  message?: string;
}

/** NodeAddress belongs to the core API group. */
export interface NodeAddress {
  /**
   * The type of this node address.
   *
   * One of: Hostname, InternalIP, ExternalIP, InternalDNS, ExternalDNS.
   */
  type: string;
  /** The address of this node address. */
  address: string;
}

/** PersistentVolume belongs to the core API group. */
export interface PersistentVolume {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this persistent volume. */
  spec?: PersistentVolumeSpec;
  /** The status of this persistent volume. */
  status?: PersistentVolumeStatus;
}

/** PersistentVolumeList is a page of PersistentVolume objects. */
export interface PersistentVolumeList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: PersistentVolume[];
}

/** PersistentVolumeSource belongs to the core API group. */
export interface PersistentVolumeSource {
  /** The gce persistent disk of this persistent volume source. */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** The aws elastic block store of this persistent volume source. */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** The host path of this persistent volume source. */
  hostPath?: HostPathVolumeSource;
  /** The glusterfs of this persistent volume source. */
  glusterfs?: GlusterfsPersistentVolumeSource;
  /** The nfs of this persistent volume source. */
  nfs?: NFSVolumeSource;
  /** The rbd of this persistent volume source. */
  rbd?: RBDPersistentVolumeSource;
  /** The iscsi of this persistent volume source. */
  iscsi?: ISCSIPersistentVolumeSource;
  /** The cinder of this persistent volume source. */
  cinder?: CinderPersistentVolumeSource;
  /** The cephfs of this persistent volume source. */
  cephfs?: CephFSPersistentVolumeSource;
  /** The fc of this persistent volume source. */
  fc?: FCVolumeSource;
  /** The flocker of this persistent volume source. */
  flocker?: FlockerVolumeSource;
  /** The flex volume of this persistent volume source. */
  flexVolume?: FlexPersistentVolumeSource;
  /** The azure file of this persistent volume source. */
  azureFile?: AzureFilePersistentVolumeSource;
  /** The vsphere volume of this persistent volume source. */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** The quobyte of this persistent volume source. */
  quobyte?: QuobyteVolumeSource;
  /** The azure disk of this persistent volume source. */
  azureDisk?: AzureDiskVolumeSource;
  /** The photon persistent disk of this persistent volume source. */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** The portworx volume of this persistent volume source. */
  portworxVolume?: PortworxVolumeSource;
  /** The scale io of this persistent volume source. */
  scaleIO?: ScaleIOPersistentVolumeSource;
  /** The local of this persistent volume source. */
  local?: LocalVolumeSource;
  /** The storageos of this persistent volume source. */
  storageos?: StorageOSPersistentVolumeSource;
  /** The csi of this persistent volume source. */
  csi?: CSIPersistentVolumeSource;
}

/** PersistentVolumeSpec belongs to the core API group. */
export interface PersistentVolumeSpec extends PersistentVolumeSource {
  /** The capacity of this persistent volume spec. */
  capacity?: Record<string, runtimev1.Quantity>;
  /**
   * The access modes of this persistent volume spec.
   *
   * One of: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   */
  accessModes?: string[];
  /** The claim ref of this persistent volume spec. */
  claimRef?: ObjectReference;
  /**
   * The persistent volume reclaim policy of this persistent volume spec.
   *
   * One of: Recycle, Delete, Retain.
   */
  persistentVolumeReclaimPolicy?: string;
  /** The storage class name of this persistent volume spec. */
  storageClassName?: string;
  /** The mount options of this persistent volume spec. */
  mountOptions?: string[];
  /**
   * The volume mode of this persistent volume spec.
   *
   * One of: Block, Filesystem.
   */
  volumeMode?: string;
  /** The node affinity of this persistent volume spec. */
  nodeAffinity?: VolumeNodeAffinity;
  /** The volume attributes class name of this persistent volume spec. */
  volumeAttributesClassName?: string;
}

/** VolumeNodeAffinity belongs to the core API group. */
export interface VolumeNodeAffinity {
  /** The required of this volume node affinity. */
  required?: NodeSelector;
}

/** PersistentVolumeStatus belongs to the core API group. */
export interface PersistentVolumeStatus {
  /**
   * The phase of this persistent volume status.
   *
   * One of: Pending, Available, Bound, Released, Failed.
   */
  phase?: string;
  /** The message of this persistent volume status. */
  message?: string;
  /** The reason of this persistent volume status. */
  reason?: string;
  /** The last phase transition time of this persistent volume status. */
  lastPhaseTransitionTime?: metav1.Time;
}

/** GlusterfsPersistentVolumeSource belongs to the core API group. */
export interface GlusterfsPersistentVolumeSource {
  /** The endpoints of this glusterfs persistent volume source. */
  endpoints: string;
  /** The path of this glusterfs persistent volume source. */
  path: string;
  /** The read only of this glusterfs persistent volume source. */
  readOnly?: boolean;
  /** The endpoints namespace of this glusterfs persistent volume source. */
  endpointsNamespace?: string;
}

/** RBDPersistentVolumeSource belongs to the core API group. */
export interface RBDPersistentVolumeSource {
  /** The monitors of this rbd persistent volume source. */
  monitors: string[];
  /** The image of this rbd persistent volume source. */
  image: string;
  /** The fs type of this rbd persistent volume source. */
  fsType?: string;
  /**
   * The pool of this rbd persistent volume source.
   *
   * Default: "rbd".
   */
  pool?: string;
  /**
   * The user of this rbd persistent volume source.
   *
   * Default: "admin".
   */
  user?: string;
  /**
   * The keyring of this rbd persistent volume source.
   *
   * Default: "/etc/ceph/keyring".
   */
  keyring?: string;
  /** The secret ref of this rbd persistent volume source. */
  secretRef?: SecretReference;
  /** The read only of this rbd persistent volume source. */
  readOnly?: boolean;
}

/** CinderPersistentVolumeSource belongs to the core API group. */
export interface CinderPersistentVolumeSource {
  /** The volume id of this cinder persistent volume source. */
  volumeID: string;
  /** The fs type of this cinder persistent volume source. */
  fsType?: string;
  /** The read only of this cinder persistent volume source. */
  readOnly?: boolean;
  /** The secret ref of this cinder persistent volume source. */
  secretRef?: SecretReference;
}

/** CephFSPersistentVolumeSource belongs to the core API group. */
export interface CephFSPersistentVolumeSource {
  /** The monitors of this ceph fs persistent volume source. */
  monitors: string[];
  /** The path of this ceph fs persistent volume source. */
  path?: string;
  /** The user of this ceph fs persistent volume source. */
  user?: string;
  /** The secret file of this ceph fs persistent volume source. */
  secretFile?: string;
  /** The secret ref of this ceph fs persistent volume source. */
  secretRef?: SecretReference;
  /** The read only of this ceph fs persistent volume source. */
  readOnly?: boolean;
}

/** FlexPersistentVolumeSource belongs to the core API group. */
export interface FlexPersistentVolumeSource {
  /** The driver of this flex persistent volume source. */
  driver: string;
  /** The fs type of this flex persistent volume source. */
  fsType?: string;
  /** The secret ref of this flex persistent volume source. */
  secretRef?: SecretReference;
  /** The read only of this flex persistent volume source. */
  readOnly?: boolean;
  /** The options of this flex persistent volume source. */
  options?: Record<string, string>;
}

/** ISCSIPersistentVolumeSource belongs to the core API group. */
export interface ISCSIPersistentVolumeSource {
  /** The target portal of this iscsi persistent volume source. */
  targetPortal: string;
  /** The iqn of this iscsi persistent volume source. */
  iqn: string;
  /** The lun of this iscsi persistent volume source. */
  lun: number;
  /**
   * The iscsi interface of this iscsi persistent volume source.
   *
   * Default: "default".
   */
  iscsiInterface?: string;
  /** The fs type of this iscsi persistent volume source. */
  fsType?: string;
  /** The read only of this iscsi persistent volume source. */
  readOnly?: boolean;
  /** The portals of this iscsi persistent volume source. */
  portals?: string[];
  /** The chap auth discovery of this iscsi persistent volume source. */
  chapAuthDiscovery?: boolean;
  /** The secret ref of this iscsi persistent volume source. */
  secretRef?: SecretReference;
  /** The chap auth session of this iscsi persistent volume source. */
  chapAuthSession?: boolean;
  /** The initiator name of this iscsi persistent volume source. */
  initiatorName?: string;
}

/** AzureFilePersistentVolumeSource belongs to the core API group. */
export interface AzureFilePersistentVolumeSource {
  /** The secret name of this azure file persistent volume source. */
  secretName: string;
  /** The share name of this azure file persistent volume source. */
  shareName: string;
  /** The read only of this azure file persistent volume source. */
  readOnly?: boolean;
  /** The secret namespace of this azure file persistent volume source. */
  secretNamespace?: string;
}

/** ScaleIOPersistentVolumeSource belongs to the core API group. */
export interface ScaleIOPersistentVolumeSource {
  /** The gateway of this scale io persistent volume source. */
  gateway: string;
  /** The system of this scale io persistent volume source. */
  system: string;
  /** The secret ref of this scale io persistent volume source. */
  secretRef: SecretReference;
  /** The ssl enabled of this scale io persistent volume source. */
  sslEnabled?: boolean;
  /** The protection domain of this scale io persistent volume source. */
  protectionDomain?: string;
  /** The storage pool of this scale io persistent volume source. */
  storagePool?: string;
  /**
   * The storage mode of this scale io persistent volume source.
   *
   * Default: "ThinProvisioned".
   */
  storageMode?: string;
  /** The volume name of this scale io persistent volume source. */
  volumeName?: string;
  /**
   * The fs type of this scale io persistent volume source.
   *
   * Default: "xfs".
   */
  fsType?: string;
  /** The read only of this scale io persistent volume source. */
  readOnly?: boolean;
}

/** StorageOSPersistentVolumeSource belongs to the core API group. */
export interface StorageOSPersistentVolumeSource {
  /** The volume name of this storage os persistent volume source. */
  volumeName?: string;
  /** The volume namespace of this storage os persistent volume source. */
  volumeNamespace?: string;
  /** The fs type of this storage os persistent volume source. */
  fsType?: string;
  /** The read only of this storage os persistent volume source. */
  readOnly?: boolean;
  /** The secret ref of this storage os persistent volume source. */
  secretRef?: ObjectReference;
}

/** LocalVolumeSource belongs to the core API group. */
export interface LocalVolumeSource {
  /** The path of this local volume source. */
  path: string;
  /** The fs type of this local volume source. */
  fsType?: string;
}

/** CSIPersistentVolumeSource belongs to the core API group. */
export interface CSIPersistentVolumeSource {
  /** The driver of this csi persistent volume source. */
  driver: string;
  /** The volume handle of this csi persistent volume source. */
  volumeHandle: string;
  /** The read only of this csi persistent volume source. */
  readOnly?: boolean;
  /** The fs type of this csi persistent volume source. */
  fsType?: string;
  /** The volume attributes of this csi persistent volume source. */
  volumeAttributes?: Record<string, string>;
  /** The controller publish secret ref of this csi persistent volume source. */
  controllerPublishSecretRef?: SecretReference;
  /** The node stage secret ref of this csi persistent volume source. */
  nodeStageSecretRef?: SecretReference;
  /** The node publish secret ref of this csi persistent volume source. */
  nodePublishSecretRef?: SecretReference;
  /** The controller expand secret ref of this csi persistent volume source. */
  controllerExpandSecretRef?: SecretReference;
  /** The node expand secret ref of this csi persistent volume source. */
  nodeExpandSecretRef?: SecretReference;
}

/** PersistentVolumeClaim belongs to the core API group. */
export interface PersistentVolumeClaim {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this persistent volume claim. */
  spec?: PersistentVolumeClaimSpec;
  /** The status of this persistent volume claim. */
  status?: PersistentVolumeClaimStatus;
}

/** PersistentVolumeClaimList is a page of PersistentVolumeClaim objects. */
export interface PersistentVolumeClaimList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: PersistentVolumeClaim[];
}

/** PersistentVolumeClaimSpec belongs to the core API group. */
export interface PersistentVolumeClaimSpec {
  /**
   * The access modes of this persistent volume claim spec.
   *
   * One of: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   */
  accessModes?: string[];
  /** The resources of this persistent volume claim spec. */
  resources?: VolumeResourceRequirements;
  /** The volume name of this persistent volume claim spec. */
  volumeName?: string;
  /** The selector of this persistent volume claim spec. */
  selector?: metav1.LabelSelector;
  /** The storage class name of this persistent volume claim spec. */
  storageClassName?: string;
  /**
   * The volume mode of this persistent volume claim spec.
   *
   * One of: Block, Filesystem.
   */
  volumeMode?: string;
  /** The data source of this persistent volume claim spec. */
  dataSource?: TypedLocalObjectReference;
  /** The data source ref of this persistent volume claim spec. */
  dataSourceRef?: TypedObjectReference;
  /** The volume attributes class name of this persistent volume claim spec. */
  volumeAttributesClassName?: string;
}

/** ModifyVolumeStatus belongs to the core API group. */
export interface ModifyVolumeStatus {
  /** The target volume attributes class name of this modify volume status. */
  targetVolumeAttributesClassName?: string;
  /**
   * The status of this modify volume status.
   *
   * One of: Pending, InProgress, Infeasible.
   */
  status: string;
}

/** PersistentVolumeClaimCondition belongs to the core API group. */
export interface PersistentVolumeClaimCondition {
  /**
   * The type of this persistent volume claim condition.
   *
   * One of: Resizing, FileSystemResizePending, ControllerResizeError, NodeResizeError, ModifyVolumeError,
   * ModifyingVolume.
   */
  type: string;
  /**
   * The status of this persistent volume claim condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last probe time of this persistent volume claim condition. */
  lastProbeTime?: metav1.Time;
  /** The last transition time of this persistent volume claim condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this persistent volume claim condition. */
  reason?: string;
  /** The message of this persistent volume claim condition. */
  message?: string;
}

/** PersistentVolumeClaimStatus belongs to the core API group. */
export interface PersistentVolumeClaimStatus {
  /**
   * The phase of this persistent volume claim status.
   *
   * One of: Pending, Bound, Lost.
   */
  phase?: string;
  /**
   * The access modes of this persistent volume claim status.
   *
   * One of: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   */
  accessModes?: string[];
  /** The capacity of this persistent volume claim status. */
  capacity?: Record<string, runtimev1.Quantity>;
  /** The conditions of this persistent volume claim status. */
  conditions?: PersistentVolumeClaimCondition[];
  /** The allocated resources of this persistent volume claim status. */
  allocatedResources?: Record<string, runtimev1.Quantity>;
  /**
   * The allocated resource statuses of this persistent volume claim status.
   *
   * One of: ControllerResizeInProgress, ControllerResizeInfeasible, NodeResizePending, NodeResizeInProgress,
   * NodeResizeInfeasible.
   */
  allocatedResourceStatuses?: Record<string, string>;
  /** The current volume attributes class name of this persistent volume claim status. */
  currentVolumeAttributesClassName?: string;
  /** The modify volume status of this persistent volume claim status. */
  modifyVolumeStatus?: ModifyVolumeStatus;
}

/** PersistentVolumeClaimTemplate belongs to the core API group. */
export interface PersistentVolumeClaimTemplate {
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this persistent volume claim template. */
  spec: PersistentVolumeClaimSpec;
}

/** VolumeResourceRequirements belongs to the core API group. */
export interface VolumeResourceRequirements {
  /** The limits of this volume resource requirements. */
  limits?: Record<string, runtimev1.Quantity>;
  /** The requests of this volume resource requirements. */
  requests?: Record<string, runtimev1.Quantity>;
}

/** Pod belongs to the core API group. */
export interface Pod {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this pod. */
  spec?: PodSpec;
  /** The status of this pod. */
  status?: PodStatus;
}

/** PodTemplate belongs to the core API group. */
export interface PodTemplate {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The template of this pod template. */
  template?: PodTemplateSpec;
}

/** Binding belongs to the core API group. */
export interface Binding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The target of this binding. */
  target: ObjectReference;
}

/** PodList is a page of Pod objects. */
export interface PodList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Pod[];
}

/** PodTemplateList is a page of PodTemplate objects. */
export interface PodTemplateList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: PodTemplate[];
}

/** PodCondition belongs to the core API group. */
export interface PodCondition {
  /**
   * The type of this pod condition.
   *
   * One of: ContainersReady, Initialized, Ready, PodScheduled, DisruptionTarget, PodReadyToStartContainers,
   * PodResizePending, PodResizeInProgress, AllContainersRestarting.
   */
  type: string;
  /**
   * The status of this pod condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last probe time of this pod condition. */
  lastProbeTime?: metav1.Time;
  /** The last transition time of this pod condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this pod condition. */
  reason?: string;
  /** The message of this pod condition. */
  message?: string;
  /** The observed generation of this pod condition. */
  observedGeneration?: number;
}

/** PodReadinessGate belongs to the core API group. */
export interface PodReadinessGate {
  /**
   * The condition type of this pod readiness gate.
   *
   * One of: ContainersReady, Initialized, Ready, PodScheduled, DisruptionTarget, PodReadyToStartContainers,
   * PodResizePending, PodResizeInProgress, AllContainersRestarting.
   */
  conditionType: string;
}

/** PodSpec belongs to the core API group. */
export interface PodSpec {
  /** The volumes of this pod spec. */
  volumes?: Volume[];
  /** The containers of this pod spec. */
  containers: Container[];
  /**
   * The restart policy of this pod spec.
   *
   * One of: Always, OnFailure, Never.
   */
  restartPolicy?: string;
  /** The termination grace period seconds of this pod spec. */
  terminationGracePeriodSeconds?: number;
  /** The active deadline seconds of this pod spec. */
  activeDeadlineSeconds?: number;
  /**
   * The dns policy of this pod spec.
   *
   * One of: ClusterFirstWithHostNet, ClusterFirst, Default, None.
   */
  dnsPolicy?: string;
  /** The node selector of this pod spec. */
  nodeSelector?: Record<string, string>;
  /** The service account name of this pod spec. */
  serviceAccountName?: string;
  /** The service account of this pod spec. */
  serviceAccount?: string;
  /** The node name of this pod spec. */
  nodeName?: string;
  /** The host network of this pod spec. */
  hostNetwork?: boolean;
  /** The host pid of this pod spec. */
  hostPID?: boolean;
  /** The host ipc of this pod spec. */
  hostIPC?: boolean;
  /** The security context of this pod spec. */
  securityContext?: PodSecurityContext;
  /** The image pull secrets of this pod spec. */
  imagePullSecrets?: LocalObjectReference[];
  /** The hostname of this pod spec. */
  hostname?: string;
  /** The subdomain of this pod spec. */
  subdomain?: string;
  /** The affinity of this pod spec. */
  affinity?: Affinity;
  /** The scheduler name of this pod spec. */
  schedulerName?: string;
  /** The init containers of this pod spec. */
  initContainers?: Container[];
  /** The automount service account token of this pod spec. */
  automountServiceAccountToken?: boolean;
  /** The tolerations of this pod spec. */
  tolerations?: Toleration[];
  /** The host aliases of this pod spec. */
  hostAliases?: HostAlias[];
  /** The priority class name of this pod spec. */
  priorityClassName?: string;
  /** The priority of this pod spec. */
  priority?: number;
  /** The dns config of this pod spec. */
  dnsConfig?: PodDNSConfig;
  /** The share process namespace of this pod spec. */
  shareProcessNamespace?: boolean;
  /** The readiness gates of this pod spec. */
  readinessGates?: PodReadinessGate[];
  /** The runtime class name of this pod spec. */
  runtimeClassName?: string;
  /** The enable service links of this pod spec. */
  enableServiceLinks?: boolean;
  /**
   * The preemption policy of this pod spec.
   *
   * One of: PreemptLowerPriority, Never.
   */
  preemptionPolicy?: string;
  /** The overhead of this pod spec. */
  overhead?: Record<string, runtimev1.Quantity>;
  /** The topology spread constraints of this pod spec. */
  topologySpreadConstraints?: TopologySpreadConstraint[];
  /** The ephemeral containers of this pod spec. */
  ephemeralContainers?: EphemeralContainer[];
  /** The set hostname as fqdn of this pod spec. */
  setHostnameAsFQDN?: boolean;
  /** The os of this pod spec. */
  os?: PodOS;
  /** The host users of this pod spec. */
  hostUsers?: boolean;
  /** The scheduling gates of this pod spec. */
  schedulingGates?: PodSchedulingGate[];
  /** The resource claims of this pod spec. */
  resourceClaims?: PodResourceClaim[];
  /** The resources of this pod spec. */
  resources?: ResourceRequirements;
  /** The hostname override of this pod spec. */
  hostnameOverride?: string;
  /** The workload ref of this pod spec. */
  workloadRef?: WorkloadReference;
}

/** PodResourceClaim belongs to the core API group. */
export interface PodResourceClaim {
  /** The name of this pod resource claim. */
  name: string;
  /** The resource claim name of this pod resource claim. */
  resourceClaimName?: string;
  /** The resource claim template name of this pod resource claim. */
  resourceClaimTemplateName?: string;
}

/** PodResourceClaimStatus belongs to the core API group. */
export interface PodResourceClaimStatus {
  /** The name of this pod resource claim status. */
  name: string;
  /** The resource claim name of this pod resource claim status. */
  resourceClaimName?: string;
}

/** PodExtendedResourceClaimStatus belongs to the core API group. */
export interface PodExtendedResourceClaimStatus {
  /** The request mappings of this pod extended resource claim status. */
  requestMappings: ContainerExtendedResourceRequest[];
  /** The resource claim name of this pod extended resource claim status. */
  resourceClaimName: string;
}

/** ContainerExtendedResourceRequest belongs to the core API group. */
export interface ContainerExtendedResourceRequest {
  /** The container name of this container extended resource request. */
  containerName: string;
  /** The resource name of this container extended resource request. */
  resourceName: string;
  /** The request name of this container extended resource request. */
  requestName: string;
}

/** PodOS belongs to the core API group. */
export interface PodOS {
  /**
   * The name of this pod os.
   *
   * One of: linux, windows.
   */
  name: string;
}

/** PodSchedulingGate belongs to the core API group. */
export interface PodSchedulingGate {
  /** The name of this pod scheduling gate. */
  name: string;
}

/** WorkloadReference belongs to the core API group. */
export interface WorkloadReference {
  /** The name of this workload reference. */
  name: string;
  /** The pod group of this workload reference. */
  podGroup: string;
  /** The pod group replica key of this workload reference. */
  podGroupReplicaKey?: string;
}

/** HostAlias belongs to the core API group. */
export interface HostAlias {
  /** The ip of this host alias. */
  ip: string;
  /** The hostnames of this host alias. */
  hostnames?: string[];
}

/** PodSecurityContext belongs to the core API group. */
export interface PodSecurityContext {
  /** The se linux options of this pod security context. */
  seLinuxOptions?: SELinuxOptions;
  /** The run as user of this pod security context. */
  runAsUser?: number;
  /** The run as non root of this pod security context. */
  runAsNonRoot?: boolean;
  /** The supplemental groups of this pod security context. */
  supplementalGroups?: number[];
  /** The fs group of this pod security context. */
  fsGroup?: number;
  /** The run as group of this pod security context. */
  runAsGroup?: number;
  /** The sysctls of this pod security context. */
  sysctls?: Sysctl[];
  /** The windows options of this pod security context. */
  windowsOptions?: WindowsSecurityContextOptions;
  /**
   * The fs group change policy of this pod security context.
   *
   * One of: OnRootMismatch, Always.
   */
  fsGroupChangePolicy?: string;
  /** The seccomp profile of this pod security context. */
  seccompProfile?: SeccompProfile;
  /** The app armor profile of this pod security context. */
  appArmorProfile?: AppArmorProfile;
  /**
   * The supplemental groups policy of this pod security context.
   *
   * One of: Merge, Strict.
   */
  supplementalGroupsPolicy?: string;
  /**
   * The se linux change policy of this pod security context.
   *
   * One of: Recursive, MountOption.
   */
  seLinuxChangePolicy?: string;
}

/** PodDNSConfig belongs to the core API group. */
export interface PodDNSConfig {
  /** The nameservers of this pod dns config. */
  nameservers?: string[];
  /** The searches of this pod dns config. */
  searches?: string[];
  /** The options of this pod dns config. */
  options?: PodDNSConfigOption[];
}

/** PodDNSConfigOption belongs to the core API group. */
export interface PodDNSConfigOption {
  /** The name of this pod dns config option. */
  name?: string;
  /** The value of this pod dns config option. */
  value?: string;
}

/** PodIP belongs to the core API group. */
export interface PodIP {
  /** The ip of this pod ip. */
  ip: string;
}

/** HostIP belongs to the core API group. */
export interface HostIP {
  /** The ip of this host ip. */
  ip: string;
}

/** PodStatus belongs to the core API group. */
export interface PodStatus {
  /**
   * The phase of this pod status.
   *
   * One of: Pending, Running, Succeeded, Failed, Unknown.
   */
  phase?: string;
  /** The conditions of this pod status. */
  conditions?: PodCondition[];
  /** The message of this pod status. */
  message?: string;
  /** The reason of this pod status. */
  reason?: string;
  /** The host ip of this pod status. */
  hostIP?: string;
  /** The pod ip of this pod status. */
  podIP?: string;
  /** The start time of this pod status. */
  startTime?: metav1.Time;
  /** The container statuses of this pod status. */
  containerStatuses?: ContainerStatus[];
  /**
   * The qos class of this pod status.
   *
   * One of: Guaranteed, Burstable, BestEffort.
   */
  qosClass?: string;
  /** The init container statuses of this pod status. */
  initContainerStatuses?: ContainerStatus[];
  /** The nominated node name of this pod status. */
  nominatedNodeName?: string;
  /** The pod i ps of this pod status. */
  podIPs?: PodIP[];
  /** The ephemeral container statuses of this pod status. */
  ephemeralContainerStatuses?: ContainerStatus[];
  /**
   * The resize of this pod status.
   *
   * One of: InProgress, Deferred, Infeasible.
   */
  resize?: string;
  /** The resource claim statuses of this pod status. */
  resourceClaimStatuses?: PodResourceClaimStatus[];
  /** The host i ps of this pod status. */
  hostIPs?: HostIP[];
  /** The observed generation of this pod status. */
  observedGeneration?: number;
  /** The extended resource claim status of this pod status. */
  extendedResourceClaimStatus?: PodExtendedResourceClaimStatus;
  /** The allocated resources of this pod status. */
  allocatedResources?: Record<string, runtimev1.Quantity>;
  /** The resources of this pod status. */
  resources?: ResourceRequirements;
}

/** PodStatusResult belongs to the core API group. */
export interface PodStatusResult {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The status of this pod status result. */
  status?: PodStatus;
}

/** PodTemplateSpec belongs to the core API group. */
export interface PodTemplateSpec {
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this pod template spec. */
  spec?: PodSpec;
}

/** Preconditions belongs to the core API group. */
export interface Preconditions {
  /** The uid of this preconditions. */
  uid?: string;
}

/** Sysctl belongs to the core API group. */
export interface Sysctl {
  /** The name of this sysctl. */
  name: string;
  /** The value of this sysctl. */
  value: string;
}

/** LimitRange belongs to the core API group. */
export interface LimitRange {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this limit range. */
  spec?: LimitRangeSpec;
}

/** ResourceQuota belongs to the core API group. */
export interface ResourceQuota {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this resource quota. */
  spec?: ResourceQuotaSpec;
  /** The status of this resource quota. */
  status?: ResourceQuotaStatus;
}

/** LimitRangeList is a page of LimitRange objects. */
export interface LimitRangeList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: LimitRange[];
}

/** ResourceQuotaList is a page of ResourceQuota objects. */
export interface ResourceQuotaList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ResourceQuota[];
}

/** LimitRangeItem belongs to the core API group. */
export interface LimitRangeItem {
  /**
   * The type of this limit range item.
   *
   * One of: Pod, Container, PersistentVolumeClaim.
   */
  type: string;
  /** The max of this limit range item. */
  max?: Record<string, runtimev1.Quantity>;
  /** The min of this limit range item. */
  min?: Record<string, runtimev1.Quantity>;
  /** The default of this limit range item. */
  default?: Record<string, runtimev1.Quantity>;
  /** The default request of this limit range item. */
  defaultRequest?: Record<string, runtimev1.Quantity>;
  /** The max limit request ratio of this limit range item. */
  maxLimitRequestRatio?: Record<string, runtimev1.Quantity>;
}

/** LimitRangeSpec belongs to the core API group. */
export interface LimitRangeSpec {
  /** The limits of this limit range spec. */
  limits: LimitRangeItem[];
}

/** ResourceQuotaSpec belongs to the core API group. */
export interface ResourceQuotaSpec {
  /** The hard of this resource quota spec. */
  hard?: Record<string, runtimev1.Quantity>;
  /**
   * The scopes of this resource quota spec.
   *
   * One of: Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity,
   * VolumeAttributesClass.
   */
  scopes?: string[];
  /** The scope selector of this resource quota spec. */
  scopeSelector?: ScopeSelector;
}

/** ScopeSelector belongs to the core API group. */
export interface ScopeSelector {
  /** The match expressions of this scope selector. */
  matchExpressions?: ScopedResourceSelectorRequirement[];
}

/** ScopedResourceSelectorRequirement belongs to the core API group. */
export interface ScopedResourceSelectorRequirement {
  /**
   * The scope name of this scoped resource selector requirement.
   *
   * One of: Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity,
   * VolumeAttributesClass.
   */
  scopeName: string;
  /**
   * The operator of this scoped resource selector requirement.
   *
   * One of: In, NotIn, Exists, DoesNotExist.
   */
  operator: string;
  /** The values of this scoped resource selector requirement. */
  values?: string[];
}

/** ResourceQuotaStatus belongs to the core API group. */
export interface ResourceQuotaStatus {
  /** The hard of this resource quota status. */
  hard?: Record<string, runtimev1.Quantity>;
  /** The used of this resource quota status. */
  used?: Record<string, runtimev1.Quantity>;
}

/** TypedObjectReference belongs to the core API group. */
export interface TypedObjectReference {
  /** The api group of this typed object reference. */
  apiGroup?: string;
  /** The kind of this typed object reference. */
  kind: string;
  /** The name of this typed object reference. */
  name: string;
  /** The namespace of this typed object reference. */
  namespace?: string;
}

/** SecretReference belongs to the core API group. */
export interface SecretReference {
  /** The name of this secret reference. */
  name?: string;
  /** The namespace of this secret reference. */
  namespace?: string;
}

/** ObjectReference belongs to the core API group. */
export interface ObjectReference {
  /** The kind of this object reference. */
  kind?: string;
  /** The namespace of this object reference. */
  namespace?: string;
  /** The name of this object reference. */
  name?: string;
  /** The uid of this object reference. */
  uid?: string;
  /** The api version of this object reference. */
  apiVersion?: string;
  /** The resource version of this object reference. */
  resourceVersion?: string;
  /** The field path of this object reference. */
  fieldPath?: string;
}

/** LocalObjectReference belongs to the core API group. */
export interface LocalObjectReference {
  /** The name of this local object reference. */
  name?: string;
}

/** TypedLocalObjectReference belongs to the core API group. */
export interface TypedLocalObjectReference {
  /** The api group of this typed local object reference. */
  apiGroup?: string;
  /** The kind of this typed local object reference. */
  kind: string;
  /** The name of this typed local object reference. */
  name: string;
}

/** SerializedReference belongs to the core API group. */
export interface SerializedReference {
  apiVersion?: string;
  kind?: string;
  /** The reference of this serialized reference. */
  reference?: ObjectReference;
}

/** ReplicationController belongs to the core API group. */
export interface ReplicationController {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this replication controller. */
  spec?: ReplicationControllerSpec;
  /** The status of this replication controller. */
  status?: ReplicationControllerStatus;
}

/** ReplicationControllerList is a page of ReplicationController objects. */
export interface ReplicationControllerList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ReplicationController[];
}

/** ReplicationControllerSpec belongs to the core API group. */
export interface ReplicationControllerSpec {
  /**
   * The replicas of this replication controller spec.
   *
   * Default: 1.
   */
  replicas?: number;
  /** The selector of this replication controller spec. */
  selector?: Record<string, string>;
  /** The template of this replication controller spec. */
  template?: PodTemplateSpec;
  /**
   * The min ready seconds of this replication controller spec.
   *
   * Default: 0.
   */
  minReadySeconds?: number;
}

/** ReplicationControllerStatus belongs to the core API group. */
export interface ReplicationControllerStatus {
  /** The replicas of this replication controller status. */
  replicas: number;
  /** The fully labeled replicas of this replication controller status. */
  fullyLabeledReplicas?: number;
  /** The observed generation of this replication controller status. */
  observedGeneration?: number;
  /** The ready replicas of this replication controller status. */
  readyReplicas?: number;
  /** The available replicas of this replication controller status. */
  availableReplicas?: number;
  /** The conditions of this replication controller status. */
  conditions?: ReplicationControllerCondition[];
}

/** ReplicationControllerCondition belongs to the core API group. */
export interface ReplicationControllerCondition {
  /**
   * The type of this replication controller condition.
   *
   * One of: ReplicaFailure.
   */
  type: string;
  /**
   * The status of this replication controller condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last transition time of this replication controller condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this replication controller condition. */
  reason?: string;
  /** The message of this replication controller condition. */
  message?: string;
}

/** Service belongs to the core API group. */
export interface Service {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this service. */
  spec?: ServiceSpec;
  /** The status of this service. */
  status?: ServiceStatus;
}

/** ServiceList is a page of Service objects. */
export interface ServiceList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Service[];
}

/** SessionAffinityConfig belongs to the core API group. */
export interface SessionAffinityConfig {
  /** The client ip of this session affinity config. */
  clientIP?: ClientIPConfig;
}

/** ClientIPConfig belongs to the core API group. */
export interface ClientIPConfig {
  /** The timeout seconds of this client ip config. */
  timeoutSeconds?: number;
}

/** ServiceStatus belongs to the core API group. */
export interface ServiceStatus {
  /** The load balancer of this service status. */
  loadBalancer?: LoadBalancerStatus;
  /** The conditions of this service status. */
  conditions?: metav1.Condition[];
}

/** LoadBalancerStatus belongs to the core API group. */
export interface LoadBalancerStatus {
  /** The ingress of this load balancer status. */
  ingress?: LoadBalancerIngress[];
}

/** LoadBalancerIngress belongs to the core API group. */
export interface LoadBalancerIngress {
  /** The ip of this load balancer ingress. */
  ip?: string;
  /** The hostname of this load balancer ingress. */
  hostname?: string;
  /**
   * The ip mode of this load balancer ingress.
   *
   * One of: VIP, Proxy.
   */
  ipMode?: string;
  /** The ports of this load balancer ingress. */
  ports?: PortStatus[];
}

/** ServiceSpec belongs to the core API group. */
export interface ServiceSpec {
  /** The ports of this service spec. */
  ports?: ServicePort[];
  /** The selector of this service spec. */
  selector?: Record<string, string>;
  /** The cluster ip of this service spec. */
  clusterIP?: string;
  /**
   * The type of this service spec.
   *
   * One of: ClusterIP, NodePort, LoadBalancer, ExternalName.
   */
  type?: string;
  /** The external i ps of this service spec. */
  externalIPs?: string[];
  /**
   * The session affinity of this service spec.
   *
   * One of: ClientIP, None.
   */
  sessionAffinity?: string;
  /** The load balancer ip of this service spec. */
  loadBalancerIP?: string;
  /** The load balancer source ranges of this service spec. */
  loadBalancerSourceRanges?: string[];
  /** The external name of this service spec. */
  externalName?: string;
  /**
   * The external traffic policy of this service spec.
   *
   * One of: Cluster, Local.
   */
  externalTrafficPolicy?: string;
  /** The health check node port of this service spec. */
  healthCheckNodePort?: number;
  /** The publish not ready addresses of this service spec. */
  publishNotReadyAddresses?: boolean;
  /** The session affinity config of this service spec. */
  sessionAffinityConfig?: SessionAffinityConfig;
  /**
   * The ip family policy of this service spec.
   *
   * One of: SingleStack, PreferDualStack, RequireDualStack.
   */
  ipFamilyPolicy?: string;
  /** The cluster i ps of this service spec. */
  clusterIPs?: string[];
  /**
   * The ip families of this service spec.
   *
   * One of: IPv4, IPv6.
   */
  ipFamilies?: string[];
  /** The allocate load balancer node ports of this service spec. */
  allocateLoadBalancerNodePorts?: boolean;
  /** The load balancer class of this service spec. */
  loadBalancerClass?: string;
  /**
   * The internal traffic policy of this service spec.
   *
   * One of: Cluster, Local.
   */
  internalTrafficPolicy?: string;
  /** The traffic distribution of this service spec. */
  trafficDistribution?: string;
}

/** ServicePort belongs to the core API group. */
export interface ServicePort {
  /** The name of this service port. */
  name?: string;
  /**
   * The protocol of this service port.
   *
   * One of: TCP, UDP, SCTP.
   *
   * Default: "TCP".
   */
  protocol?: string;
  /** The port of this service port. */
  port: number;
  /** The target port of this service port. */
  targetPort?: runtimev1.IntOrString;
  /** The node port of this service port. */
  nodePort?: number;
  /** The app protocol of this service port. */
  appProtocol?: string;
}

/** PortStatus belongs to the core API group. */
export interface PortStatus {
  /** The port of this port status. */
  port: number;
  /**
   * The protocol of this port status.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol: string;
  /** The error of this port status. */
  error?: string;
}

/** ServiceAccount belongs to the core API group. */
export interface ServiceAccount {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The secrets of this service account. */
  secrets?: ObjectReference[];
  /** The image pull secrets of this service account. */
  imagePullSecrets?: LocalObjectReference[];
  /** The automount service account token of this service account. */
  automountServiceAccountToken?: boolean;
}

/** ServiceAccountList is a page of ServiceAccount objects. */
export interface ServiceAccountList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: ServiceAccount[];
}

/** Volume belongs to the core API group. */
export interface Volume extends VolumeSource {
  /** The name of this volume. */
  name: string;
}

/** VolumeSource belongs to the core API group. */
export interface VolumeSource {
  /** The host path of this volume source. */
  hostPath?: HostPathVolumeSource;
  /** The empty dir of this volume source. */
  emptyDir?: EmptyDirVolumeSource;
  /** The gce persistent disk of this volume source. */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** The aws elastic block store of this volume source. */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** The git repo of this volume source. */
  gitRepo?: GitRepoVolumeSource;
  /** The secret of this volume source. */
  secret?: SecretVolumeSource;
  /** The nfs of this volume source. */
  nfs?: NFSVolumeSource;
  /** The iscsi of this volume source. */
  iscsi?: ISCSIVolumeSource;
  /** The glusterfs of this volume source. */
  glusterfs?: GlusterfsVolumeSource;
  /** The persistent volume claim of this volume source. */
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /** The rbd of this volume source. */
  rbd?: RBDVolumeSource;
  /** The flex volume of this volume source. */
  flexVolume?: FlexVolumeSource;
  /** The cinder of this volume source. */
  cinder?: CinderVolumeSource;
  /** The cephfs of this volume source. */
  cephfs?: CephFSVolumeSource;
  /** The flocker of this volume source. */
  flocker?: FlockerVolumeSource;
  /** The downward api of this volume source. */
  downwardAPI?: DownwardAPIVolumeSource;
  /** The fc of this volume source. */
  fc?: FCVolumeSource;
  /** The azure file of this volume source. */
  azureFile?: AzureFileVolumeSource;
  /** The config map of this volume source. */
  configMap?: ConfigMapVolumeSource;
  /** The vsphere volume of this volume source. */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** The quobyte of this volume source. */
  quobyte?: QuobyteVolumeSource;
  /** The azure disk of this volume source. */
  azureDisk?: AzureDiskVolumeSource;
  /** The photon persistent disk of this volume source. */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** The portworx volume of this volume source. */
  portworxVolume?: PortworxVolumeSource;
  /** The scale io of this volume source. */
  scaleIO?: ScaleIOVolumeSource;
  /** The projected of this volume source. */
  projected?: ProjectedVolumeSource;
  /** The storageos of this volume source. */
  storageos?: StorageOSVolumeSource;
  /** The csi of this volume source. */
  csi?: CSIVolumeSource;
  /** The ephemeral of this volume source. */
  ephemeral?: EphemeralVolumeSource;
  /** The image of this volume source. */
  image?: ImageVolumeSource;
}

/** PersistentVolumeClaimVolumeSource belongs to the core API group. */
export interface PersistentVolumeClaimVolumeSource {
  /** The claim name of this persistent volume claim volume source. */
  claimName: string;
  /** The read only of this persistent volume claim volume source. */
  readOnly?: boolean;
}

/** HostPathVolumeSource belongs to the core API group. */
export interface HostPathVolumeSource {
  /** The path of this host path volume source. */
  path: string;
  /**
   * The type of this host path volume source.
   *
   * One of: DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice, BlockDevice.
   */
  type?: string;
}

/** EmptyDirVolumeSource belongs to the core API group. */
export interface EmptyDirVolumeSource {
  /**
   * The medium of this empty dir volume source.
   *
   * One of: Memory, HugePages, HugePages-.
   */
  medium?: string;
  /** The size limit of this empty dir volume source. */
  sizeLimit?: runtimev1.Quantity;
}

/** GlusterfsVolumeSource belongs to the core API group. */
export interface GlusterfsVolumeSource {
  /** The endpoints of this glusterfs volume source. */
  endpoints: string;
  /** The path of this glusterfs volume source. */
  path: string;
  /** The read only of this glusterfs volume source. */
  readOnly?: boolean;
}

/** RBDVolumeSource belongs to the core API group. */
export interface RBDVolumeSource {
  /** The monitors of this rbd volume source. */
  monitors: string[];
  /** The image of this rbd volume source. */
  image: string;
  /** The fs type of this rbd volume source. */
  fsType?: string;
  /**
   * The pool of this rbd volume source.
   *
   * Default: "rbd".
   */
  pool?: string;
  /**
   * The user of this rbd volume source.
   *
   * Default: "admin".
   */
  user?: string;
  /**
   * The keyring of this rbd volume source.
   *
   * Default: "/etc/ceph/keyring".
   */
  keyring?: string;
  /** The secret ref of this rbd volume source. */
  secretRef?: LocalObjectReference;
  /** The read only of this rbd volume source. */
  readOnly?: boolean;
}

/** CinderVolumeSource belongs to the core API group. */
export interface CinderVolumeSource {
  /** The volume id of this cinder volume source. */
  volumeID: string;
  /** The fs type of this cinder volume source. */
  fsType?: string;
  /** The read only of this cinder volume source. */
  readOnly?: boolean;
  /** The secret ref of this cinder volume source. */
  secretRef?: LocalObjectReference;
}

/** CephFSVolumeSource belongs to the core API group. */
export interface CephFSVolumeSource {
  /** The monitors of this ceph fs volume source. */
  monitors: string[];
  /** The path of this ceph fs volume source. */
  path?: string;
  /** The user of this ceph fs volume source. */
  user?: string;
  /** The secret file of this ceph fs volume source. */
  secretFile?: string;
  /** The secret ref of this ceph fs volume source. */
  secretRef?: LocalObjectReference;
  /** The read only of this ceph fs volume source. */
  readOnly?: boolean;
}

/** FlockerVolumeSource belongs to the core API group. */
export interface FlockerVolumeSource {
  /** The dataset name of this flocker volume source. */
  datasetName?: string;
  /** The dataset uuid of this flocker volume source. */
  datasetUUID?: string;
}

/** GCEPersistentDiskVolumeSource belongs to the core API group. */
export interface GCEPersistentDiskVolumeSource {
  /** The pd name of this gce persistent disk volume source. */
  pdName: string;
  /** The fs type of this gce persistent disk volume source. */
  fsType?: string;
  /** The partition of this gce persistent disk volume source. */
  partition?: number;
  /** The read only of this gce persistent disk volume source. */
  readOnly?: boolean;
}

/** QuobyteVolumeSource belongs to the core API group. */
export interface QuobyteVolumeSource {
  /** The registry of this quobyte volume source. */
  registry: string;
  /** The volume of this quobyte volume source. */
  volume: string;
  /** The read only of this quobyte volume source. */
  readOnly?: boolean;
  /** The user of this quobyte volume source. */
  user?: string;
  /** The group of this quobyte volume source. */
  group?: string;
  /** The tenant of this quobyte volume source. */
  tenant?: string;
}

/** FlexVolumeSource belongs to the core API group. */
export interface FlexVolumeSource {
  /** The driver of this flex volume source. */
  driver: string;
  /** The fs type of this flex volume source. */
  fsType?: string;
  /** The secret ref of this flex volume source. */
  secretRef?: LocalObjectReference;
  /** The read only of this flex volume source. */
  readOnly?: boolean;
  /** The options of this flex volume source. */
  options?: Record<string, string>;
}

/** AWSElasticBlockStoreVolumeSource belongs to the core API group. */
export interface AWSElasticBlockStoreVolumeSource {
  /** The volume id of this aws elastic block store volume source. */
  volumeID: string;
  /** The fs type of this aws elastic block store volume source. */
  fsType?: string;
  /** The partition of this aws elastic block store volume source. */
  partition?: number;
  /** The read only of this aws elastic block store volume source. */
  readOnly?: boolean;
}

/** GitRepoVolumeSource belongs to the core API group. */
export interface GitRepoVolumeSource {
  /** The repository of this git repo volume source. */
  repository: string;
  /** The revision of this git repo volume source. */
  revision?: string;
  /** The directory of this git repo volume source. */
  directory?: string;
}

/** SecretVolumeSource belongs to the core API group. */
export interface SecretVolumeSource {
  /** The secret name of this secret volume source. */
  secretName?: string;
  /** The items of this secret volume source. */
  items?: KeyToPath[];
  /** The default mode of this secret volume source. */
  defaultMode?: number;
  /** The optional of this secret volume source. */
  optional?: boolean;
}

/** SecretProjection belongs to the core API group. */
export interface SecretProjection extends LocalObjectReference {
  /** The items of this secret projection. */
  items?: KeyToPath[];
  /** The optional of this secret projection. */
  optional?: boolean;
}

/** NFSVolumeSource belongs to the core API group. */
export interface NFSVolumeSource {
  /** The server of this nfs volume source. */
  server: string;
  /** The path of this nfs volume source. */
  path: string;
  /** The read only of this nfs volume source. */
  readOnly?: boolean;
}

/** ISCSIVolumeSource belongs to the core API group. */
export interface ISCSIVolumeSource {
  /** The target portal of this iscsi volume source. */
  targetPortal: string;
  /** The iqn of this iscsi volume source. */
  iqn: string;
  /** The lun of this iscsi volume source. */
  lun: number;
  /**
   * The iscsi interface of this iscsi volume source.
   *
   * Default: "default".
   */
  iscsiInterface?: string;
  /** The fs type of this iscsi volume source. */
  fsType?: string;
  /** The read only of this iscsi volume source. */
  readOnly?: boolean;
  /** The portals of this iscsi volume source. */
  portals?: string[];
  /** The chap auth discovery of this iscsi volume source. */
  chapAuthDiscovery?: boolean;
  /** The secret ref of this iscsi volume source. */
  secretRef?: LocalObjectReference;
  /** The chap auth session of this iscsi volume source. */
  chapAuthSession?: boolean;
  /** The initiator name of this iscsi volume source. */
  initiatorName?: string;
}

/** FCVolumeSource belongs to the core API group. */
export interface FCVolumeSource {
  /** The target ww ns of this fc volume source. */
  targetWWNs?: string[];
  /** The lun of this fc volume source. */
  lun?: number;
  /** The fs type of this fc volume source. */
  fsType?: string;
  /** The read only of this fc volume source. */
  readOnly?: boolean;
  /** The wwids of this fc volume source. */
  wwids?: string[];
}

/** AzureFileVolumeSource belongs to the core API group. */
export interface AzureFileVolumeSource {
  /** The secret name of this azure file volume source. */
  secretName: string;
  /** The share name of this azure file volume source. */
  shareName: string;
  /** The read only of this azure file volume source. */
  readOnly?: boolean;
}

/** VsphereVirtualDiskVolumeSource belongs to the core API group. */
export interface VsphereVirtualDiskVolumeSource {
  /** The volume path of this vsphere virtual disk volume source. */
  volumePath: string;
  /** The fs type of this vsphere virtual disk volume source. */
  fsType?: string;
  /** The storage policy name of this vsphere virtual disk volume source. */
  storagePolicyName?: string;
  /** The storage policy id of this vsphere virtual disk volume source. */
  storagePolicyID?: string;
}

/** PhotonPersistentDiskVolumeSource belongs to the core API group. */
export interface PhotonPersistentDiskVolumeSource {
  /** The pd id of this photon persistent disk volume source. */
  pdID: string;
  /** The fs type of this photon persistent disk volume source. */
  fsType?: string;
}

/** AzureDiskVolumeSource belongs to the core API group. */
export interface AzureDiskVolumeSource {
  /** The disk name of this azure disk volume source. */
  diskName: string;
  /** The disk uri of this azure disk volume source. */
  diskURI: string;
  /**
   * The caching mode of this azure disk volume source.
   *
   * One of: None, ReadOnly, ReadWrite.
   *
   * Default: "ReadWrite".
   */
  cachingMode?: string;
  /**
   * The fs type of this azure disk volume source.
   *
   * Default: "ext4".
   */
  fsType?: string;
  /**
   * The read only of this azure disk volume source.
   *
   * Default: false.
   */
  readOnly?: boolean;
  /**
   * The kind of this azure disk volume source.
   *
   * One of: Shared, Dedicated, Managed.
   *
   * Default: "Shared".
   */
  kind?: string;
}

/** PortworxVolumeSource belongs to the core API group. */
export interface PortworxVolumeSource {
  /** The volume id of this portworx volume source. */
  volumeID: string;
  /** The fs type of this portworx volume source. */
  fsType?: string;
  /** The read only of this portworx volume source. */
  readOnly?: boolean;
}

/** ScaleIOVolumeSource belongs to the core API group. */
export interface ScaleIOVolumeSource {
  /** The gateway of this scale io volume source. */
  gateway: string;
  /** The system of this scale io volume source. */
  system: string;
  /** The secret ref of this scale io volume source. */
  secretRef: LocalObjectReference;
  /** The ssl enabled of this scale io volume source. */
  sslEnabled?: boolean;
  /** The protection domain of this scale io volume source. */
  protectionDomain?: string;
  /** The storage pool of this scale io volume source. */
  storagePool?: string;
  /**
   * The storage mode of this scale io volume source.
   *
   * Default: "ThinProvisioned".
   */
  storageMode?: string;
  /** The volume name of this scale io volume source. */
  volumeName?: string;
  /**
   * The fs type of this scale io volume source.
   *
   * Default: "xfs".
   */
  fsType?: string;
  /** The read only of this scale io volume source. */
  readOnly?: boolean;
}

/** StorageOSVolumeSource belongs to the core API group. */
export interface StorageOSVolumeSource {
  /** The volume name of this storage os volume source. */
  volumeName?: string;
  /** The volume namespace of this storage os volume source. */
  volumeNamespace?: string;
  /** The fs type of this storage os volume source. */
  fsType?: string;
  /** The read only of this storage os volume source. */
  readOnly?: boolean;
  /** The secret ref of this storage os volume source. */
  secretRef?: LocalObjectReference;
}

/** ConfigMapVolumeSource belongs to the core API group. */
export interface ConfigMapVolumeSource extends LocalObjectReference {
  /** The items of this config map volume source. */
  items?: KeyToPath[];
  /** The default mode of this config map volume source. */
  defaultMode?: number;
  /** The optional of this config map volume source. */
  optional?: boolean;
}

/** ConfigMapProjection belongs to the core API group. */
export interface ConfigMapProjection extends LocalObjectReference {
  /** The items of this config map projection. */
  items?: KeyToPath[];
  /** The optional of this config map projection. */
  optional?: boolean;
}

/** ServiceAccountTokenProjection belongs to the core API group. */
export interface ServiceAccountTokenProjection {
  /** The audience of this service account token projection. */
  audience?: string;
  /** The expiration seconds of this service account token projection. */
  expirationSeconds?: number;
  /** The path of this service account token projection. */
  path: string;
}

/** ClusterTrustBundleProjection belongs to the core API group. */
export interface ClusterTrustBundleProjection {
  /** The name of this cluster trust bundle projection. */
  name?: string;
  /** The signer name of this cluster trust bundle projection. */
  signerName?: string;
  /** The label selector of this cluster trust bundle projection. */
  labelSelector?: metav1.LabelSelector;
  /** The path of this cluster trust bundle projection. */
  path: string;
  /** The optional of this cluster trust bundle projection. */
  optional?: boolean;
}

/** PodCertificateProjection belongs to the core API group. */
export interface PodCertificateProjection {
  /** The signer name of this pod certificate projection. */
  signerName: string;
  /** The key type of this pod certificate projection. */
  keyType: string;
  /** The max expiration seconds of this pod certificate projection. */
  maxExpirationSeconds?: number;
  /** The credential bundle path of this pod certificate projection. */
  credentialBundlePath?: string;
  /** The key path of this pod certificate projection. */
  keyPath?: string;
  /** The certificate chain path of this pod certificate projection. */
  certificateChainPath?: string;
  /** The user annotations of this pod certificate projection. */
  userAnnotations?: Record<string, string>;
}

/** ProjectedVolumeSource belongs to the core API group. */
export interface ProjectedVolumeSource {
  /** The sources of this projected volume source. */
  sources?: VolumeProjection[];
  /** The default mode of this projected volume source. */
  defaultMode?: number;
}

/** VolumeProjection belongs to the core API group. */
export interface VolumeProjection {
  /** The secret of this volume projection. */
  secret?: SecretProjection;
  /** The downward api of this volume projection. */
  downwardAPI?: DownwardAPIProjection;
  /** The config map of this volume projection. */
  configMap?: ConfigMapProjection;
  /** The service account token of this volume projection. */
  serviceAccountToken?: ServiceAccountTokenProjection;
  /** The cluster trust bundle of this volume projection. */
  clusterTrustBundle?: ClusterTrustBundleProjection;
  /** The pod certificate of this volume projection. */
  podCertificate?: PodCertificateProjection;
}

/** KeyToPath belongs to the core API group. */
export interface KeyToPath {
  /** The key of this key to path. */
  key: string;
  /** The path of this key to path. */
  path: string;
  /** The mode of this key to path. */
  mode?: number;
}

/** CSIVolumeSource belongs to the core API group. */
export interface CSIVolumeSource {
  /** The driver of this csi volume source. */
  driver: string;
  /** The read only of this csi volume source. */
  readOnly?: boolean;
  /** The fs type of this csi volume source. */
  fsType?: string;
  /** The volume attributes of this csi volume source. */
  volumeAttributes?: Record<string, string>;
  /** The node publish secret ref of this csi volume source. */
  nodePublishSecretRef?: LocalObjectReference;
}

/** EphemeralVolumeSource belongs to the core API group. */
export interface EphemeralVolumeSource {
  /** The volume claim template of this ephemeral volume source. */
  volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}

/** DownwardAPIVolumeSource belongs to the core API group. */
export interface DownwardAPIVolumeSource {
  /** The items of this downward api volume source. */
  items?: DownwardAPIVolumeFile[];
  /** The default mode of this downward api volume source. */
  defaultMode?: number;
}

/** DownwardAPIVolumeFile belongs to the core API group. */
export interface DownwardAPIVolumeFile {
  /** The path of this downward api volume file. */
  path: string;
  /** The field ref of this downward api volume file. */
  fieldRef?: ObjectFieldSelector;
  /** The resource field ref of this downward api volume file. */
  resourceFieldRef?: ResourceFieldSelector;
  /** The mode of this downward api volume file. */
  mode?: number;
}

/** DownwardAPIProjection belongs to the core API group. */
export interface DownwardAPIProjection {
  /** The items of this downward api projection. */
  items?: DownwardAPIVolumeFile[];
}

/** ImageVolumeSource belongs to the core API group. */
export interface ImageVolumeSource {
  /** The reference of this image volume source. */
  reference?: string;
  /**
   * The pull policy of this image volume source.
   *
   * One of: Always, Never, IfNotPresent.
   */
  pullPolicy?: string;
}
