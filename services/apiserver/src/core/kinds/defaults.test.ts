import { created } from "../testing/strategy-run.js";

const template = { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "c", image: "img" }] } };
/** What every pod spec gets. */
const podSpec = (restartPolicy = "Always", image = "img") => ({
  containers: [
    {
      name: "c",
      image,
      imagePullPolicy: "Always",
      resources: {},
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
    },
  ],
  dnsPolicy: "ClusterFirst",
  restartPolicy,
  schedulerName: "default-scheduler",
  securityContext: {},
  terminationGracePeriodSeconds: 30,
});
const selector = { matchLabels: { a: "b" } };

test.each([
  [
    "v1/pods",
    { metadata: { name: "p" }, spec: template.spec },
    { spec: { ...podSpec(), enableServiceLinks: true }, status: { phase: "Pending", qosClass: "BestEffort" } },
  ],
  [
    "v1/namespaces",
    { metadata: { name: "n" } },
    {
      metadata: { name: "n", labels: { "kubernetes.io/metadata.name": "n" } },
      spec: { finalizers: ["kubernetes"] },
      status: { phase: "Active" },
    },
  ],
  [
    "v1/services",
    { metadata: { name: "s" }, spec: { ports: [{ port: 80 }], selector: { a: "b" } } },
    {
      spec: {
        type: "ClusterIP",
        sessionAffinity: "None",
        ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
        internalTrafficPolicy: "Cluster",
      },
    },
  ],
  [
    "v1/services",
    {
      metadata: { name: "s" },
      spec: { type: "LoadBalancer", sessionAffinity: "ClientIP", ports: [{ port: 80, targetPort: "http" }] },
    },
    {
      spec: {
        allocateLoadBalancerNodePorts: true,
        externalTrafficPolicy: "Cluster",
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
        ports: [{ port: 80, protocol: "TCP", targetPort: "http" }],
      },
    },
  ],
  ["v1/secrets", { metadata: { name: "s" }, stringData: { a: "x" } }, { type: "Opaque", data: { a: "eA==" } }],
  [
    "v1/persistentvolumeclaims",
    { metadata: { name: "c" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
    { spec: { volumeMode: "Filesystem" }, status: { phase: "Pending" } },
  ],
  [
    "v1/persistentvolumes",
    {
      metadata: { name: "v" },
      spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], hostPath: { path: "/a" } },
    },
    {
      spec: { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem", hostPath: { path: "/a", type: "" } },
      status: { phase: "Pending" },
    },
  ],
  [
    "apps/v1/deployments",
    { metadata: { name: "d" }, spec: { selector, template } },
    {
      spec: {
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
        template: { spec: podSpec() },
      },
    },
  ],
  [
    "apps/v1/statefulsets",
    { metadata: { name: "s" }, spec: { selector, template } },
    {
      spec: {
        replicas: 1,
        revisionHistoryLimit: 10,
        podManagementPolicy: "OrderedReady",
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      },
    },
  ],
  [
    "apps/v1/daemonsets",
    { metadata: { name: "d" }, spec: { selector, template } },
    {
      spec: {
        revisionHistoryLimit: 10,
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      },
    },
  ],
  ["apps/v1/replicasets", { metadata: { name: "r" }, spec: { selector, template } }, { spec: { replicas: 1 } }],
  [
    "batch/v1/cronjobs",
    {
      metadata: { name: "c" },
      spec: {
        schedule: "* * * * *",
        jobTemplate: { spec: { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } } },
      },
    },
    { spec: { concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 } },
  ],
  [
    "autoscaling/v2/horizontalpodautoscalers",
    {
      metadata: { name: "h" },
      spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" }, maxReplicas: 3 },
    },
    {
      spec: {
        minReplicas: 1,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
        ],
      },
    },
  ],
  [
    "networking.k8s.io/v1/networkpolicies",
    { metadata: { name: "n" }, spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }], egress: [{}] } },
    { spec: { policyTypes: ["Ingress", "Egress"], ingress: [{ ports: [{ port: 80, protocol: "TCP" }] }] } },
  ],
  [
    "storage.k8s.io/v1/storageclasses",
    { metadata: { name: "s" }, provisioner: "p" },
    { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" },
  ],
  [
    "scheduling.k8s.io/v1/priorityclasses",
    { metadata: { name: "p" }, value: 1 },
    { preemptionPolicy: "PreemptLowerPriority" },
  ],
  [
    "rbac.authorization.k8s.io/v1/rolebindings",
    {
      metadata: { name: "b" },
      roleRef: { kind: "Role", name: "r" },
      subjects: [
        { kind: "User", name: "u" },
        { kind: "ServiceAccount", name: "s", namespace: "x" },
      ],
    },
    {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
      subjects: [
        { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "u" },
        { kind: "ServiceAccount", name: "s", namespace: "x" },
      ],
    },
  ],
])("%s", (kind, object, expected) => {
  const { object: result, errors } = created(kind, object);
  expect(result).toMatchObject(expected);
  expect(errors).toEqual([]);
});

