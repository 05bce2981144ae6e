import { humanDuration } from "./shared/human-duration.js";
import { head, row } from "../testing/strategy-run.js";

const NOW = "2026-01-01T01:00:00Z";
const metadata = (name: string, more: object = {}) => ({ name, creationTimestamp: "2026-01-01T00:00:00Z", ...more });
const template = {
  spec: {
    containers: [
      { name: "a", image: "img:1" },
      { name: "b", image: "img:2" },
    ],
  },
};

test.each([
  [0, "0s"],
  [119, "119s"],
  [120, "2m"],
  [599, "9m59s"],
  [600, "10m"],
  [3 * 3600 - 1, "179m"],
  [3 * 3600, "3h"],
  [3 * 3600 + 60, "3h1m"],
  [8 * 3600, "8h"],
  [47 * 3600, "47h"],
  [48 * 3600, "2d"],
  [50 * 3600, "2d2h"],
  [8 * 86_400, "8d"],
  [729 * 86_400, "729d"],
  [730 * 86_400, "2y"],
  [800 * 86_400, "2y70d"],
  [8 * 365 * 86_400, "8y"],
  [-1, "0s"],
  [-5, "<invalid>"],
])("%d seconds are %s", (seconds, text) => {
  expect(humanDuration(seconds * 1000)).toBe(text);
});

