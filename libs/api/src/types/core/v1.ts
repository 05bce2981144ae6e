// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** NodeSelector picks nodes: those that match at least one of its terms. */
export interface NodeSelector {
  /** The terms; an empty one matches nothing. */
  nodeSelectorTerms: NodeSelectorTerm[];
}

/** NodeSelectorTerm matches nodes that meet all of its requirements. */
export interface NodeSelectorTerm {
  /** What must hold of the node's labels. */
  matchExpressions?: NodeSelectorRequirement[];
  /** What must hold of the node's fields; only metadata.name is known. */
  matchFields?: NodeSelectorRequirement[];
}

/** NodeSelectorRequirement is one thing that must hold of a node. */
export interface NodeSelectorRequirement {
  /** The label or field. */
  key: string;
  /**
   * In, NotIn, Exists, DoesNotExist, Gt or Lt.
   *
   * One of: In, NotIn, Exists, DoesNotExist, Gt, Lt.
   */
  operator: string;
  /** What the key's value is compared with: none for Exists and DoesNotExist, one integer for Gt and Lt. */
  values?: string[];
}

/** TopologySelectorTerm picks places where volumes may be made. */
export interface TopologySelectorTerm {
  /** What must hold of the place's labels. */
  matchLabelExpressions?: TopologySelectorLabelRequirement[];
}

/** TopologySelectorLabelRequirement is a label and the values that it may have. */
export interface TopologySelectorLabelRequirement {
  /** The label. */
  key: string;
  /** One of these. */
  values: string[];
}

/** Affinity holds the rules that draw a pod to nodes and pods, or keep it away. */
export interface Affinity {
  /** Rules about nodes. */
  nodeAffinity?: NodeAffinity;
  /** Pods to be near to. */
  podAffinity?: PodAffinity;
  /** Pods to keep away from. */
  podAntiAffinity?: PodAntiAffinity;
}

