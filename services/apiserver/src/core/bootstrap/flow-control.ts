import type { KubeObject } from "@flotilla/api";
import type {
  FlowSchemaSpec,
  PriorityLevelConfigurationSpec,
  ResourcePolicyRule,
  Subject,
} from "@flotilla/api/types/flowcontrol/v1.js";
import type { WantedObject } from "./ensure.js";

/**
 * The flow schemas and priority levels that every cluster has. Clients and tests look for them; Flotilla does not queue
 * by them. Source: the values that kube-apiserver 1.35 creates (`apiserver/pkg/apis/flowcontrol/bootstrap`).
 */
const group = (name: string): Subject => ({ kind: "Group", group: { name } });
const user = (name: string): Subject => ({ kind: "User", user: { name } });
const KUBE_SYSTEM_ACCOUNTS: Subject = {
  kind: "ServiceAccount",
  serviceAccount: { name: "*", namespace: "kube-system" },
};
const EVERYBODY = [group("system:unauthenticated"), group("system:authenticated")];

const ALL: ResourcePolicyRule = {
  apiGroups: ["*"],
  clusterScope: true,
  namespaces: ["*"],
  resources: ["*"],
  verbs: ["*"],
};
const EVERYTHING = { resourceRules: [ALL], nonResourceRules: [{ nonResourceURLs: ["*"], verbs: ["*"] }] };
const LEASES: ResourcePolicyRule = {
  apiGroups: ["coordination.k8s.io"],
  namespaces: ["*"],
  resources: ["leases"],
  verbs: ["*"],
};
const NODES: ResourcePolicyRule = {
  apiGroups: [""],
  clusterScope: true,
  namespaces: ["*"],
  resources: ["nodes", "nodes/status"],
  verbs: ["*"],
};
const PROBES = { nonResourceRules: [{ nonResourceURLs: ["/healthz", "/readyz", "/livez"], verbs: ["get"] }] };
const ELECTION = { resourceRules: [{ ...LEASES, verbs: ["get", "create", "update"] }] };

type Rules = Pick<NonNullable<FlowSchemaSpec["rules"]>[number], "resourceRules" | "nonResourceRules">;
type Flow = readonly [
  name: string,
  level: string,
  precedence: number,
  distinguisher: string | undefined,
  rules: Rules,
  subjects: Subject[],
];

const FLOWS: readonly Flow[] = [
  ["exempt", "exempt", 1, undefined, EVERYTHING, [group("system:masters")]],
  ["probes", "exempt", 2, undefined, PROBES, EVERYBODY],
  [
    "system-leader-election",
    "leader-election",
    100,
    "ByUser",
    ELECTION,
    [user("system:kube-controller-manager"), user("system:kube-scheduler"), KUBE_SYSTEM_ACCOUNTS],
  ],
  ["system-node-high", "node-high", 400, "ByUser", { resourceRules: [NODES, LEASES] }, [group("system:nodes")]],
  ["system-nodes", "system", 500, "ByUser", EVERYTHING, [group("system:nodes")]],
  [
    "kube-controller-manager",
    "workload-high",
    800,
    "ByNamespace",
    EVERYTHING,
    [user("system:kube-controller-manager")],
  ],
  ["kube-scheduler", "workload-high", 800, "ByNamespace", EVERYTHING, [user("system:kube-scheduler")]],
  ["kube-system-service-accounts", "workload-high", 900, "ByNamespace", EVERYTHING, [KUBE_SYSTEM_ACCOUNTS]],
  ["service-accounts", "workload-low", 9000, "ByUser", EVERYTHING, [group("system:serviceaccounts")]],
  ["global-default", "global-default", 9900, "ByUser", EVERYTHING, EVERYBODY],
  ["catch-all", "catch-all", 10_000, "ByUser", EVERYTHING, EVERYBODY],
];

/** Shares, percent that may be lent, queues, hand size. */
const LIMITED: readonly (readonly [
  name: string,
  shares: number,
  lendable: number,
  queues: number,
  handSize: number,
])[] = [
  ["system", 30, 33, 64, 6],
  ["node-high", 40, 25, 64, 6],
  ["leader-election", 10, 0, 16, 4],
  ["workload-high", 40, 50, 128, 6],
  ["workload-low", 100, 90, 128, 6],
  ["global-default", 20, 50, 128, 6],
];
const QUEUE_LENGTH = 50;

export function flowControlObjects(): WantedObject[] {
  return [
    level("exempt", { type: "Exempt", exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }),
    level("catch-all", {
      type: "Limited",
      limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: "Reject" } },
    }),
    ...LIMITED.map(([name, nominalConcurrencyShares, lendablePercent, queues, handSize]) =>
      level(name, {
        type: "Limited",
        limited: {
          nominalConcurrencyShares,
          lendablePercent,
          limitResponse: { type: "Queue", queuing: { queues, handSize, queueLengthLimit: QUEUE_LENGTH } },
        },
      }),
    ),
    ...FLOWS.map(flowSchema),
  ];
}

function level(name: string, spec: PriorityLevelConfigurationSpec): WantedObject {
  return wanted("prioritylevelconfigurations", "PriorityLevelConfiguration", name, spec);
}

function flowSchema([name, levelName, matchingPrecedence, distinguisher, rules, subjects]: Flow): WantedObject {
  const spec: FlowSchemaSpec = {
    priorityLevelConfiguration: { name: levelName },
    matchingPrecedence,
    ...(distinguisher === undefined ? {} : { distinguisherMethod: { type: distinguisher } }),
    rules: [{ ...rules, subjects }],
  };
  const message = `This FlowSchema references the PriorityLevelConfiguration object named "${levelName}" and it exists`;
  const condition = { type: "Dangling", status: "False", reason: "Found", message };
  return { ...wanted("flowschemas", "FlowSchema", name, spec), condition };
}

function wanted(resource: string, kind: string, name: string, spec: object): WantedObject {
  const metadata = { name, annotations: { "apf.kubernetes.io/autoupdate-spec": "true" } };
  const object = { apiVersion: "flowcontrol.apiserver.k8s.io/v1", kind, metadata, spec } as KubeObject;
  return { group: "flowcontrol.apiserver.k8s.io", version: "v1", resource, object };
}