test("the pull policy follows the tag", () => {
  const policyOf = (image: string): unknown => {
    const { object } = created("v1/pods", { metadata: { name: "p" }, spec: { containers: [{ name: "c", image }] } });
    return (object as { spec?: { containers: { imagePullPolicy?: string }[] } }).spec?.containers[0]?.imagePullPolicy;
  };
  expect(policyOf("img")).toBe("Always");
  expect(policyOf("img:latest")).toBe("Always");
  expect(policyOf("host:5000/img")).toBe("Always");
  expect(policyOf("img:1")).toBe("IfNotPresent");
  expect(policyOf("img@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")).toBe("IfNotPresent");
});

test("limits are requests, unless told", () => {
  const { object } = created("v1/pods", {
    metadata: { name: "p" },
    spec: {
      containers: [
        { name: "c", image: "i", resources: { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } } },
      ],
    },
  });
  expect(object).toMatchObject({
    spec: { containers: [{ resources: { requests: { cpu: "500m", memory: "1Gi" } } }] },
    status: { qosClass: "Burstable" },
  });
});

test("probes and volumes of pods", () => {
  const { object, errors } = created("v1/pods", {
    metadata: { name: "p" },
    spec: {
      serviceAccountName: "s",
      containers: [
        {
          name: "c",
          image: "i",
          livenessProbe: { httpGet: { port: 80 } },
          readinessProbe: { grpc: { port: 9 } },
          ports: [{ containerPort: 80 }],
        },
      ],
      volumes: [
        { name: "a" },
        { name: "b", secret: { secretName: "s" } },
        { name: "c", hostPath: { path: "/x" } },
        { name: "d", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
        { name: "e", downwardAPI: { items: [{ path: "n", fieldRef: { fieldPath: "metadata.name" } }] } },
      ],
    },
  });
  expect(errors).toEqual([]);
  const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  expect(object).toMatchObject({
    spec: {
      containers: [
        {
          livenessProbe: { httpGet: { port: 80, path: "/", scheme: "HTTP" }, ...probe },
          readinessProbe: { grpc: { port: 9, service: "" }, ...probe },
          ports: [{ containerPort: 80, protocol: "TCP" }],
        },
      ],
      volumes: [
        { name: "a", emptyDir: {} },
        { name: "b", secret: { defaultMode: 420 } },
        { name: "c", hostPath: { type: "" } },
        { name: "d", projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3600 } }] } },
        { name: "e", downwardAPI: { defaultMode: 420, items: [{ fieldRef: { apiVersion: "v1" } }] } },
      ],
    },
  });
});

test("ports of pods on the host's network are the host's", () => {
  const { object } = created("v1/pods", {
    metadata: { name: "p" },
    spec: { hostNetwork: true, containers: [{ name: "c", image: "i", ports: [{ containerPort: 80 }] }] },
  });
  expect(object).toMatchObject({ spec: { containers: [{ ports: [{ hostPort: 80 }] }] } });
});

test("a job counts to one, and its pods bear its name", () => {
  const { object, errors } = created("batch/v1/jobs", {
    metadata: { name: "j", uid: "u" },
    spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] } } },
  });
  const labels = {
    "batch.kubernetes.io/controller-uid": "u",
    "batch.kubernetes.io/job-name": "j",
    "controller-uid": "u",
    "job-name": "j",
  };
  expect(errors).toEqual([]);
  expect(object).toMatchObject({
    spec: {
      backoffLimit: 6,
      completionMode: "NonIndexed",
      completions: 1,
      parallelism: 1,
      suspend: false,
      podReplacementPolicy: "TerminatingOrFailed",
      selector: { matchLabels: { "batch.kubernetes.io/controller-uid": "u" } },
      template: { metadata: { labels } },
    },
  });
});
