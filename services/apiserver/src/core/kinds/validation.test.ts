import { created } from "../testing/strategy-run.js";

const pod = (spec: object = {}, container: object = {}) => ({
  metadata: { name: "p" },
  spec: { containers: [{ name: "c", image: "i", ...container }], ...spec },
});
const template = (labels: object = { a: "b" }, spec: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: "c", image: "i" }], ...spec },
});
const selector = { matchLabels: { a: "b" } };

test.each([
  [{ metadata: { name: "p" }, spec: {} }, ["spec.containers: Required value"]],
  [pod({}, { name: "" }), ["spec.containers[0].name: Required value"]],
  [pod({}, { image: "" }), ["spec.containers[0].image: Required value"]],
  [
    pod({}, { name: "A_b" }),
    [
      "spec.containers[0].name: Invalid value: \"A_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    pod({
      containers: [
        { name: "c", image: "i" },
        { name: "c", image: "i" },
      ],
    }),
    ['spec.containers[1].name: Duplicate value: "c"'],
  ],
  [
    pod({ restartPolicy: "Sometimes" }),
    ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
  ],
  [
    pod({ activeDeadlineSeconds: 0 }),
    ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
  ],
  [
    pod({}, { ports: [{ containerPort: 0 }, { containerPort: 70_000 }] }),
    [
      "spec.containers[0].ports[0].containerPort: Required value",
      "spec.containers[0].ports[1].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive",
    ],
  ],
  [
    pod({}, { resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }),
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
  ],
  [
    pod({}, { volumeMounts: [{ name: "v", mountPath: "/a" }] }),
    ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
  ],
  [
    pod({}, { imagePullPolicy: "Often" }),
    [
      'spec.containers[0].imagePullPolicy: Unsupported value: "Often": supported values: "Always", "IfNotPresent", "Never"',
    ],
  ],
  [
    pod({ volumes: [{ name: "v", emptyDir: {}, hostPath: { path: "/" } }] }),
    ["spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type"],
  ],
  [
    pod({}, { livenessProbe: { successThreshold: 2, httpGet: { port: 80 } } }),
    ["spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1"],
  ],
  [pod({}, { readinessProbe: {} }), ["spec.containers[0].readinessProbe: Required value: must specify a handler type"]],
  [
    pod({ tolerations: [{ operator: "Exists", key: "a", value: "b" }] }),
    ["spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'"],
  ],
])("pod %j", (object, errors) => {
  expect(created("v1/pods", object).errors).toEqual(errors);
});

test.each([
  ["v1/services", { metadata: { name: "s" }, spec: {} }, ["spec.ports: Required value"]],
  [
    "v1/services",
    { metadata: { name: "s" }, spec: { ports: [{ port: 80 }, { port: 81, name: "b" }] } },
    ["spec.ports[0].name: Required value"],
  ],
  [
    "v1/services",
    { metadata: { name: "s" }, spec: { ports: [{ port: 0 }] } },
    [
      "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
      "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive",
    ],
  ],
  [
    "v1/services",
    { metadata: { name: "s" }, spec: { type: "NodePort", clusterIP: "None", ports: [{ port: 80 }] } },
    ["spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"],
  ],
  [
    "v1/services",
    { metadata: { name: "s" }, spec: { type: "ExternalName", externalName: "" } },
    ["spec.externalName: Required value"],
  ],
  [
    "v1/configmaps",
    { metadata: { name: "c" }, data: { "a b": "" } },
    [
      "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    ],
  ],
  [
    "v1/secrets",
    { metadata: { name: "s" }, type: "kubernetes.io/tls", data: { "tls.crt": "" } },
    ["data[tls.key]: Required value"],
  ],
  [
    "v1/secrets",
    { metadata: { name: "s" }, type: "kubernetes.io/service-account-token" },
    ["metadata.annotations[kubernetes.io/service-account.name]: Required value"],
  ],
  [
    "apps/v1/deployments",
    { metadata: { name: "d" }, spec: { selector, template: template({ a: "c" }) } },
    ['spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`'],
  ],
  [
    "apps/v1/deployments",
    { metadata: { name: "d" }, spec: { selector, template: template(undefined, { restartPolicy: "Never" }) } },
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    "apps/v1/deployments",
    { metadata: { name: "d" }, spec: { replicas: -1, selector, template: template() } },
    ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
  ],
  [
    "apps/v1/deployments",
    {
      metadata: { name: "d" },
      spec: {
        selector,
        template: template(),
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } },
      },
    },
    ["spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"],
  ],
  [
    "batch/v1/jobs",
    { metadata: { name: "j", uid: "u" }, spec: { template: template({}, { restartPolicy: "Always" }) } },
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    "batch/v1/cronjobs",
    {
      metadata: { name: "c" },
      spec: { schedule: "often", jobTemplate: { spec: { template: template({}, { restartPolicy: "Never" }) } } },
    },
    ['spec.schedule: Invalid value: "often": expected exactly 5 fields, found 1: [often]'],
  ],
  [
    "v1/persistentvolumeclaims",
    { metadata: { name: "c" }, spec: {} },
    ["spec.accessModes: Required value: at least 1 access mode is required", "spec.resources[storage]: Required value"],
  ],
  [
    "policy/v1/poddisruptionbudgets",
    { metadata: { name: "p" }, spec: { minAvailable: 1, maxUnavailable: 1 } },
    ['spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set'],
  ],
  [
    "rbac.authorization.k8s.io/v1/clusterroles",
    {
      metadata: { name: "r" },
      rules: [
        { verbs: [], apiGroups: [""], resources: ["pods"] },
        { verbs: ["get"], resources: ["pods"] },
      ],
    },
    [
      "rules[0].verbs: Required value: verbs must contain at least one value",
      "rules[1].apiGroups: Required value: resource rules must supply at least one api group",
    ],
  ],
  [
    "networking.k8s.io/v1/ingresses",
    { metadata: { name: "i" }, spec: {} },
    ["spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"],
  ],
  [
    "scheduling.k8s.io/v1/priorityclasses",
    { metadata: { name: "p" }, value: 2_000_000_000 },
    ["value: Forbidden: maximum allowed value of a user defined priority is 1000000000"],
  ],
  [
    "autoscaling/v2/horizontalpodautoscalers",
    {
      metadata: { name: "h" },
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" },
        minReplicas: 5,
        maxReplicas: 3,
      },
    },
    ["spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`"],
  ],
])("%s %j", (kind, object, errors) => {
  expect(created(kind, object).errors).toEqual(errors);
});