/** PodAffinity draws a pod to places where certain pods run. */
export interface PodAffinity {
  /** Only places where such pods run; all terms must hold. */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** Rather places where such pods run: weights add up to a score. */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

/** PodAntiAffinity keeps a pod away from places where certain pods run. */
export interface PodAntiAffinity {
  /** Only places where no such pod runs; all terms must hold. */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[];
  /** Rather places where no such pod runs: weights are taken from the score. */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[];
}

/** WeightedPodAffinityTerm is a preference about pods nearby. */
export interface WeightedPodAffinityTerm {
  /** How much it counts, from 1 to 100. */
  weight: number;
  /** The pods that it is about. */
  podAffinityTerm: PodAffinityTerm;
}

/** PodAffinityTerm picks pods, and says how near is near. */
export interface PodAffinityTerm {
  /** The labels of the pods; none if unset. */
  labelSelector?: metav1.LabelSelector;
  /** Namespaces to look in, besides those of namespaceSelector; the pod's own if both are unset. */
  namespaces?: string[];
  /** The label of nodes whose equal values are one place, such as kubernetes.io/hostname. */
  topologyKey: string;
  /** Labels of further namespaces to look in; empty means all. */
  namespaceSelector?: metav1.LabelSelector;
  /** Labels whose value must be that of the pod itself. */
  matchLabelKeys?: string[];
  /** Labels whose value must not be that of the pod itself. */
  mismatchLabelKeys?: string[];
}

/** NodeAffinity draws a pod to nodes by their labels. */
export interface NodeAffinity {
  /** Only nodes that match; a pod that runs stays even if its node's labels change. */
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector;
  /** Rather nodes that match: their weights add up to a score. */
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[];
}

/** PreferredSchedulingTerm is a preference about nodes. */
export interface PreferredSchedulingTerm {
  /** How much it counts, from 1 to 100. */
  weight: number;
  /** The nodes that are preferred. */
  preference: NodeSelectorTerm;
}

/** Taint keeps pods off a node unless they tolerate it. */
export interface Taint {
  /** The key of the taint. */
  key: string;
  /** Its value. */
  value?: string;
  /**
   * What becomes of pods that do not tolerate it: NoSchedule, PreferNoSchedule, or NoExecute, which also evicts.
   *
   * One of: NoSchedule, PreferNoSchedule, NoExecute.
   */
  effect: string;
  /** When it was added. */
  timeAdded?: metav1.Time;
}

/** Toleration lets a pod bear the taints that it matches. */
export interface Toleration {
  /** The key of the taint; empty with Exists matches all. */
  key?: string;
  /**
   * Equal (if unset), Exists, or Lt and Gt for numbers.
   *
   * One of: Exists, Equal, Lt, Gt.
   */
  operator?: string;
  /** The value that the taint must have. */
  value?: string;
  /**
   * The effect that the taint must have; any if empty.
   *
   * One of: NoSchedule, PreferNoSchedule, NoExecute.
   */
  effect?: string;
  /** How long a NoExecute taint is borne before the pod is evicted; for ever if unset. */
  tolerationSeconds?: number;
}

/** TopologySpreadConstraint asks for pods to be spread evenly. */
export interface TopologySpreadConstraint {
  /** How many more pods one place may have than the one with the fewest; at least 1. */
  maxSkew: number;
  /** The label of nodes whose equal values are one place. */
  topologyKey: string;
  /**
   * DoNotSchedule, or ScheduleAnyway where it is least uneven.
   *
   * One of: DoNotSchedule, ScheduleAnyway.
   */
  whenUnsatisfiable: string;
  /** The pods that are counted. */
  labelSelector?: metav1.LabelSelector;
  /** How many places there must be for the fewest to be more than none; 1 if unset. */
  minDomains?: number;
  /**
   * Whether places are counted only on nodes that the pod's affinity allows: Honor (if unset) or Ignore.
   *
   * One of: Ignore, Honor.
   */
  nodeAffinityPolicy?: string;
  /**
   * Whether places on nodes with taints that the pod does not bear are left out: Honor, or Ignore (if unset).
   *
   * One of: Ignore, Honor.
   */
  nodeTaintsPolicy?: string;
  /** Labels whose value must be that of the pod itself, such as pod-template-hash. */
  matchLabelKeys?: string[];
}

/** ComponentStatus is the health of a part of the control plane. Deprecated: ask the part itself. */
export interface ComponentStatus {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What has been observed, one entry for each type of condition. */
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

/** ComponentCondition is one observation about a part of the control plane. */
export interface ComponentCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Healthy.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** Why it last changed, in words for people. */
  message?: string;
  /** An error code, when the check itself failed. */
  error?: string;
}

/** RangeAllocation records which of a range are taken; for the API server's own use. */
export interface RangeAllocation {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The range. */
  range: string;
  /** One bit for each. */
  data: string;
}

/** Secret holds small pieces of secret data: passwords, tokens, keys. */
export interface Secret {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The data, each value in base64. */
  data?: Record<string, string>;
  /**
   * What it holds, such as Opaque (if unset), kubernetes.io/tls or kubernetes.io/dockerconfigjson; some types require
   * certain keys.
   *
   * One of: Opaque, kubernetes.io/service-account-token, kubernetes.io/dockercfg, kubernetes.io/dockerconfigjson,
   * kubernetes.io/basic-auth, kubernetes.io/ssh-auth, kubernetes.io/tls, bootstrap.kubernetes.io/token.
   */
  type?: string;
  /** The data as plain text: merged into data when written, never read back. */
  stringData?: Record<string, string>;
  /** Never to be changed again, only deleted. */
  immutable?: boolean;
}

/** ConfigMap holds configuration for pods. */
export interface ConfigMap {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The data as text, by key. */
  data?: Record<string, string>;
  /** Data that is no text, each value in base64; keys must not be in data as well. */
  binaryData?: Record<string, string>;
  /** Never to be changed again, only deleted. */
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

/** PodLogOptions are the query of a request for a container's log. */
export interface PodLogOptions {
  apiVersion?: string;
  kind?: string;
  /** The container; may be left out when the pod has only one. */
  container?: string;
  /** Keep the answer open and send new lines as they come. */
  follow?: boolean;
  /** The log of the container's last run, not of this one. */
  previous?: boolean;
  /** Only lines of the last so many seconds. */
  sinceSeconds?: number;
  /** Only lines since that time. */
  sinceTime?: metav1.Time;
  /** Begin each line with its time. */
  timestamps?: boolean;
  /** Only that many lines from the end. */
  tailLines?: number;
  /** Stop after that many bytes. */
  limitBytes?: number;
  /** Do not check the kubelet's certificate. */
  insecureSkipTLSVerifyBackend?: boolean;
  /** All (if unset), Stdout or Stderr. */
  stream?: string;
}

/** PodAttachOptions are the query of a request to attach to a running container. */
export interface PodAttachOptions {
  apiVersion?: string;
  kind?: string;
  /** Send input to the container. */
  stdin?: boolean;
  /** Receive its output. */
  stdout?: boolean;
  /** Receive its error output. */
  stderr?: boolean;
  /** The container has a terminal. */
  tty?: boolean;
  /** The container; may be left out when the pod has only one. */
  container?: string;
}

/** PodExecOptions are the query of a request to run a command in a container. */
export interface PodExecOptions {
  apiVersion?: string;
  kind?: string;
  /** Send input to the command. */
  stdin?: boolean;
  /** Receive its output. */
  stdout?: boolean;
  /** Receive its error output. */
  stderr?: boolean;
  /** Give the command a terminal. */
  tty?: boolean;
  /** The container; may be left out when the pod has only one. */
  container?: string;
  /** The program and its arguments; no shell is put around them. */
  command: string[];
}

/** PodPortForwardOptions are the query of a request to forward ports. */
export interface PodPortForwardOptions {
  apiVersion?: string;
  kind?: string;
  /** The ports of the pod. */
  ports?: number[];
}

/** PodProxyOptions are the rest of a URL that is passed on to a pod. */
export interface PodProxyOptions {
  apiVersion?: string;
  kind?: string;
  /** The path and query to pass on. */
  path?: string;
}

/** NodeProxyOptions are the rest of a URL that is passed on to a node's kubelet. */
export interface NodeProxyOptions {
  apiVersion?: string;
  kind?: string;
  /** The path and query to pass on. */
  path?: string;
}

/** ServiceProxyOptions are the rest of a URL that is passed on to a service. */
export interface ServiceProxyOptions {
  apiVersion?: string;
  kind?: string;
  /** The path and query to pass on. */
  path?: string;
}

/** ContainerPort is a port that a container listens on. */
export interface ContainerPort {
  /** A name for the port, unique in the pod, which Services may refer to. */
  name?: string;
  /** The port of the node that leads to it, from 1 to 65535; none if 0. */
  hostPort?: number;
  /** The port in the pod, from 1 to 65535. */
  containerPort: number;
  /**
   * TCP, UDP or SCTP; TCP if unset.
   *
   * One of: TCP, UDP, SCTP.
   *
   * Default: "TCP".
   */
  protocol?: string;
  /** The address of the node to bind hostPort to. */
  hostIP?: string;
}

/** VolumeMount says where a volume of the pod appears in a container. */
export interface VolumeMount {
  /** The name of the volume in the pod's volumes. */
  name: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** Where in the container; must not hold a colon. */
  mountPath: string;
  /** The path within the volume to mount instead of its root. */
  subPath?: string;
  /**
   * Whether later mounts are seen on the other side: None (if unset), HostToContainer or Bidirectional.
   *
   * One of: None, HostToContainer, Bidirectional.
   */
  mountPropagation?: string;
  /** As subPath, with $(NAME) standing for the container's environment variables. */
  subPathExpr?: string;
  /**
   * Whether mounts below it are read-only too: Disabled (if unset), IfPossible or Enabled.
   *
   * One of: Disabled, IfPossible, Enabled.
   */
  recursiveReadOnly?: string;
}

/** VolumeDevice says where a block device appears in a container. */
export interface VolumeDevice {
  /** The name of a claim among the pod's volumes. */
  name: string;
  /** The path of the device in the container. */
  devicePath: string;
}

/** HTTPHeader is a header of a probe's request. */
export interface HTTPHeader {
  /** The name of the header. */
  name: string;
  /** Its value. */
  value: string;
}

/** HTTPGetAction asks by HTTP; an answer from 200 to 399 is success. */
export interface HTTPGetAction {
  /** The path to ask for; / if unset. */
  path?: string;
  /** The port's number from 1 to 65535, or its name. */
  port: runtimev1.IntOrString;
  /** The host to connect to; the pod's address if unset. */
  host?: string;
  /**
   * HTTP (if unset) or HTTPS, whose certificate is not checked.
   *
   * One of: HTTP, HTTPS.
   */
  scheme?: string;
  /** Headers of the request. */
  httpHeaders?: HTTPHeader[];
}

/** TCPSocketAction connects to a port; being let in is success. */
export interface TCPSocketAction {
  /** The port's number from 1 to 65535, or its name. */
  port: runtimev1.IntOrString;
  /** The host to connect to; the pod's address if unset. */
  host?: string;
}

/** GRPCAction calls the standard gRPC health service. */
export interface GRPCAction {
  /** The port, from 1 to 65535. */
  port: number;
  /** The service to ask about; empty asks about the server. */
  service?: string;
}

/** ExecAction runs a command in the container; exit code 0 is success. */
export interface ExecAction {
  /** The program and its arguments; no shell is put around them. */
  command?: string[];
}

/** SleepAction waits. */
export interface SleepAction {
  /** How long. */
  seconds: number;
}

/** Probe is a check that the kubelet makes again and again. */
export interface Probe extends ProbeHandler {
  /** How long after the start of the container the first check is made; 0 if unset. */
  initialDelaySeconds?: number;
  /** After how long a check counts as failed; 1 if unset. */
  timeoutSeconds?: number;
  /** How often it is made; every 10 s if unset. */
  periodSeconds?: number;
  /** How many successes in a row make it good again; 1 if unset, and always 1 for liveness and startup. */
  successThreshold?: number;
  /** How many failures in a row make it bad; 3 if unset. */
  failureThreshold?: number;
  /** The grace period when this probe kills the container; the pod's if unset. */
  terminationGracePeriodSeconds?: number;
}

/** ContainerResizePolicy says whether a resource can change while the container runs. */
export interface ContainerResizePolicy {
  /**
   * cpu or memory.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  resourceName: string;
  /**
   * NotRequired (if unset) or RestartContainer.
   *
   * One of: NotRequired, RestartContainer.
   */
  restartPolicy: string;
}

/** Capabilities are the Linux capabilities to add to a container's and to take away. */
export interface Capabilities {
  /** Capabilities to add. */
  add?: string[];
  /** Capabilities to take away; ALL takes all. */
  drop?: string[];
}

/** ResourceRequirements say what is needed, and what may be used at most. */
export interface ResourceRequirements {
  /** The most that may be used of each resource. */
  limits?: Record<string, runtimev1.Quantity>;
  /** The least that is needed of each resource, which the scheduler sets aside; the limits if unset. */
  requests?: Record<string, runtimev1.Quantity>;
  /** Claims of the pod on devices that this container uses. */
  claims?: ResourceClaim[];
}

/** ResourceClaim names one of the pod's resourceClaims that a container uses. */
export interface ResourceClaim {
  /** The name in the pod's resourceClaims. */
  name: string;
  /** One request of the claim; all of them if unset. */
  request?: string;
}

/** Container is one process tree of a pod, run from an image. */
export interface Container {
  /** The name of the container, unique in the pod, a DNS label. */
  name: string;
  /** The image to run, such as registry.example.com/app:1.2. */
  image?: string;
  /**
   * The program to run instead of the image's entrypoint; no shell is put around it. $(NAME) stands for an environment
   * variable.
   */
  command?: string[];
  /** The arguments instead of the image's; $(NAME) stands for an environment variable. */
  args?: string[];
  /** The working directory; the image's if unset. */
  workingDir?: string;
  /** Ports that the container listens on. Mostly for people to read: other ports can be reached as well. */
  ports?: ContainerPort[];
  /** Environment variables. */
  env?: EnvVar[];
  /** What the container needs, and what it may use at most. */
  resources?: ResourceRequirements;
  /** Volumes of the pod, and where they appear in the container. */
  volumeMounts?: VolumeMount[];
  /** Failing it restarts the container. */
  livenessProbe?: Probe;
  /** While it fails the pod gets no traffic from Services. */
  readinessProbe?: Probe;
  /** What to do after the container has started and before it is stopped. */
  lifecycle?: Lifecycle;
  /** The file into which the container writes its last words; /dev/termination-log if unset. */
  terminationMessagePath?: string;
  /**
   * Always, Never or IfNotPresent. If unset: Always for the tag latest or none, else IfNotPresent.
   *
   * One of: Always, Never, IfNotPresent.
   */
  imagePullPolicy?: string;
  /** Security settings of the container; they win over the pod's. */
  securityContext?: SecurityContext;
  /** Keep the container's input open. */
  stdin?: boolean;
  /** Close the input after the first client has detached. */
  stdinOnce?: boolean;
  /** Give the container a terminal; needs stdin. */
  tty?: boolean;
  /** ConfigMaps and Secrets whose keys all become environment variables; env wins over them. */
  envFrom?: EnvFromSource[];
  /**
   * Where the last words come from: File (if unset), or the end of the log when a container fails without any
   * (FallbackToLogsOnError).
   *
   * One of: File, FallbackToLogsOnError.
   */
  terminationMessagePolicy?: string;
  /** Block devices of the pod's claims, and their paths in the container. */
  volumeDevices?: VolumeDevice[];
  /** Until it succeeds no other probe runs; failing it restarts the container. */
  startupProbe?: Probe;
  /** Which resources can change without a restart. */
  resizePolicy?: ContainerResizePolicy[];
  /**
   * The container's own restart policy instead of the pod's. Always makes an init container a sidecar.
   *
   * One of: Always, Never, OnFailure.
   */
  restartPolicy?: string;
  /** What to do for certain exit codes, before restartPolicy is asked. */
  restartPolicyRules?: ContainerRestartRule[];
}

/** ProbeHandler is what a probe does; exactly one is given. */
export interface ProbeHandler {
  /** Run a command in the container. */
  exec?: ExecAction;
  /** Ask by HTTP. */
  httpGet?: HTTPGetAction;
  /** Connect to a port. */
  tcpSocket?: TCPSocketAction;
  /** Call the gRPC health service. */
  grpc?: GRPCAction;
}

/** LifecycleHandler is what a lifecycle hook does; exactly one is given. */
export interface LifecycleHandler {
  /** Run a command in the container. */
  exec?: ExecAction;
  /** Ask by HTTP. */
  httpGet?: HTTPGetAction;
  /** Deprecated: does nothing. */
  tcpSocket?: TCPSocketAction;
  /** Wait. */
  sleep?: SleepAction;
}

/** Lifecycle holds the hooks of a container's life. */
export interface Lifecycle {
  /** Runs right after the start; when it fails the container is killed. It may run before the entrypoint. */
  postStart?: LifecycleHandler;
  /** Runs before the container is asked to stop; the grace period is already counting. */
  preStop?: LifecycleHandler;
  /**
   * The signal that asks the container to stop instead of the image's.
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

/** ContainerRestartRule says what to do when a container ends in a certain way. */
export interface ContainerRestartRule {
  /**
   * Restart restarts the container, RestartAllContainers all of the pod.
   *
   * One of: Restart, RestartAllContainers.
   */
  action: string;
  /** The exit codes that the rule is about. */
  exitCodes?: ContainerRestartRuleOnExitCodes;
}

/** ContainerRestartRuleOnExitCodes picks exit codes. */
export interface ContainerRestartRuleOnExitCodes {
  /**
   * In or NotIn.
   *
   * One of: In, NotIn.
   */
  operator: string;
  /** The exit codes; at most 255 of them. */
  values?: number[];
}

/** SeccompProfile picks the system calls that are let through. */
export interface SeccompProfile {
  /**
   * Localhost (a file on the node), RuntimeDefault or Unconfined.
   *
   * One of: Unconfined, RuntimeDefault, Localhost.
   */
  type: string;
  /** The file, below the kubelet's seccomp folder; only with Localhost. */
  localhostProfile?: string;
}

/** AppArmorProfile picks an AppArmor profile. */
export interface AppArmorProfile {
  /**
   * Localhost (a profile loaded on the node), RuntimeDefault or Unconfined.
   *
   * One of: Unconfined, RuntimeDefault, Localhost.
   */
  type: string;
  /** The profile's name; only with Localhost. */
  localhostProfile?: string;
}

/**
 * EphemeralContainerCommon holds what an ephemeral container has in common with others. Ports, probes, lifecycle and
 * resources are not allowed.
 */
export interface EphemeralContainerCommon {
  /** The name of the container, unique among all of the pod. */
  name: string;
  /** The image to run. */
  image?: string;
  /** The program to run instead of the image's entrypoint. */
  command?: string[];
  /** The arguments instead of the image's. */
  args?: string[];
  /** The working directory; the image's if unset. */
  workingDir?: string;
  /** Not allowed. */
  ports?: ContainerPort[];
  /** Environment variables. */
  env?: EnvVar[];
  /** Not allowed: ephemeral containers use what the pod has to spare. */
  resources?: ResourceRequirements;
  /** Volumes of the pod, and where they appear in the container; no subpaths. */
  volumeMounts?: VolumeMount[];
  /** Not allowed. */
  livenessProbe?: Probe;
  /** Not allowed. */
  readinessProbe?: Probe;
  /** Not allowed. */
  lifecycle?: Lifecycle;
  /** The file into which the container writes its last words; /dev/termination-log if unset. */
  terminationMessagePath?: string;
  /**
   * Always, Never or IfNotPresent. If unset: Always for the tag latest or none, else IfNotPresent.
   *
   * One of: Always, Never, IfNotPresent.
   */
  imagePullPolicy?: string;
  /** Security settings of the container; they win over the pod's. */
  securityContext?: SecurityContext;
  /** Keep the container's input open. */
  stdin?: boolean;
  /** Close the input after the first client has detached. */
  stdinOnce?: boolean;
  /** Give the container a terminal; needs stdin. */
  tty?: boolean;
  /** ConfigMaps and Secrets whose keys all become environment variables. */
  envFrom?: EnvFromSource[];
  /**
   * Where the last words come from: File (if unset) or FallbackToLogsOnError.
   *
   * One of: File, FallbackToLogsOnError.
   */
  terminationMessagePolicy?: string;
  /** Block devices of the pod's claims, and their paths in the container. */
  volumeDevices?: VolumeDevice[];
  /** Not allowed. */
  startupProbe?: Probe;
  /** Not allowed. */
  resizePolicy?: ContainerResizePolicy[];
  /**
   * Not allowed: ephemeral containers are never restarted.
   *
   * One of: Always, Never, OnFailure.
   */
  restartPolicy?: string;
  /** Not allowed. */
  restartPolicyRules?: ContainerRestartRule[];
}

/**
 * EphemeralContainer is a container put into a running pod to debug it. It has no guarantees and is never restarted.
 */
export interface EphemeralContainer extends EphemeralContainerCommon {
  /** The container whose processes it shall see; only its own if unset. */
  targetContainerName?: string;
}

/** SecurityContext holds security settings of one container; they win over the pod's. */
export interface SecurityContext {
  /** Linux capabilities to add and to take away. */
  capabilities?: Capabilities;
  /** Run with the powers of root on the node. */
  privileged?: boolean;
  /** The SELinux label of the container. */
  seLinuxOptions?: SELinuxOptions;
  /** The user ID of the container's process; the image's if unset. */
  runAsUser?: number;
  /** Refuse to start a container that would run as user 0. */
  runAsNonRoot?: boolean;
  /** Mount the container's root filesystem read-only. */
  readOnlyRootFilesystem?: boolean;
  /** Whether a process may gain more rights than its parent has. */
  allowPrivilegeEscalation?: boolean;
  /** The primary group ID of the container's process. */
  runAsGroup?: number;
  /**
   * How /proc is mounted: Default (parts hidden) or Unmasked.
   *
   * One of: Default, Unmasked.
   */
  procMount?: string;
  /** Settings for Windows containers. */
  windowsOptions?: WindowsSecurityContextOptions;
  /** The seccomp profile of the container. */
  seccompProfile?: SeccompProfile;
  /** The AppArmor profile of the container. */
  appArmorProfile?: AppArmorProfile;
}

/** SELinuxOptions are the parts of an SELinux label. */
export interface SELinuxOptions {
  /** The user part. */
  user?: string;
  /** The role part. */
  role?: string;
  /** The type part. */
  type?: string;
  /** The level part. */
  level?: string;
}

/** WindowsSecurityContextOptions are security settings for Windows containers. */
export interface WindowsSecurityContextOptions {
  /** The name of the GMSA credential spec. */
  gmsaCredentialSpecName?: string;
  /** The GMSA credential spec itself. */
  gmsaCredentialSpec?: string;
  /** The user to run as. */
  runAsUserName?: string;
  /** Run as a process of the host; all containers of a pod agree on it. */
  hostProcess?: boolean;
}

/** ContainerStateWaiting tells why a container does not run yet. */
export interface ContainerStateWaiting {
  /** One word such as ImagePullBackOff. */
  reason?: string;
  /** In words for people. */
  message?: string;
}

/** ContainerStateRunning tells since when a container runs. */
export interface ContainerStateRunning {
  /** When it was last started. */
  startedAt?: metav1.Time;
}

/** ContainerStateTerminated tells how a container ended. */
export interface ContainerStateTerminated {
  /** The exit code of its process. */
  exitCode: number;
  /** The signal that ended it. */
  signal?: number;
  /** One word such as Completed, Error or OOMKilled. */
  reason?: string;
  /** Its last words. */
  message?: string;
  /** When it had started. */
  startedAt?: metav1.Time;
  /** When it ended. */
  finishedAt?: metav1.Time;
  /** The ended container, as runtime://id. */
  containerID?: string;
}

/** ContainerState is exactly one of waiting, running and terminated; waiting if none. */
export interface ContainerState {
  /** Why it does not run yet. */
  waiting?: ContainerStateWaiting;
  /** Since when it runs. */
  running?: ContainerStateRunning;
  /** How it ended. */
  terminated?: ContainerStateTerminated;
}

/** ContainerStatus is what is known about one container of a pod. */
export interface ContainerStatus {
  /** The name of the container in the spec. */
  name: string;
  /** The state that it is in. */
  state?: ContainerState;
  /** How it ended last, if it was restarted. */
  lastState?: ContainerState;
  /** Whether it passes its readiness probe. */
  ready: boolean;
  /** How often it was restarted. */
  restartCount: number;
  /** The image that it runs, as the runtime names it. */
  image: string;
  /** The image by its digest. */
  imageID: string;
  /** The container, as runtime://id. */
  containerID?: string;
  /** Whether it has started: its startup probe has passed, and its postStart hook has ended. */
  started?: boolean;
  /** What the node has set aside for it. */
  allocatedResources?: Record<string, runtimev1.Quantity>;
  /** The requests and limits that are in force. */
  resources?: ResourceRequirements;
  /** How its volumes are mounted. */
  volumeMounts?: VolumeMountStatus[];
  /** As whom its first process runs. */
  user?: ContainerUser;
  /** The health of the devices given to it. */
  allocatedResourcesStatus?: ResourceStatus[];
  /**
   * The signal that asks it to stop.
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

/** ResourceStatus tells the health of a device that a container has. */
export interface ResourceStatus {
  /**
   * The resource, or the claim as claim:NAME/REQUEST.
   *
   * One of: cpu, memory, storage, ephemeral-storage, pods, services, replicationcontrollers, resourcequotas, secrets,
   * configmaps, persistentvolumeclaims, services.nodeports, services.loadbalancers, requests.cpu, requests.memory,
   * requests.storage, requests.ephemeral-storage, limits.cpu, limits.memory, limits.ephemeral-storage.
   */
  name: string;
  /** The devices of that resource. */
  resources?: ResourceHealth[];
}

/** ResourceHealth is the health of one device. */
export interface ResourceHealth {
  /** The device. */
  resourceID: string;
  /**
   * Healthy, Unhealthy or Unknown.
   *
   * One of: Healthy, Unhealthy, Unknown.
   */
  health?: string;
}

/** ContainerUser is as whom a container's first process runs. */
export interface ContainerUser {
  /** On Linux. */
  linux?: LinuxContainerUser;
}

/** LinuxContainerUser is the identity of a process on Linux. */
export interface LinuxContainerUser {
  /** Its user ID. */
  uid: number;
  /** Its primary group ID. */
  gid: number;
  /** Its further group IDs. */
  supplementalGroups?: number[];
}

/** VolumeMountStatus tells how a volume is mounted. */
export interface VolumeMountStatus {
  /** The name of the mount in the spec. */
  name: string;
  /** Where in the container. */
  mountPath: string;
  /** Whether it is read-only. */
  readOnly?: boolean;
  /**
   * Whether mounts below it are read-only, too.
   *
   * One of: Disabled, IfPossible, Enabled.
   */
  recursiveReadOnly?: string;
}

/** Endpoints are the addresses behind a Service. Deprecated for EndpointSlice, which can be large. */
export interface Endpoints {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** Addresses with the ports that they have in common. */
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

/** EndpointSubset is a set of addresses with the same ports. */
export interface EndpointSubset {
  /** Addresses that are ready. */
  addresses?: EndpointAddress[];
  /** Addresses that are not ready. */
  notReadyAddresses?: EndpointAddress[];
  /** Their ports. */
  ports?: EndpointPort[];
}

/** EndpointAddress is one address behind a Service. */
export interface EndpointAddress {
  /** The IP address. */
  ip: string;
  /** The object behind it, usually a pod. */
  targetRef?: ObjectReference;
  /** Its host name. */
  hostname?: string;
  /** The node that it is on. */
  nodeName?: string;
}

/** EndpointPort is a port of the addresses behind a Service. */
export interface EndpointPort {
  /** The name of the Service's port. */
  name?: string;
  /** Its number. */
  port: number;
  /**
   * TCP, UDP or SCTP.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol?: string;
  /** What is spoken over it. */
  appProtocol?: string;
}

/** EnvVar is an environment variable. */
export interface EnvVar {
  /** Its name. */
  name: string;
  /** Its value; $(NAME) stands for a variable defined before, $$ for a dollar. */
  value?: string;
  /** Where its value comes from, instead of value. */
  valueFrom?: EnvVarSource;
}

/** EnvVarSource is where the value of an environment variable comes from; exactly one is given. */
export interface EnvVarSource {
  /** A field of the pod, such as metadata.name or status.podIP. */
  fieldRef?: ObjectFieldSelector;
  /** A request or limit of a container. */
  resourceFieldRef?: ResourceFieldSelector;
  /** A key of a ConfigMap. */
  configMapKeyRef?: ConfigMapKeySelector;
  /** A key of a Secret. */
  secretKeyRef?: SecretKeySelector;
  /** A key of a file in a volume of the pod. */
  fileKeyRef?: FileKeySelector;
}

/** FileKeySelector picks a variable from an env file in a volume. */
export interface FileKeySelector {
  /** The volume of the pod. */
  volumeName: string;
  /** The file, relative to the volume. */
  path: string;
  /** The variable in the file. */
  key: string;
  /**
   * Do not fail when the file or the key is missing.
   *
   * Default: false.
   */
  optional?: boolean;
}

/** ObjectFieldSelector picks a field of the pod. */
export interface ObjectFieldSelector {
  /** The version that the path is written for; v1 if unset. */
  apiVersion?: string;
  /** The path of the field, such as metadata.labels['app']. */
  fieldPath: string;
}

/** ResourceFieldSelector picks a request or limit. */
export interface ResourceFieldSelector {
  /** The container; needed in volumes, the own one if unset in variables. */
  containerName?: string;
  /** Such as limits.cpu. */
  resource: string;
  /** The unit of the answer; 1 if unset. */
  divisor?: runtimev1.Quantity;
}

/** ConfigMapKeySelector picks a key of a ConfigMap. */
export interface ConfigMapKeySelector extends LocalObjectReference {
  /** The key. */
  key: string;
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** SecretKeySelector picks a key of a Secret. */
export interface SecretKeySelector extends LocalObjectReference {
  /** The key. */
  key: string;
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** EnvFromSource makes environment variables of all keys of a ConfigMap or Secret. */
export interface EnvFromSource {
  /** Stands before each key. */
  prefix?: string;
  /** The ConfigMap. */
  configMapRef?: ConfigMapEnvSource;
  /** The Secret. */
  secretRef?: SecretEnvSource;
}

/** ConfigMapEnvSource names a ConfigMap for environment variables. */
export interface ConfigMapEnvSource extends LocalObjectReference {
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** SecretEnvSource names a Secret for environment variables. */
export interface SecretEnvSource extends LocalObjectReference {
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** Event tells that something happened to an object. Events are for people, and are deleted after an hour. */
export interface Event {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata: metav1.ObjectMeta;
  /** The object that it happened to. */
  involvedObject: ObjectReference;
  /** Why, as one word in CamelCase. */
  reason?: string;
  /** What happened, in words for people. */
  message?: string;
  /** Who tells it; reportingComponent in newer events. */
  source?: EventSource;
  /** When it happened first. */
  firstTimestamp?: metav1.Time;
  /** When it happened last. */
  lastTimestamp?: metav1.Time;
  /** How often it has happened. */
  count?: number;
  /** Normal or Warning. */
  type?: string;
  /** When it happened first, to the microsecond. */
  eventTime?: metav1.MicroTime;
  /** How often it has happened, if more than once. */
  series?: EventSeries;
  /** What was done or failed, as one word. */
  action?: string;
  /** A second object that has to do with it. */
  related?: ObjectReference;
  /** The controller that tells it, such as kubernetes.io/kubelet. */
  reportingComponent?: string;
  /** Which copy of the controller tells it. */
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

/** EventSource is who tells an event. */
export interface EventSource {
  /** The component. */
  component?: string;
  /** The node that it is on. */
  host?: string;
}

/** EventSeries counts events that are alike. */
export interface EventSeries {
  /** How many there were. */
  count?: number;
  /** When the last one was. */
  lastObservedTime?: metav1.MicroTime;
}

/** Namespace is a part of the cluster with names of its own. Deleting it deletes all in it. */
export interface Namespace {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: NamespaceSpec;
  /** What is: written by controllers, read by everybody. */
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

/** NamespaceSpec says who has to agree before a namespace is gone. */
export interface NamespaceSpec {
  /**
   * While there is any, the namespace stays.
   *
   * One of: kubernetes.
   */
  finalizers?: string[];
}

/** NamespaceStatus is where a namespace is in its life. */
export interface NamespaceStatus {
  /**
   * Active or Terminating.
   *
   * One of: Active, Terminating.
   */
  phase?: string;
  /** What has been observed, one entry for each type of condition. */
  conditions?: NamespaceCondition[];
}

/** NamespaceCondition is one observation about a namespace that is being deleted. */
export interface NamespaceCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: NamespaceDeletionDiscoveryFailure, NamespaceDeletionContentFailure,
   * NamespaceDeletionGroupVersionParsingFailure, NamespaceContentRemaining, NamespaceFinalizersRemaining.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** Node is a machine that runs pods. */
export interface Node {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: NodeSpec;
  /** What is: written by controllers, read by everybody. */
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

/** NodeSpec says how a node takes part in the cluster. */
export interface NodeSpec {
  /** The network from which pods of the node get addresses. */
  podCIDR?: string;
  /** Deprecated and unused. */
  externalID?: string;
  /** The machine, as its cloud names it: PROVIDER://ID. */
  providerID?: string;
  /** Place no new pods here; kubectl cordon sets it. */
  unschedulable?: boolean;
  /** What keeps pods away unless they tolerate it. */
  taints?: Taint[];
  /** Deprecated and unused. */
  configSource?: NodeConfigSource;
  /** The networks for pods, at most one for each IP family; the first is podCIDR. */
  podCIDRs?: string[];
}

/** NodeConfigSource is deprecated and unused. */
export interface NodeConfigSource {
  /** Deprecated and unused. */
  configMap?: ConfigMapNodeConfigSource;
}

/** ConfigMapNodeConfigSource is deprecated and unused. */
export interface ConfigMapNodeConfigSource {
  /** Deprecated and unused. */
  namespace: string;
  /** Deprecated and unused. */
  name: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
  /** Deprecated and unused. */
  resourceVersion?: string;
  /** Deprecated and unused. */
  kubeletConfigKey: string;
}

/** DaemonEndpoint is the port of a service of the node itself. */
export interface DaemonEndpoint {
  /** The port. */
  Port: number;
}

/** NodeDaemonEndpoints are the ports of the node's own services. */
export interface NodeDaemonEndpoints {
  /** Where the kubelet listens. */
  kubeletEndpoint?: DaemonEndpoint;
}

/** NodeRuntimeHandlerFeatures is what a runtime handler can do. */
export interface NodeRuntimeHandlerFeatures {
  /** Whether it can make mounts read-only together with those below. */
  recursiveReadOnlyMounts?: boolean;
  /** Whether it can give pods user namespaces. */
  userNamespaces?: boolean;
}

/** NodeRuntimeHandler is a way in which the node's runtime can run containers. */
export interface NodeRuntimeHandler {
  /** Its name; empty for the default one. */
  name?: string;
  /** What it can do. */
  features?: NodeRuntimeHandlerFeatures;
}

/** NodeFeatures is what a node can do. */
export interface NodeFeatures {
  /** Whether it knows supplementalGroupsPolicy. */
  supplementalGroupsPolicy?: boolean;
}

/** NodeSystemInfo identifies a machine and its software. */
export interface NodeSystemInfo {
  /** The identifier that the operating system keeps. */
  machineID: string;
  /** The identifier that the hardware reports. */
  systemUUID: string;
  /** Changes with every boot. */
  bootID: string;
  /** The version of the kernel. */
  kernelVersion: string;
  /** The operating system, as it names itself. */
  osImage: string;
  /** The container runtime, as NAME://VERSION. */
  containerRuntimeVersion: string;
  /** The version of the kubelet. */
  kubeletVersion: string;
  /** Deprecated: the version of the proxy. */
  kubeProxyVersion: string;
  /** linux or windows. */
  operatingSystem: string;
  /** Such as amd64 or arm64. */
  architecture: string;
  /** Its swap space. */
  swap?: NodeSwapStatus;
}

/** NodeSwapStatus is a node's swap space. */
export interface NodeSwapStatus {
  /** How large it is, in bytes. */
  capacity?: number;
}

/** NodeConfigStatus is deprecated and unused. */
export interface NodeConfigStatus {
  /** Deprecated and unused. */
  assigned?: NodeConfigSource;
  /** Deprecated and unused. */
  active?: NodeConfigSource;
  /** Deprecated and unused. */
  lastKnownGood?: NodeConfigSource;
  /** Deprecated and unused. */
  error?: string;
}

/** NodeStatus is what the node's kubelet reports. */
export interface NodeStatus {
  /** All that the machine has. */
  capacity?: Record<string, runtimev1.Quantity>;
  /** What of it is there for pods. */
  allocatable?: Record<string, runtimev1.Quantity>;
  /**
   * Deprecated and unused.
   *
   * One of: Pending, Running, Terminated.
   */
  phase?: string;
  /** The node's health: Ready, MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable. */
  conditions?: NodeCondition[];
  /** Where the node can be reached. */
  addresses?: NodeAddress[];
  /** The ports of the node's own services. */
  daemonEndpoints?: NodeDaemonEndpoints;
  /** What machine it is and which software it runs. */
  nodeInfo?: NodeSystemInfo;
  /** The images that are there. */
  images?: ContainerImage[];
  /** The volumes that are mounted or being mounted. */
  volumesInUse?: string[];
  /** The volumes that are attached. */
  volumesAttached?: AttachedVolume[];
  /** Deprecated and unused. */
  config?: NodeConfigStatus;
  /** What the container runtime can do. */
  runtimeHandlers?: NodeRuntimeHandler[];
  /** What the node can do. */
  features?: NodeFeatures;
  /** Features that the node's software says it has. */
  declaredFeatures?: string[];
}

/** AttachedVolume is a volume attached to a node. */
export interface AttachedVolume {
  /** The name of the volume. */
  name: string;
  /** Where its device is. */
  devicePath: string;
}

/** AvoidPods is deprecated and unused. */
export interface AvoidPods {
  /** Deprecated and unused. */
  preferAvoidPods?: PreferAvoidPodsEntry[];
}

/** PreferAvoidPodsEntry is deprecated and unused. */
export interface PreferAvoidPodsEntry {
  /** Deprecated and unused. */
  podSignature: PodSignature;
  /** Deprecated and unused. */
  evictionTime?: metav1.Time;
  /** Deprecated and unused. */
  reason?: string;
  /** Deprecated and unused. */
  message?: string;
}

/** PodSignature is deprecated and unused. */
export interface PodSignature {
  /** Deprecated and unused. */
  podController?: metav1.OwnerReference;
}

/** ContainerImage is an image that a node has. */
export interface ContainerImage {
  /** The names under which it is known there. */
  names?: string[];
  /** How large it is. */
  sizeBytes?: number;
}

/** NodeCondition is one observation about a node's health. */
export interface NodeCondition {
  /**
   * Ready, MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable or one of a controller's own.
   *
   * One of: Ready, MemoryPressure, DiskPressure, PIDPressure, NetworkUnavailable.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the condition was last reported, changed or not. */
  lastHeartbeatTime?: metav1.Time;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** NodeAddress is a way to reach a node. */
export interface NodeAddress {
  /**
   * Hostname, InternalIP, ExternalIP, InternalDNS or ExternalDNS.
   *
   * One of: Hostname, InternalIP, ExternalIP, InternalDNS, ExternalDNS.
   */
  type: string;
  /** The address or name. */
  address: string;
}

/** PersistentVolume is a piece of storage of the cluster. A claim binds it for the use of pods. */
export interface PersistentVolume {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: PersistentVolumeSpec;
  /** What is: written by controllers, read by everybody. */
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

/** PersistentVolumeSource is the storage behind a PersistentVolume; exactly one is given. */
export interface PersistentVolumeSource {
  /** Deprecated: a GCE disk, through its CSI driver. */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** Deprecated: an AWS disk, through its CSI driver. */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** A folder of a node; only good for tests on one node. */
  hostPath?: HostPathVolumeSource;
  /** Deprecated: a GlusterFS volume. */
  glusterfs?: GlusterfsPersistentVolumeSource;
  /** A folder of an NFS server. */
  nfs?: NFSVolumeSource;
  /** Deprecated: a Ceph block device. */
  rbd?: RBDPersistentVolumeSource;
  /** An iSCSI disk. */
  iscsi?: ISCSIPersistentVolumeSource;
  /** Deprecated: an OpenStack volume, through its CSI driver. */
  cinder?: CinderPersistentVolumeSource;
  /** Deprecated: a Ceph filesystem. */
  cephfs?: CephFSPersistentVolumeSource;
  /** A Fibre Channel disk. */
  fc?: FCVolumeSource;
  /** Deprecated: a Flocker volume. */
  flocker?: FlockerVolumeSource;
  /** Deprecated: a volume of an exec-based driver. */
  flexVolume?: FlexPersistentVolumeSource;
  /** Deprecated: an Azure file share, through its CSI driver. */
  azureFile?: AzureFilePersistentVolumeSource;
  /** Deprecated: a vSphere disk, through its CSI driver. */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** Deprecated: a Quobyte volume. */
  quobyte?: QuobyteVolumeSource;
  /** Deprecated: an Azure disk, through its CSI driver. */
  azureDisk?: AzureDiskVolumeSource;
  /** Deprecated: a Photon Controller disk. */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** Deprecated: a Portworx volume, through its CSI driver. */
  portworxVolume?: PortworxVolumeSource;
  /** Deprecated: a ScaleIO volume. */
  scaleIO?: ScaleIOPersistentVolumeSource;
  /** A disk or folder of one node; needs nodeAffinity. */
  local?: LocalVolumeSource;
  /** Deprecated: a StorageOS volume. */
  storageos?: StorageOSPersistentVolumeSource;
  /** A volume of a CSI driver. */
  csi?: CSIPersistentVolumeSource;
}

/** PersistentVolumeSpec says what the storage is and how it may be used. */
export interface PersistentVolumeSpec extends PersistentVolumeSource {
  /** How large it is. */
  capacity?: Record<string, runtimev1.Quantity>;
  /**
   * The ways in which it can be mounted.
   *
   * One of: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   */
  accessModes?: string[];
  /** The claim that it is bound to, or reserved for. */
  claimRef?: ObjectReference;
  /**
   * What becomes of it when its claim is gone: Retain, Delete or (deprecated) Recycle.
   *
   * One of: Recycle, Delete, Retain.
   */
  persistentVolumeReclaimPolicy?: string;
  /** The StorageClass that it belongs to; none if empty. */
  storageClassName?: string;
  /** Options for mounting it; they are not checked. */
  mountOptions?: string[];
  /**
   * Filesystem (if unset) or Block.
   *
   * One of: Block, Filesystem.
   */
  volumeMode?: string;
  /** The nodes from which it can be reached. */
  nodeAffinity?: VolumeNodeAffinity;
  /** The VolumeAttributesClass that it has. */
  volumeAttributesClassName?: string;
}

/** VolumeNodeAffinity says from which nodes a volume can be reached. */
export interface VolumeNodeAffinity {
  /** What a node must have. */
  required?: NodeSelector;
}

/** PersistentVolumeStatus is where a volume is in its life. */
export interface PersistentVolumeStatus {
  /**
   * Pending, Available, Bound, Released (its claim is gone) or Failed (to be reclaimed).
   *
   * One of: Pending, Available, Bound, Released, Failed.
   */
  phase?: string;
  /** Why it is in this phase, in words for people. */
  message?: string;
  /** Why it is in this phase, as one word. */
  reason?: string;
  /** When the phase last changed. */
  lastPhaseTransitionTime?: metav1.Time;
}

/** GlusterfsPersistentVolumeSource is a GlusterFS volume. */
export interface GlusterfsPersistentVolumeSource {
  /** The Endpoints that lists the storage servers. */
  endpoints: string;
  /** The name of the volume. */
  path: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The namespace of the Endpoints; the claim's if unset. */
  endpointsNamespace?: string;
}

/** RBDPersistentVolumeSource is a Ceph block device. */
export interface RBDPersistentVolumeSource {
  /** The addresses of the Ceph monitors. */
  monitors: string[];
  /** The name of the image. */
  image: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /**
   * The pool that holds the image.
   *
   * Default: "rbd".
   */
  pool?: string;
  /**
   * The Ceph user; admin if unset.
   *
   * Default: "admin".
   */
  user?: string;
  /**
   * The path of the key ring.
   *
   * Default: "/etc/ceph/keyring".
   */
  keyring?: string;
  /** The Secret with the credentials for the storage. */
  secretRef?: SecretReference;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** CinderPersistentVolumeSource is an OpenStack volume. */
export interface CinderPersistentVolumeSource {
  /** The identifier by which the storage system knows the volume. */
  volumeID: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The Secret with the credentials for the storage. */
  secretRef?: SecretReference;
}

/** CephFSPersistentVolumeSource is a Ceph filesystem. */
export interface CephFSPersistentVolumeSource {
  /** The addresses of the Ceph monitors. */
  monitors: string[];
  /** The folder to mount; / if unset. */
  path?: string;
  /** The Ceph user; admin if unset. */
  user?: string;
  /** The path of the user's key ring. */
  secretFile?: string;
  /** The Secret with the credentials for the storage. */
  secretRef?: SecretReference;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** FlexPersistentVolumeSource is a volume of an exec-based driver. */
export interface FlexPersistentVolumeSource {
  /** The name of the driver. */
  driver: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** The Secret with the credentials for the storage. */
  secretRef?: SecretReference;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** What the driver wants to know. */
  options?: Record<string, string>;
}

/** ISCSIPersistentVolumeSource is an iSCSI disk. */
export interface ISCSIPersistentVolumeSource {
  /** The address of the target, with its port unless that is 3260. */
  targetPortal: string;
  /** The qualified name of the target. */
  iqn: string;
  /** The number of the logical unit. */
  lun: number;
  /**
   * The interface to use; default if unset.
   *
   * Default: "default".
   */
  iscsiInterface?: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** Further addresses of the target. */
  portals?: string[];
  /** Whether discovery authenticates by CHAP. */
  chapAuthDiscovery?: boolean;
  /** The Secret with the credentials for the storage. */
  secretRef?: SecretReference;
  /** Whether sessions authenticate by CHAP. */
  chapAuthSession?: boolean;
  /** The qualified name of the initiator. */
  initiatorName?: string;
}

/** AzureFilePersistentVolumeSource is an Azure file share. */
export interface AzureFilePersistentVolumeSource {
  /** The Secret with the account's name and key. */
  secretName: string;
  /** The name of the share. */
  shareName: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The namespace of the Secret; the pod's if unset. */
  secretNamespace?: string;
}

/** ScaleIOPersistentVolumeSource is a ScaleIO volume. */
export interface ScaleIOPersistentVolumeSource {
  /** The address of the ScaleIO gateway. */
  gateway: string;
  /** The name of the storage system. */
  system: string;
  /** The Secret with the credentials for the storage. */
  secretRef: SecretReference;
  /** Whether to use TLS with the gateway. */
  sslEnabled?: boolean;
  /** The protection domain of the storage. */
  protectionDomain?: string;
  /** The storage pool. */
  storagePool?: string;
  /**
   * ThickProvisioned or ThinProvisioned.
   *
   * Default: "ThinProvisioned".
   */
  storageMode?: string;
  /** The name of the volume in the storage system. */
  volumeName?: string;
  /**
   * The filesystem to mount, such as ext4 or xfs; the driver's default if empty.
   *
   * Default: "xfs".
   */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** StorageOSPersistentVolumeSource is a StorageOS volume. */
export interface StorageOSPersistentVolumeSource {
  /** The name of the volume in the storage system. */
  volumeName?: string;
  /** The namespace of the volume in StorageOS. */
  volumeNamespace?: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The Secret with the credentials for the storage. */
  secretRef?: ObjectReference;
}

/** LocalVolumeSource is a disk or folder of one node. */
export interface LocalVolumeSource {
  /** Its path on the node. */
  path: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
}

/** CSIPersistentVolumeSource is a volume of a CSI driver. */
export interface CSIPersistentVolumeSource {
  /** The name of the CSI driver. */
  driver: string;
  /** The driver's identifier of the volume. */
  volumeHandle: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** What the driver wants to know. */
  volumeAttributes?: Record<string, string>;
  /** The Secret for attaching and detaching. */
  controllerPublishSecretRef?: SecretReference;
  /** The Secret for staging on a node. */
  nodeStageSecretRef?: SecretReference;
  /** The Secret for mounting. */
  nodePublishSecretRef?: SecretReference;
  /** The Secret for growing it. */
  controllerExpandSecretRef?: SecretReference;
  /** The Secret for growing it on a node. */
  nodeExpandSecretRef?: SecretReference;
}

/** PersistentVolumeClaim asks for storage. It is bound to a PersistentVolume that fits, or to one made for it. */
export interface PersistentVolumeClaim {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: PersistentVolumeClaimSpec;
  /** What is: written by controllers, read by everybody. */
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

/** PersistentVolumeClaimSpec says what storage is wanted. */
export interface PersistentVolumeClaimSpec {
  /**
   * The ways in which it must be mountable: ReadWriteOnce (one node), ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   *
   * One of: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   */
  accessModes?: string[];
  /** How large it must be at least; may be raised where the class allows it. */
  resources?: VolumeResourceRequirements;
  /** The volume to bind to; the controller's choice if unset. */
  volumeName?: string;
  /** Labels that the volume must have. */
  selector?: metav1.LabelSelector;
  /** The StorageClass; the default one if unset, none if empty. */
  storageClassName?: string;
  /**
   * Filesystem (if unset) or Block.
   *
   * One of: Block, Filesystem.
   */
  volumeMode?: string;
  /** What to fill the new volume from: a VolumeSnapshot or another claim. */
  dataSource?: TypedLocalObjectReference;
  /** As dataSource, and also kinds that other controllers know. */
  dataSourceRef?: TypedObjectReference;
  /** The VolumeAttributesClass to give the volume; may be changed later. */
  volumeAttributesClassName?: string;
}

/** ModifyVolumeStatus tells how far a change of a volume's attributes has come. */
export interface ModifyVolumeStatus {
  /** The class that it shall get. */
  targetVolumeAttributesClassName?: string;
  /**
   * Pending, InProgress or Infeasible.
   *
   * One of: Pending, InProgress, Infeasible.
   */
  status: string;
}

/** PersistentVolumeClaimCondition is one observation about a claim, such as Resizing. */
export interface PersistentVolumeClaimCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Resizing, FileSystemResizePending, ControllerResizeError, NodeResizeError, ModifyVolumeError,
   * ModifyingVolume.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the condition was last checked. */
  lastProbeTime?: metav1.Time;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** PersistentVolumeClaimStatus is what became of a claim. */
export interface PersistentVolumeClaimStatus {
  /**
   * Pending, Bound, or Lost (its volume is gone).
   *
   * One of: Pending, Bound, Lost.
   */
  phase?: string;
  /**
   * The ways in which the volume can be mounted.
   *
   * One of: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod.
   */
  accessModes?: string[];
  /** How large the volume is. */
  capacity?: Record<string, runtimev1.Quantity>;
  /** What has been observed, one entry for each type of condition. */
  conditions?: PersistentVolumeClaimCondition[];
  /** What was asked for last and may be on its way. */
  allocatedResources?: Record<string, runtimev1.Quantity>;
  /**
   * How far a resize has come, by resource.
   *
   * One of: ControllerResizeInProgress, ControllerResizeInfeasible, NodeResizePending, NodeResizeInProgress,
   * NodeResizeInfeasible.
   */
  allocatedResourceStatuses?: Record<string, string>;
  /** The VolumeAttributesClass that the volume has now. */
  currentVolumeAttributesClassName?: string;
  /** How far a change of the VolumeAttributesClass has come. */
  modifyVolumeStatus?: ModifyVolumeStatus;
}

/** PersistentVolumeClaimTemplate is what claims are made from. */
export interface PersistentVolumeClaimTemplate {
  /** Labels and annotations of the claims. */
  metadata?: metav1.ObjectMeta;
  /** What the claims ask for. */
  spec: PersistentVolumeClaimSpec;
}

/** VolumeResourceRequirements say how large a volume must be. */
export interface VolumeResourceRequirements {
  /** The most. */
  limits?: Record<string, runtimev1.Quantity>;
  /** The least. */
  requests?: Record<string, runtimev1.Quantity>;
}

/**
 * Pod is a group of containers that run together on one node, sharing network and volumes. It is the smallest thing
 * that is scheduled.
 */
export interface Pod {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What the pod should be. Little of it can change once the pod exists: images, tolerations, deadlines. */
  spec?: PodSpec;
  /** What is known about the pod, mostly from the node's kubelet; it may lag behind. */
  status?: PodStatus;
}

/** PodTemplate is a description of pods to be made, as an object of its own. */
export interface PodTemplate {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What a pod made from this looks like. */
  template?: PodTemplateSpec;
}

/** Binding ties a pod to a node; schedulers post it to the pod's binding subresource. */
export interface Binding {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The node that the pod shall run on. */
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

/** PodCondition is one thing that has come true of a pod, or has not. */
export interface PodCondition {
  /**
   * What the condition is about: PodScheduled, Initialized, ContainersReady, Ready or one of a controller's own.
   *
   * One of: ContainersReady, Initialized, Ready, PodScheduled, DisruptionTarget, PodReadyToStartContainers,
   * PodResizePending, PodResizeInProgress, AllContainersRestarting.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the condition was last checked. */
  lastProbeTime?: metav1.Time;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
  /** The metadata.generation of the object that the condition was set upon. */
  observedGeneration?: number;
}

/** PodReadinessGate names a condition that must be True for the pod to be Ready. */
export interface PodReadinessGate {
  /**
   * The type of a condition in the pod's status.
   *
   * One of: ContainersReady, Initialized, Ready, PodScheduled, DisruptionTarget, PodReadyToStartContainers,
   * PodResizePending, PodResizeInProgress, AllContainersRestarting.
   */
  conditionType: string;
}

/** PodSpec says which containers a pod runs, with what, and where it may run. */
export interface PodSpec {
  /** The volumes that containers of the pod can mount, by name. */
  volumes?: Volume[];
  /** The containers of the pod, at least one. None can be added or taken away later. */
  containers: Container[];
  /**
   * Whether the kubelet restarts containers that end: Always, OnFailure or Never. Always if unset.
   *
   * One of: Always, OnFailure, Never.
   */
  restartPolicy?: string;
  /** Seconds between asking the processes to stop and killing them; 30 if unset, 0 kills at once. */
  terminationGracePeriodSeconds?: number;
  /** Seconds that the pod may be active on its node before it is failed and its containers are killed. */
  activeDeadlineSeconds?: number;
  /**
   * Where DNS settings come from: ClusterFirst (if unset), ClusterFirstWithHostNet, Default (the node's) or None
   * (dnsConfig only).
   *
   * One of: ClusterFirstWithHostNet, ClusterFirst, Default, None.
   */
  dnsPolicy?: string;
  /** Labels that a node must have for the pod to be placed there. */
  nodeSelector?: Record<string, string>;
  /** The ServiceAccount as which the pod acts; "default" if unset. */
  serviceAccountName?: string;
  /** Deprecated name of serviceAccountName; both hold the same. */
  serviceAccount?: string;
  /** The node that the pod is bound to. The scheduler sets it; to set it by hand is to pass the scheduler by. */
  nodeName?: string;
  /** Use the node's network instead of one of the pod's own; ports are then the node's. */
  hostNetwork?: boolean;
  /** See the node's processes. */
  hostPID?: boolean;
  /** Share the node's inter-process communication. */
  hostIPC?: boolean;
  /** Security settings of the pod and defaults for its containers. */
  securityContext?: PodSecurityContext;
  /** Secrets of the namespace with credentials for image registries. */
  imagePullSecrets?: LocalObjectReference[];
  /** The pod's host name; its own name if unset. */
  hostname?: string;
  /** With it the pod's full name is hostname.subdomain.namespace.svc and the cluster's domain. */
  subdomain?: string;
  /** Rules that draw the pod to nodes and other pods, or keep it away. */
  affinity?: Affinity;
  /** The scheduler that places the pod; default-scheduler if unset. */
  schedulerName?: string;
  /**
   * Containers that run to their end, one after another, before the others start. Those with restartPolicy Always keep
   * running beside them.
   */
  initContainers?: Container[];
  /** Whether a token of the service account is mounted; the account's own setting if unset. */
  automountServiceAccountToken?: boolean;
  /** Taints of nodes that the pod bears. */
  tolerations?: Toleration[];
  /** Entries to add to the pod's hosts file; not with hostNetwork. */
  hostAliases?: HostAlias[];
  /** The PriorityClass of the pod; it decides who waits and who is preempted. */
  priorityClassName?: string;
  /** The value of the priority class, filled in at admission. Higher goes first. */
  priority?: number;
  /** DNS settings to merge with those that dnsPolicy gives. */
  dnsConfig?: PodDNSConfig;
  /** Let the containers of the pod see each other's processes. */
  shareProcessNamespace?: boolean;
  /** Conditions that must be True besides the containers' readiness for the pod to be Ready. */
  readinessGates?: PodReadinessGate[];
  /** The RuntimeClass whose container runtime runs the pod; the node's default if unset. */
  runtimeClassName?: string;
  /** Whether environment variables name the Services of the namespace; true if unset. */
  enableServiceLinks?: boolean;
  /**
   * Whether the pod may preempt others of lower priority: PreemptLowerPriority (if unset) or Never.
   *
   * One of: PreemptLowerPriority, Never.
   */
  preemptionPolicy?: string;
  /** What running the pod costs beyond its containers, from the RuntimeClass. */
  overhead?: Record<string, runtimev1.Quantity>;
  /** How evenly pods of a group must be spread over zones, nodes and so on; all must hold. */
  topologySpreadConstraints?: TopologySpreadConstraint[];
  /** Containers added to a running pod to debug it, through its ephemeralcontainers subresource. */
  ephemeralContainers?: EphemeralContainer[];
  /** Make the full domain name the host name of the pod. */
  setHostnameAsFQDN?: boolean;
  /** The operating system that the containers need; some fields are only for one of them. */
  os?: PodOS;
  /** Use the node's user namespace; false gives the pod one of its own. True if unset. */
  hostUsers?: boolean;
  /** While there is any, the scheduler does not look at the pod. They can only be removed. */
  schedulingGates?: PodSchedulingGate[];
  /** Claims on devices that the pod's containers may use by name. */
  resourceClaims?: PodResourceClaim[];
  /** Resources for the pod as a whole, shared by its containers. */
  resources?: ResourceRequirements;
  /** The exact host name, whatever the pod's name and DNS say. */
  hostnameOverride?: string;
  /** The Workload that the pod belongs to, for scheduling as a group. */
  workloadRef?: WorkloadReference;
}

/** PodResourceClaim names a claim on devices, existing or made from a template. */
export interface PodResourceClaim {
  /** The name by which containers of the pod refer to the claim. */
  name: string;
  /** An existing ResourceClaim of the namespace. */
  resourceClaimName?: string;
  /** A ResourceClaimTemplate from which a claim is made for this pod and dies with it. */
  resourceClaimTemplateName?: string;
}

/** PodResourceClaimStatus tells which claim was made for one of the pod's resourceClaims. */
export interface PodResourceClaimStatus {
  /** The name in the pod's resourceClaims. */
  name: string;
  /** The ResourceClaim that was made; unset when none is needed. */
  resourceClaimName?: string;
}

/** PodExtendedResourceClaimStatus tells which claim serves a pod's extended resources. */
export interface PodExtendedResourceClaimStatus {
  /** Which request of the claim serves which container's resource. */
  requestMappings: ContainerExtendedResourceRequest[];
  /** The ResourceClaim that was made. */
  resourceClaimName: string;
}

/** ContainerExtendedResourceRequest maps one extended resource of a container to a request of a claim. */
export interface ContainerExtendedResourceRequest {
  /** The container. */
  containerName: string;
  /** The extended resource that it asks for. */
  resourceName: string;
  /** The request in the claim that serves it. */
  requestName: string;
}

/** PodOS is the operating system that a pod needs. */
export interface PodOS {
  /**
   * linux or windows.
   *
   * One of: linux, windows.
   */
  name: string;
}

/** PodSchedulingGate keeps a pod from being scheduled until it is removed. */
export interface PodSchedulingGate {
  /** The name of the gate, unique in the pod. */
  name: string;
}

/** WorkloadReference says which part of a Workload a pod is. */
export interface WorkloadReference {
  /** The Workload, in the pod's namespace. */
  name: string;
  /** The group of the Workload that the pod belongs to. */
  podGroup: string;
  /** Which replica of the group the pod belongs to, when the group has several. */
  podGroupReplicaKey?: string;
}

/** HostAlias is one line of a pod's hosts file. */
export interface HostAlias {
  /** The address. */
  ip: string;
  /** The names that stand for it. */
  hostnames?: string[];
}

/** PodSecurityContext holds security settings of a pod, and defaults that its containers may override. */
export interface PodSecurityContext {
  /** The SELinux label of all containers. */
  seLinuxOptions?: SELinuxOptions;
  /** The user ID of the containers' processes; the image's if unset. */
  runAsUser?: number;
  /** Refuse to start containers that would run as user 0. */
  runAsNonRoot?: boolean;
  /** Further group IDs of the containers' processes. */
  supplementalGroups?: number[];
  /** The group that owns the pod's volumes, and a supplemental group of all containers. */
  fsGroup?: number;
  /** The primary group ID of the containers' processes. */
  runAsGroup?: number;
  /** Kernel parameters of the pod's namespaces. */
  sysctls?: Sysctl[];
  /** Settings for Windows containers. */
  windowsOptions?: WindowsSecurityContextOptions;
  /**
   * Whether volumes are given to fsGroup always (if unset) or only when the root differs (OnRootMismatch).
   *
   * One of: OnRootMismatch, Always.
   */
  fsGroupChangePolicy?: string;
  /** The seccomp profile of all containers. */
  seccompProfile?: SeccompProfile;
  /** The AppArmor profile of all containers. */
  appArmorProfile?: AppArmorProfile;
  /**
   * Whether groups from the image's /etc/group are added (Merge, if unset) or not (Strict).
   *
   * One of: Merge, Strict.
   */
  supplementalGroupsPolicy?: string;
  /**
   * How volumes get the SELinux label: file by file (Recursive) or when mounted (MountOption).
   *
   * One of: Recursive, MountOption.
   */
  seLinuxChangePolicy?: string;
}

/** PodDNSConfig adds to the DNS settings that the pod's dnsPolicy gives. */
export interface PodDNSConfig {
  /** Addresses of name servers, after those of the policy. */
  nameservers?: string[];
  /** Domains to search for short names, after those of the policy. */
  searches?: string[];
  /** Options of the resolver; the same name replaces one of the policy. */
  options?: PodDNSConfigOption[];
}

/** PodDNSConfigOption is an option of the resolver such as ndots. */
export interface PodDNSConfigOption {
  /** The name of the option. */
  name?: string;
  /** Its value, if it has one. */
  value?: string;
}

/** PodIP is an address of a pod. */
export interface PodIP {
  /** The address. */
  ip: string;
}

/** HostIP is an address of a node. */
export interface HostIP {
  /** The address. */
  ip: string;
}

/** PodStatus is what is known about a pod; the kubelet writes most of it. */
export interface PodStatus {
  /**
   * Where the pod is in its life: Pending, Running, Succeeded, Failed, or Unknown when its node is silent.
   *
   * One of: Pending, Running, Succeeded, Failed, Unknown.
   */
  phase?: string;
  /** What has come true of the pod: PodScheduled, Initialized, ContainersReady, Ready and others. */
  conditions?: PodCondition[];
  /** Why the pod is in this state, in words for people. */
  message?: string;
  /** Why the pod is in this state, as one word such as Evicted. */
  reason?: string;
  /** The address of the node that the pod is on. */
  hostIP?: string;
  /** The pod's address within the cluster; empty until it has one. */
  podIP?: string;
  /** When the kubelet first saw the pod, before any image was pulled. */
  startTime?: metav1.Time;
  /** The state of each container. */
  containerStatuses?: ContainerStatus[];
  /**
   * How soon the pod suffers when the node runs short: Guaranteed, Burstable or BestEffort. Follows from requests and
   * limits.
   *
   * One of: Guaranteed, Burstable, BestEffort.
   */
  qosClass?: string;
  /** The state of each init container, in order. */
  initContainerStatuses?: ContainerStatus[];
  /** The node on which the scheduler makes room for the pod by preempting others. */
  nominatedNodeName?: string;
  /** All addresses of the pod, at most one IPv4 and one IPv6; the first is podIP. */
  podIPs?: PodIP[];
  /** The state of each ephemeral container. */
  ephemeralContainerStatuses?: ContainerStatus[];
  /**
   * Deprecated: see the conditions PodResizePending and PodResizeInProgress.
   *
   * One of: InProgress, Deferred, Infeasible.
   */
  resize?: string;
  /** The claims that were made for the pod's resourceClaims. */
  resourceClaimStatuses?: PodResourceClaimStatus[];
  /** All addresses of the node; the first is hostIP. */
  hostIPs?: HostIP[];
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** The claim that serves the extended resources which the pod requests. */
  extendedResourceClaimStatus?: PodExtendedResourceClaimStatus;
  /** What the node has set aside for the pod as a whole. */
  allocatedResources?: Record<string, runtimev1.Quantity>;
  /** The pod-level resources that are in force. */
  resources?: ResourceRequirements;
}

/** PodStatusResult carries the status of a pod alone. */
export interface PodStatusResult {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is: written by controllers, read by everybody. */
  status?: PodStatus;
}

/** PodTemplateSpec is what a controller makes pods from. */
export interface PodTemplateSpec {
  /** Labels and annotations of the pods; names are given by the controller. */
  metadata?: metav1.ObjectMeta;
  /** What the pods should be. */
  spec?: PodSpec;
}

/** Preconditions must hold for an operation to be carried out. */
export interface Preconditions {
  /** The UID that the object must have. */
  uid?: string;
}

/** Sysctl is a kernel parameter to be set for a pod. */
export interface Sysctl {
  /** The parameter, such as net.core.somaxconn. */
  name: string;
  /** Its value. */
  value: string;
}

/** LimitRange bounds what single pods, containers and claims of a namespace may ask for, and gives defaults. */
export interface LimitRange {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: LimitRangeSpec;
}

/** ResourceQuota bounds what all objects of a namespace together may use. */
export interface ResourceQuota {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ResourceQuotaSpec;
  /** What is: written by controllers, read by everybody. */
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

/** LimitRangeItem holds the limits for one type of thing. */
export interface LimitRangeItem {
  /**
   * Pod, Container or PersistentVolumeClaim.
   *
   * One of: Pod, Container, PersistentVolumeClaim.
   */
  type: string;
  /** The most of each resource. */
  max?: Record<string, runtimev1.Quantity>;
  /** The least of each resource. */
  min?: Record<string, runtimev1.Quantity>;
  /** The limit that containers get which have none. */
  default?: Record<string, runtimev1.Quantity>;
  /** The request that containers get which have none. */
  defaultRequest?: Record<string, runtimev1.Quantity>;
  /** How many times its request a limit may be. */
  maxLimitRequestRatio?: Record<string, runtimev1.Quantity>;
}

/** LimitRangeSpec holds the limits of a namespace. */
export interface LimitRangeSpec {
  /** One entry for each type of thing. */
  limits: LimitRangeItem[];
}

/** ResourceQuotaSpec says what is bounded. */
export interface ResourceQuotaSpec {
  /** The most of each resource, such as requests.cpu, pods or count/deployments.apps. */
  hard?: Record<string, runtimev1.Quantity>;
  /**
   * Only objects of all these scopes count.
   *
   * One of: Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity,
   * VolumeAttributesClass.
   */
  scopes?: string[];
  /** As scopes, with operators. */
  scopeSelector?: ScopeSelector;
}

/** ScopeSelector picks the objects that count for a quota. */
export interface ScopeSelector {
  /** All must hold. */
  matchExpressions?: ScopedResourceSelectorRequirement[];
}

/** ScopedResourceSelectorRequirement is one thing that must hold of an object to count. */
export interface ScopedResourceSelectorRequirement {
  /**
   * The scope, such as PriorityClass.
   *
   * One of: Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity,
   * VolumeAttributesClass.
   */
  scopeName: string;
  /**
   * In, NotIn, Exists or DoesNotExist.
   *
   * One of: In, NotIn, Exists, DoesNotExist.
   */
  operator: string;
  /** What the scope's value is compared with; none for Exists and DoesNotExist. */
  values?: string[];
}

/** ResourceQuotaStatus is how much of a quota is used. */
export interface ResourceQuotaStatus {
  /** The bounds that are in force. */
  hard?: Record<string, runtimev1.Quantity>;
  /** What is used. */
  used?: Record<string, runtimev1.Quantity>;
}

/** TypedObjectReference points to an object of any kind, maybe in another namespace. */
export interface TypedObjectReference {
  /** The API group of the object that is referred to; empty for the core group. */
  apiGroup?: string;
  /** The kind of the object. */
  kind: string;
  /** Its name. */
  name: string;
  /** Its namespace; the own one if unset. */
  namespace?: string;
}

/** SecretReference points to a Secret in any namespace. */
export interface SecretReference {
  /** The name of the Secret. */
  name?: string;
  /** Its namespace. */
  namespace?: string;
}

/** ObjectReference points to an object, or to a part of it. */
export interface ObjectReference {
  /** The kind of the object. */
  kind?: string;
  /** Its namespace. */
  namespace?: string;
  /** Its name. */
  name?: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
  /** The version of it that is meant. */
  resourceVersion?: string;
  /** The part of it that is meant, such as spec.containers{web}. */
  fieldPath?: string;
}

/** LocalObjectReference points to an object of the same namespace. */
export interface LocalObjectReference {
  /** The name of the object. */
  name?: string;
}

/** TypedLocalObjectReference points to an object of any kind in the same namespace. */
export interface TypedLocalObjectReference {
  /** The API group of the object that is referred to; empty for the core group. */
  apiGroup?: string;
  /** The kind of the object. */
  kind: string;
  /** Its name. */
  name: string;
}

/** SerializedReference points to an object that caused another. */
export interface SerializedReference {
  apiVersion?: string;
  kind?: string;
  /** The object. */
  reference?: ObjectReference;
}

/** ReplicationController keeps a number of equal pods running. ReplicaSets and Deployments came after it. */
export interface ReplicationController {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ReplicationControllerSpec;
  /** What is: written by controllers, read by everybody. */
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

/** ReplicationControllerSpec says which pods are wanted. */
export interface ReplicationControllerSpec {
  /**
   * How many; 1 if unset.
   *
   * Default: 1.
   */
  replicas?: number;
  /** The labels of the pods that count; the template's if unset. */
  selector?: Record<string, string>;
  /** What a new pod looks like. */
  template?: PodTemplateSpec;
  /**
   * How long a pod must be ready to count as available; 0 if unset.
   *
   * Default: 0.
   */
  minReadySeconds?: number;
}

/** ReplicationControllerStatus is how many pods there are. */
export interface ReplicationControllerStatus {
  /** All. */
  replicas: number;
  /** Those that have all labels of the template. */
  fullyLabeledReplicas?: number;
  /**
   * The generation of the spec that this status is about; older than metadata.generation while the controller has not
   * caught up.
   */
  observedGeneration?: number;
  /** Those that are ready. */
  readyReplicas?: number;
  /** Those that have been ready for minReadySeconds. */
  availableReplicas?: number;
  /** What has been observed, one entry for each type of condition. */
  conditions?: ReplicationControllerCondition[];
}

/** ReplicationControllerCondition is one observation about a ReplicationController. */
export interface ReplicationControllerCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: ReplicaFailure.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** Service gives a set of pods one name, one address and a way to spread requests over them. */
export interface Service {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: ServiceSpec;
  /** What is: written by controllers, read by everybody. */
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

/** SessionAffinityConfig holds settings of a Service's session affinity. */
export interface SessionAffinityConfig {
  /** Settings of ClientIP. */
  clientIP?: ClientIPConfig;
}

/** ClientIPConfig holds settings of the session affinity by client address. */
export interface ClientIPConfig {
  /** How long a client is remembered; 10800 if unset, at most 86400. */
  timeoutSeconds?: number;
}

/** ServiceStatus is what is known about a Service. */
export interface ServiceStatus {
  /** What the load balancer gave. */
  loadBalancer?: LoadBalancerStatus;
  /** What has been observed, one entry for each type of condition. */
  conditions?: metav1.Condition[];
}

/** LoadBalancerStatus is what a load balancer gave. */
export interface LoadBalancerStatus {
  /** The addresses where it takes traffic. */
  ingress?: LoadBalancerIngress[];
}

/** LoadBalancerIngress is an address where a load balancer takes traffic. */
export interface LoadBalancerIngress {
  /** The IP address. */
  ip?: string;
  /** The host name, where there is no address. */
  hostname?: string;
  /**
   * Whether packets arrive with this address (VIP) or with the node's (Proxy).
   *
   * One of: VIP, Proxy.
   */
  ipMode?: string;
  /** The state of each port. */
  ports?: PortStatus[];
}

/** ServiceSpec says which pods a Service leads to, and how it is reached. */
export interface ServiceSpec {
  /** The ports that it serves. */
  ports?: ServicePort[];
  /** The labels of the pods that it leads to. Without it, endpoints are kept by somebody else. */
  selector?: Record<string, string>;
  /**
   * Its virtual address within the cluster: chosen if unset, None for no address at all (headless), fixed once given.
   */
  clusterIP?: string;
  /**
   * How it is reached: ClusterIP (if unset), NodePort, LoadBalancer or ExternalName.
   *
   * One of: ClusterIP, NodePort, LoadBalancer, ExternalName.
   */
  type?: string;
  /** Addresses outside Kubernetes' care whose traffic to the nodes is taken as the Service's. */
  externalIPs?: string[];
  /**
   * ClientIP sends a client always to the same pod; None if unset.
   *
   * One of: ClientIP, None.
   */
  sessionAffinity?: string;
  /** Deprecated: the address to ask the load balancer for. */
  loadBalancerIP?: string;
  /** The only networks, as CIDRs, from which the load balancer lets clients in. */
  loadBalancerSourceRanges?: string[];
  /** The DNS name that it stands for; only with ExternalName. */
  externalName?: string;
  /**
   * Whether traffic from outside goes to any pod (Cluster) or only to those on the node it came to (Local), which keeps
   * the client's address.
   *
   * One of: Cluster, Local.
   */
  externalTrafficPolicy?: string;
  /** The port on which nodes tell load balancers whether they have pods; only with LoadBalancer and Local. */
  healthCheckNodePort?: number;
  /** Lead to pods that are not ready, too. */
  publishNotReadyAddresses?: boolean;
  /** Settings of sessionAffinity. */
  sessionAffinityConfig?: SessionAffinityConfig;
  /**
   * SingleStack (if unset), PreferDualStack or RequireDualStack.
   *
   * One of: SingleStack, PreferDualStack, RequireDualStack.
   */
  ipFamilyPolicy?: string;
  /** All its virtual addresses; the first is clusterIP. */
  clusterIPs?: string[];
  /**
   * The families of clusterIPs, in their order: IPv4, IPv6.
   *
   * One of: IPv4, IPv6.
   */
  ipFamilies?: string[];
  /** Whether a LoadBalancer also gets node ports; true if unset. */
  allocateLoadBalancerNodePorts?: boolean;
  /** The kind of load balancer; the default one if unset. */
  loadBalancerClass?: string;
  /**
   * Whether traffic from within goes to any pod (Cluster, if unset) or only to those on the same node (Local).
   *
   * One of: Cluster, Local.
   */
  internalTrafficPolicy?: string;
  /** A wish about nearness, such as PreferSameZone. */
  trafficDistribution?: string;
}

/** ServicePort is a port that a Service serves. */
export interface ServicePort {
  /** Its name, unique in the Service; may be left out when it is the only one. */
  name?: string;
  /**
   * TCP (if unset), UDP or SCTP.
   *
   * One of: TCP, UDP, SCTP.
   *
   * Default: "TCP".
   */
  protocol?: string;
  /** The port of the Service, from 1 to 65535. */
  port: number;
  /** The port of the pods, as a number or by its name; as port if unset. */
  targetPort?: runtimev1.IntOrString;
  /** The port of every node that leads to it; chosen if unset and the type needs one. */
  nodePort?: number;
  /** What is spoken over it, such as kubernetes.io/h2c. */
  appProtocol?: string;
}

/** PortStatus is the state of a load balancer's port. */
export interface PortStatus {
  /** The port. */
  port: number;
  /**
   * TCP, UDP or SCTP.
   *
   * One of: TCP, UDP, SCTP.
   */
  protocol: string;
  /** What is wrong with it, as one word. */
  error?: string;
}

/** ServiceAccount is an identity for the processes in pods. */
export interface ServiceAccount {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** Secrets that pods of this account may use; only enforced where an annotation asks for it. */
  secrets?: ObjectReference[];
  /** Registry credentials that are added to pods of this account. */
  imagePullSecrets?: LocalObjectReference[];
  /** Whether pods of this account get a token mounted; a pod's own setting wins. */
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

/** Volume is a folder or device that containers of a pod can mount. */
export interface Volume extends VolumeSource {
  /** The name of the volume, unique in the pod, a DNS label. */
  name: string;
}

/** VolumeSource is what is behind a volume; at most one is given. */
export interface VolumeSource {
  /** A file or folder of the node. Gives the pod a way into the node: avoid it. */
  hostPath?: HostPathVolumeSource;
  /** An empty folder that lives as long as the pod. */
  emptyDir?: EmptyDirVolumeSource;
  /** Deprecated: a GCE disk, through its CSI driver. */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource;
  /** Deprecated: an AWS disk, through its CSI driver. */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource;
  /** Deprecated and off: a git repository. */
  gitRepo?: GitRepoVolumeSource;
  /** The keys of a Secret as files. */
  secret?: SecretVolumeSource;
  /** A folder of an NFS server. */
  nfs?: NFSVolumeSource;
  /** An iSCSI disk. */
  iscsi?: ISCSIVolumeSource;
  /** Deprecated: a GlusterFS volume. */
  glusterfs?: GlusterfsVolumeSource;
  /** The volume bound to a claim of the namespace. */
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource;
  /** Deprecated: a Ceph block device. */
  rbd?: RBDVolumeSource;
  /** Deprecated: a volume of an exec-based driver. */
  flexVolume?: FlexVolumeSource;
  /** Deprecated: an OpenStack volume, through its CSI driver. */
  cinder?: CinderVolumeSource;
  /** Deprecated: a Ceph filesystem. */
  cephfs?: CephFSVolumeSource;
  /** Deprecated: a Flocker volume. */
  flocker?: FlockerVolumeSource;
  /** Fields of the pod as files. */
  downwardAPI?: DownwardAPIVolumeSource;
  /** A Fibre Channel disk. */
  fc?: FCVolumeSource;
  /** Deprecated: an Azure file share, through its CSI driver. */
  azureFile?: AzureFileVolumeSource;
  /** The keys of a ConfigMap as files. */
  configMap?: ConfigMapVolumeSource;
  /** Deprecated: a vSphere disk, through its CSI driver. */
  vsphereVolume?: VsphereVirtualDiskVolumeSource;
  /** Deprecated: a Quobyte volume. */
  quobyte?: QuobyteVolumeSource;
  /** Deprecated: an Azure disk, through its CSI driver. */
  azureDisk?: AzureDiskVolumeSource;
  /** Deprecated: a Photon Controller disk. */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource;
  /** Deprecated: a Portworx volume, through its CSI driver. */
  portworxVolume?: PortworxVolumeSource;
  /** Deprecated: a ScaleIO volume. */
  scaleIO?: ScaleIOVolumeSource;
  /** Several sources in one folder. */
  projected?: ProjectedVolumeSource;
  /** Deprecated: a StorageOS volume. */
  storageos?: StorageOSVolumeSource;
  /** A volume that a CSI driver makes for this pod alone. */
  csi?: CSIVolumeSource;
  /** A claim that is made for this pod and dies with it. */
  ephemeral?: EphemeralVolumeSource;
  /** The files of an image, read-only. */
  image?: ImageVolumeSource;
}

/** PersistentVolumeClaimVolumeSource mounts the volume that a claim is bound to. */
export interface PersistentVolumeClaimVolumeSource {
  /** The claim, in the pod's namespace. */
  claimName: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** HostPathVolumeSource is a file or folder of the node. */
export interface HostPathVolumeSource {
  /** Its path on the node. */
  path: string;
  /**
   * What must be there: empty checks nothing; others such as DirectoryOrCreate make or check it.
   *
   * One of: DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice, BlockDevice.
   */
  type?: string;
}

/** EmptyDirVolumeSource is an empty folder that lives as long as the pod. */
export interface EmptyDirVolumeSource {
  /**
   * Where it is kept: empty for the node's disk, Memory, HugePages or HugePages-SIZE.
   *
   * One of: Memory, HugePages, HugePages-.
   */
  medium?: string;
  /** How much it may hold before the pod is evicted. */
  sizeLimit?: runtimev1.Quantity;
}

/** GlusterfsVolumeSource is a GlusterFS volume. */
export interface GlusterfsVolumeSource {
  /** The Endpoints that lists the storage servers. */
  endpoints: string;
  /** The name of the volume. */
  path: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** RBDVolumeSource is a Ceph block device. */
export interface RBDVolumeSource {
  /** The addresses of the Ceph monitors. */
  monitors: string[];
  /** The name of the image. */
  image: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /**
   * The pool that holds the image.
   *
   * Default: "rbd".
   */
  pool?: string;
  /**
   * The Ceph user; admin if unset.
   *
   * Default: "admin".
   */
  user?: string;
  /**
   * The path of the key ring.
   *
   * Default: "/etc/ceph/keyring".
   */
  keyring?: string;
  /** The Secret with the credentials for the storage. */
  secretRef?: LocalObjectReference;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** CinderVolumeSource is an OpenStack volume. */
export interface CinderVolumeSource {
  /** The identifier by which the storage system knows the volume. */
  volumeID: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The Secret with the credentials for the storage. */
  secretRef?: LocalObjectReference;
}

/** CephFSVolumeSource is a Ceph filesystem. */
export interface CephFSVolumeSource {
  /** The addresses of the Ceph monitors. */
  monitors: string[];
  /** The folder to mount; / if unset. */
  path?: string;
  /** The Ceph user; admin if unset. */
  user?: string;
  /** The path of the user's key ring. */
  secretFile?: string;
  /** The Secret with the credentials for the storage. */
  secretRef?: LocalObjectReference;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** FlockerVolumeSource is a Flocker volume. */
export interface FlockerVolumeSource {
  /** The name of the dataset; deprecated for datasetUUID. */
  datasetName?: string;
  /** The UUID of the dataset. */
  datasetUUID?: string;
}

/** GCEPersistentDiskVolumeSource is a GCE disk. */
export interface GCEPersistentDiskVolumeSource {
  /** The name of the disk. */
  pdName: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** The partition to mount; the whole disk if 0. */
  partition?: number;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** QuobyteVolumeSource is a Quobyte volume. */
export interface QuobyteVolumeSource {
  /** The registries, as host:port pairs with commas between. */
  registry: string;
  /** The name of the volume. */
  volume: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The user to map access to. */
  user?: string;
  /** The group to map access to. */
  group?: string;
  /** The tenant that owns the volume. */
  tenant?: string;
}

/** FlexVolumeSource is a volume of an exec-based driver. */
export interface FlexVolumeSource {
  /** The name of the driver. */
  driver: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** The Secret with the credentials for the storage. */
  secretRef?: LocalObjectReference;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** What the driver wants to know. */
  options?: Record<string, string>;
}

/** AWSElasticBlockStoreVolumeSource is an AWS disk. */
export interface AWSElasticBlockStoreVolumeSource {
  /** The identifier by which the storage system knows the volume. */
  volumeID: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** The partition to mount; the whole disk if 0. */
  partition?: number;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** GitRepoVolumeSource is a git repository, cloned when the pod starts. */
export interface GitRepoVolumeSource {
  /** Its URL. */
  repository: string;
  /** The commit to check out. */
  revision?: string;
  /** The folder to clone into. */
  directory?: string;
}

/** SecretVolumeSource shows the keys of a Secret as files. */
export interface SecretVolumeSource {
  /** The Secret, in the pod's namespace. */
  secretName?: string;
  /** Which keys, and where; all keys by their names if unset. */
  items?: KeyToPath[];
  /** The permission bits of files for which none are given, from 0 to 0777; 0644 if unset. */
  defaultMode?: number;
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** SecretProjection puts keys of a Secret into a projected volume. */
export interface SecretProjection extends LocalObjectReference {
  /** Which keys, and where; all keys by their names if unset. */
  items?: KeyToPath[];
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** NFSVolumeSource is a folder of an NFS server. */
export interface NFSVolumeSource {
  /** The host name or address of the server. */
  server: string;
  /** The folder that it exports. */
  path: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** ISCSIVolumeSource is an iSCSI disk. */
export interface ISCSIVolumeSource {
  /** The address of the target, with its port unless that is 3260. */
  targetPortal: string;
  /** The qualified name of the target. */
  iqn: string;
  /** The number of the logical unit. */
  lun: number;
  /**
   * The interface to use; default if unset.
   *
   * Default: "default".
   */
  iscsiInterface?: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** Further addresses of the target. */
  portals?: string[];
  /** Whether discovery authenticates by CHAP. */
  chapAuthDiscovery?: boolean;
  /** The Secret with the credentials for the storage. */
  secretRef?: LocalObjectReference;
  /** Whether sessions authenticate by CHAP. */
  chapAuthSession?: boolean;
  /** The qualified name of the initiator. */
  initiatorName?: string;
}

/** FCVolumeSource is a Fibre Channel disk. */
export interface FCVolumeSource {
  /** The world-wide names of the targets. */
  targetWWNs?: string[];
  /** The number of the logical unit. */
  lun?: number;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The world-wide identifiers; instead of targetWWNs and lun. */
  wwids?: string[];
}

/** AzureFileVolumeSource is an Azure file share. */
export interface AzureFileVolumeSource {
  /** The Secret with the account's name and key. */
  secretName: string;
  /** The name of the share. */
  shareName: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** VsphereVirtualDiskVolumeSource is a vSphere disk. */
export interface VsphereVirtualDiskVolumeSource {
  /** The path of the disk. */
  volumePath: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** The name of its storage policy. */
  storagePolicyName?: string;
  /** The identifier of its storage policy. */
  storagePolicyID?: string;
}

/** PhotonPersistentDiskVolumeSource is a Photon Controller disk. */
export interface PhotonPersistentDiskVolumeSource {
  /** The identifier of the disk. */
  pdID: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
}

/** AzureDiskVolumeSource is an Azure disk. */
export interface AzureDiskVolumeSource {
  /** The name of the disk. */
  diskName: string;
  /** The URI of the disk. */
  diskURI: string;
  /**
   * None, ReadOnly or ReadWrite.
   *
   * One of: None, ReadOnly, ReadWrite.
   *
   * Default: "ReadWrite".
   */
  cachingMode?: string;
  /**
   * The filesystem to mount, such as ext4 or xfs; the driver's default if empty.
   *
   * Default: "ext4".
   */
  fsType?: string;
  /**
   * Mount it read-only; false if unset.
   *
   * Default: false.
   */
  readOnly?: boolean;
  /**
   * Shared (a blob), Dedicated (a blob of its own account) or Managed.
   *
   * One of: Shared, Dedicated, Managed.
   *
   * Default: "Shared".
   */
  kind?: string;
}

/** PortworxVolumeSource is a Portworx volume. */
export interface PortworxVolumeSource {
  /** The identifier by which the storage system knows the volume. */
  volumeID: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** ScaleIOVolumeSource is a ScaleIO volume. */
export interface ScaleIOVolumeSource {
  /** The address of the ScaleIO gateway. */
  gateway: string;
  /** The name of the storage system. */
  system: string;
  /** The Secret with the credentials for the storage. */
  secretRef: LocalObjectReference;
  /** Whether to use TLS with the gateway. */
  sslEnabled?: boolean;
  /** The protection domain of the storage. */
  protectionDomain?: string;
  /** The storage pool. */
  storagePool?: string;
  /**
   * ThickProvisioned or ThinProvisioned.
   *
   * Default: "ThinProvisioned".
   */
  storageMode?: string;
  /** The name of the volume in the storage system. */
  volumeName?: string;
  /**
   * The filesystem to mount, such as ext4 or xfs; the driver's default if empty.
   *
   * Default: "xfs".
   */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
}

/** StorageOSVolumeSource is a StorageOS volume. */
export interface StorageOSVolumeSource {
  /** The name of the volume in the storage system. */
  volumeName?: string;
  /** The namespace of the volume in StorageOS. */
  volumeNamespace?: string;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The Secret with the credentials for the storage. */
  secretRef?: LocalObjectReference;
}

/** ConfigMapVolumeSource shows the keys of a ConfigMap as files. */
export interface ConfigMapVolumeSource extends LocalObjectReference {
  /** Which keys, and where; all keys by their names if unset. */
  items?: KeyToPath[];
  /** The permission bits of files for which none are given, from 0 to 0777; 0644 if unset. */
  defaultMode?: number;
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** ConfigMapProjection puts keys of a ConfigMap into a projected volume. */
export interface ConfigMapProjection extends LocalObjectReference {
  /** Which keys, and where; all keys by their names if unset. */
  items?: KeyToPath[];
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** ServiceAccountTokenProjection puts a token of the pod's service account into a projected volume. */
export interface ServiceAccountTokenProjection {
  /** Whom the token is for; the API server if unset. */
  audience?: string;
  /** How long it is good, at least 600; 3600 if unset. The kubelet renews it in time. */
  expirationSeconds?: number;
  /** The file, relative to the volume. */
  path: string;
}

/** ClusterTrustBundleProjection puts trusted certificates into a projected volume. */
export interface ClusterTrustBundleProjection {
  /** One ClusterTrustBundle. */
  name?: string;
  /** All bundles of a signer instead. */
  signerName?: string;
  /** Which bundles of the signer. */
  labelSelector?: metav1.LabelSelector;
  /** The file, relative to the volume. */
  path: string;
  /** Do not fail when the object or the key is missing. */
  optional?: boolean;
}

/** PodCertificateProjection puts a key and a certificate for the pod into a projected volume. */
export interface PodCertificateProjection {
  /** Who signs the certificate. */
  signerName: string;
  /** The type of key, such as ED25519 or ECDSAP256. */
  keyType: string;
  /** The longest time that the certificate may be good. */
  maxExpirationSeconds?: number;
  /** One file for key and certificates. */
  credentialBundlePath?: string;
  /** The file for the key alone. */
  keyPath?: string;
  /** The file for the certificates alone. */
  certificateChainPath?: string;
  /** What to tell the signer besides. */
  userAnnotations?: Record<string, string>;
}

/** ProjectedVolumeSource puts several sources into one folder. */
export interface ProjectedVolumeSource {
  /** The sources. */
  sources?: VolumeProjection[];
  /** The permission bits of files for which none are given, from 0 to 0777; 0644 if unset. */
  defaultMode?: number;
}

/** VolumeProjection is one source of a projected volume; exactly one is given. */
export interface VolumeProjection {
  /** Keys of a Secret. */
  secret?: SecretProjection;
  /** Fields of the pod. */
  downwardAPI?: DownwardAPIProjection;
  /** Keys of a ConfigMap. */
  configMap?: ConfigMapProjection;
  /** A token of the pod's service account. */
  serviceAccountToken?: ServiceAccountTokenProjection;
  /** Trusted certificates. */
  clusterTrustBundle?: ClusterTrustBundleProjection;
  /** A key and a certificate for the pod. */
  podCertificate?: PodCertificateProjection;
}

/** KeyToPath makes a file of a key. */
export interface KeyToPath {
  /** The key. */
  key: string;
  /** The file, relative to the volume; no part of it may be "..". */
  path: string;
  /** The permission bits of the file, from 0 to 0777; the volume's default if unset. */
  mode?: number;
}

/** CSIVolumeSource is a volume that a CSI driver makes for one pod. */
export interface CSIVolumeSource {
  /** The name of the CSI driver. */
  driver: string;
  /** Mount it read-only; false if unset. */
  readOnly?: boolean;
  /** The filesystem to mount, such as ext4 or xfs; the driver's default if empty. */
  fsType?: string;
  /** What the driver wants to know. */
  volumeAttributes?: Record<string, string>;
  /** The Secret to give the driver. */
  nodePublishSecretRef?: LocalObjectReference;
}

/** EphemeralVolumeSource makes a claim for one pod. */
export interface EphemeralVolumeSource {
  /** What the claim asks for; it is named POD-VOLUME and owned by the pod. */
  volumeClaimTemplate?: PersistentVolumeClaimTemplate;
}

/** DownwardAPIVolumeSource shows fields of the pod as files. */
export interface DownwardAPIVolumeSource {
  /** The files. */
  items?: DownwardAPIVolumeFile[];
  /** The permission bits of files for which none are given, from 0 to 0777; 0644 if unset. */
  defaultMode?: number;
}

/** DownwardAPIVolumeFile is a file that holds a field of the pod. */
export interface DownwardAPIVolumeFile {
  /** The file, relative to the volume. */
  path: string;
  /** A field of the pod: its name, namespace, UID, labels or annotations. */
  fieldRef?: ObjectFieldSelector;
  /** A request or limit of a container. */
  resourceFieldRef?: ResourceFieldSelector;
  /** The permission bits of the file, from 0 to 0777; the volume's default if unset. */
  mode?: number;
}

/** DownwardAPIProjection puts fields of the pod into a projected volume. */
export interface DownwardAPIProjection {
  /** The files. */
  items?: DownwardAPIVolumeFile[];
}

/** ImageVolumeSource shows the files of an image. */
export interface ImageVolumeSource {
  /** The image, as for a container. */
  reference?: string;
  /**
   * Always, Never or IfNotPresent, as for a container.
   *
   * One of: Always, Never, IfNotPresent.
   */
  pullPolicy?: string;
}