test.each([
  [
    "v1/nodes",
    {
      metadata: metadata("n", { labels: { "node-role.kubernetes.io/control-plane": "", "kubernetes.io/role": "x" } }),
      spec: { unschedulable: true },
      status: {
        conditions: [{ type: "Ready", status: "True" }],
        addresses: [{ type: "InternalIP", address: "10.0.0.1" }],
        nodeInfo: {
          kubeletVersion: "v1.35.0",
          osImage: "OS",
          kernelVersion: "6",
          containerRuntimeVersion: "containerd://2",
        },
      },
    },
    "NAME  STATUS  ROLES  AGE  VERSION | INTERNAL-IP  EXTERNAL-IP  OS-IMAGE  KERNEL-VERSION  CONTAINER-RUNTIME",
    "n  Ready,SchedulingDisabled  control-plane,x  60m  v1.35.0 | 10.0.0.1  <none>  OS  6  containerd://2",
  ],
  ["v1/namespaces", { metadata: metadata("x"), status: { phase: "Active" } }, "NAME  STATUS  AGE", "x  Active  60m"],
  [
    "v1/services",
    {
      metadata: metadata("s"),
      spec: {
        type: "NodePort",
        clusterIP: "10.96.0.9",
        ports: [
          { port: 80, nodePort: 30080, protocol: "TCP" },
          { port: 53, protocol: "UDP" },
        ],
        selector: { a: "b" },
      },
    },
    "NAME  TYPE  CLUSTER-IP  EXTERNAL-IP  PORT(S)  AGE | SELECTOR",
    "s  NodePort  10.96.0.9  <none>  80:30080/TCP,53/UDP  60m | a=b",
  ],
  [
    "v1/services",
    {
      metadata: metadata("s"),
      spec: { type: "LoadBalancer", clusterIP: "10.96.0.9", ports: [{ port: 80, protocol: "TCP" }] },
      status: { loadBalancer: {} },
    },
    "NAME  TYPE  CLUSTER-IP  EXTERNAL-IP  PORT(S)  AGE | SELECTOR",
    "s  LoadBalancer  10.96.0.9  <pending>  80/TCP  60m | <none>",
  ],
  [
    "v1/configmaps",
    { metadata: metadata("c"), data: { a: "1" }, binaryData: { b: "" } },
    "NAME  DATA  AGE",
    "c  2  60m",
  ],
  [
    "v1/secrets",
    { metadata: metadata("s"), type: "Opaque", data: { a: "" } },
    "NAME  TYPE  DATA  AGE",
    "s  Opaque  1  60m",
  ],
  ["v1/serviceaccounts", { metadata: metadata("s"), secrets: [{ name: "a" }] }, "NAME  AGE", "s  60m"],
  [
    "apps/v1/deployments",
    {
      metadata: metadata("d"),
      spec: { replicas: 3, template, selector: { matchLabels: { a: "b" } } },
      status: { readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 },
    },
    "NAME  READY  UP-TO-DATE  AVAILABLE  AGE | CONTAINERS  IMAGES  SELECTOR",
    "d  1/3  2  1  60m | a,b  img:1,img:2  a=b",
  ],
  [
    "apps/v1/replicasets",
    {
      metadata: metadata("r"),
      spec: { replicas: 3, template, selector: { matchLabels: { a: "b" } } },
      status: { replicas: 2, readyReplicas: 1 },
    },
    "NAME  DESIRED  CURRENT  READY  AGE | CONTAINERS  IMAGES  SELECTOR",
    "r  3  2  1  60m | a,b  img:1,img:2  a=b",
  ],
  [
    "apps/v1/statefulsets",
    { metadata: metadata("s"), spec: { replicas: 3, template }, status: { readyReplicas: 1 } },
    "NAME  READY  AGE | CONTAINERS  IMAGES",
    "s  1/3  60m | a,b  img:1,img:2",
  ],
  [
    "apps/v1/daemonsets",
    {
      metadata: metadata("d"),
      spec: { template, selector: { matchLabels: { a: "b" } } },
      status: {
        desiredNumberScheduled: 3,
        currentNumberScheduled: 2,
        numberReady: 1,
        updatedNumberScheduled: 2,
        numberAvailable: 1,
      },
    },
    "NAME  DESIRED  CURRENT  READY  UP-TO-DATE  AVAILABLE  NODE SELECTOR  AGE | CONTAINERS  IMAGES  SELECTOR",
    "d  3  2  1  2  1  <none>  60m | a,b  img:1,img:2  a=b",
  ],
  [
    "batch/v1/jobs",
    {
      metadata: metadata("j"),
      spec: { completions: 3, template },
      status: { succeeded: 1, startTime: "2026-01-01T00:30:00Z" },
    },
    "NAME  STATUS  COMPLETIONS  DURATION  AGE | CONTAINERS  IMAGES  SELECTOR",
    "j  Running  1/3  30m  60m | a,b  img:1,img:2  <none>",
  ],
  [
    "batch/v1/cronjobs",
    {
      metadata: metadata("c"),
      spec: { schedule: "* * * * *", suspend: false, jobTemplate: { spec: { template } } },
      status: { lastScheduleTime: "2026-01-01T00:59:30Z" },
    },
    "NAME  SCHEDULE  TIMEZONE  SUSPEND  ACTIVE  LAST SCHEDULE  AGE | CONTAINERS  IMAGES  SELECTOR",
    "c  * * * * *  <none>  False  0  30s  60m | a,b  img:1,img:2  <none>",
  ],
  [
    "v1/persistentvolumeclaims",
    {
      metadata: metadata("c"),
      spec: { volumeName: "v", storageClassName: "s", volumeMode: "Filesystem", accessModes: ["ReadWriteOnce"] },
      status: { phase: "Bound", capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce", "ReadWriteMany"] },
    },
    "NAME  STATUS  VOLUME  CAPACITY  ACCESS MODES  STORAGECLASS  VOLUMEATTRIBUTESCLASS  AGE | VOLUMEMODE",
    "c  Bound  v  1Gi  RWO,RWX  s  <unset>  60m | Filesystem",
  ],
  [
    "v1/persistentvolumes",
    {
      metadata: metadata("v"),
      spec: {
        capacity: { storage: "1Gi" },
        accessModes: ["ReadWriteOnce"],
        persistentVolumeReclaimPolicy: "Retain",
        claimRef: { namespace: "x", name: "c" },
      },
      status: { phase: "Bound" },
    },
    "NAME  CAPACITY  ACCESS MODES  RECLAIM POLICY  STATUS  CLAIM  STORAGECLASS  VOLUMEATTRIBUTESCLASS  REASON  AGE | VOLUMEMODE",
    "v  1Gi  RWO  Retain  Bound  x/c    <unset>    60m | <unset>",
  ],
  [
    "networking.k8s.io/v1/ingresses",
    {
      metadata: metadata("i"),
      spec: { ingressClassName: "nginx", rules: [{ host: "a.org" }, { host: "b.org" }], tls: [{}] },
      status: { loadBalancer: { ingress: [{ ip: "1.2.3.4" }] } },
    },
    "NAME  CLASS  HOSTS  ADDRESS  PORTS  AGE",
    "i  nginx  a.org,b.org  1.2.3.4  80, 443  60m",
  ],
  [
    "policy/v1/poddisruptionbudgets",
    { metadata: metadata("p"), spec: { minAvailable: "50%" }, status: { disruptionsAllowed: 1 } },
    "NAME  MIN AVAILABLE  MAX UNAVAILABLE  ALLOWED DISRUPTIONS  AGE",
    "p  50%  N/A  1  60m",
  ],
  [
    "autoscaling/v2/horizontalpodautoscalers",
    {
      metadata: metadata("h"),
      spec: {
        scaleTargetRef: { kind: "Deployment", name: "d" },
        minReplicas: 1,
        maxReplicas: 5,
        metrics: [
          { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
        ],
      },
      status: { currentReplicas: 2 },
    },
    "NAME  REFERENCE  TARGETS  MINPODS  MAXPODS  REPLICAS  AGE",
    "h  Deployment/d  cpu: <unknown>/80%  1  5  2  60m",
  ],
  [
    "rbac.authorization.k8s.io/v1/rolebindings",
    {
      metadata: metadata("b"),
      roleRef: { kind: "Role", name: "r" },
      subjects: [
        { kind: "User", name: "u" },
        { kind: "ServiceAccount", namespace: "x", name: "s" },
      ],
    },
    "NAME  ROLE  AGE | USERS  GROUPS  SERVICEACCOUNTS",
    "b  Role/r  60m | u    x/s",
  ],
  [
    "storage.k8s.io/v1/storageclasses",
    {
      metadata: metadata("s", { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } }),
      provisioner: "p",
      reclaimPolicy: "Delete",
      volumeBindingMode: "Immediate",
      allowVolumeExpansion: true,
    },
    "NAME  PROVISIONER  RECLAIMPOLICY  VOLUMEBINDINGMODE  ALLOWVOLUMEEXPANSION  AGE",
    "s (default)  p  Delete  Immediate  true  60m",
  ],
  [
    "scheduling.k8s.io/v1/priorityclasses",
    { metadata: metadata("p"), value: 5, preemptionPolicy: "Never" },
    "NAME  VALUE  GLOBAL-DEFAULT  AGE  PREEMPTIONPOLICY",
    "p  5  false  60m  Never",
  ],
  [
    "coordination.k8s.io/v1/leases",
    { metadata: metadata("l"), spec: { holderIdentity: "me" } },
    "NAME  HOLDER  AGE",
    "l  me  60m",
  ],
  [
    "discovery.k8s.io/v1/endpointslices",
    {
      metadata: metadata("e"),
      addressType: "IPv4",
      ports: [{ port: 80 }],
      endpoints: ["1", "2", "3", "4"].map((end) => ({ addresses: [`10.0.0.${end}`] })),
    },
    "NAME  ADDRESSTYPE  PORTS  ENDPOINTS  AGE",
    "e  IPv4  80  10.0.0.1,10.0.0.2,10.0.0.3 + 1 more...  60m",
  ],
  [
    "certificates.k8s.io/v1/certificatesigningrequests",
    {
      metadata: metadata("c"),
      spec: { signerName: "a/b", username: "jane" },
      status: { conditions: [{ type: "Approved" }], certificate: "x" },
    },
    "NAME  AGE  SIGNERNAME  REQUESTOR  REQUESTEDDURATION  CONDITION",
    "c  60m  a/b  jane  <none>  Approved,Issued",
  ],
  [
    "v1/events",
    {
      metadata: metadata("e"),
      involvedObject: { kind: "Pod", name: "p" },
      type: "Normal",
      reason: "Pulled",
      message: "done \n",
      count: 3,
      firstTimestamp: "2026-01-01T00:00:00Z",
      lastTimestamp: "2026-01-01T00:59:00Z",
      source: { component: "kubelet", host: "n" },
    },
    "LAST SEEN  TYPE  REASON  OBJECT  MESSAGE | SUBOBJECT  SOURCE  FIRST SEEN  COUNT  NAME",
    "60s  Normal  Pulled  pod/p  done |   kubelet, n  60m  3  e",
  ],
])("%s", (kind, object, columns, cells) => {
  expect(head(kind)).toBe(columns);
  expect(row(kind, object, NOW)).toBe(cells);
});
