import { DAY_MS, type CertificateRequest } from "./issue.js";

export type AuthorityName = "ca" | "front-proxy-ca";

/** The authorities, by the name of their files. They are renewed with the same key, so their end is nobody's surprise. */
export const authorities: Readonly<
  Record<AuthorityName, { readonly commonName: string; readonly validityMs: number }>
> = {
  ca: { commonName: "kubernetes", validityMs: 3650 * DAY_MS },
  "front-proxy-ca": { commonName: "front-proxy-ca", validityMs: 3650 * DAY_MS },
};

/** Every other certificate. */
const VALIDITY_MS = 365 * DAY_MS;

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "::1"];
/** Names and address of the Service "kubernetes", by which pods reach the ApiServer. */
const APISERVER_HOSTS = [
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
  "10.96.0.1",
];

export interface PairPlan {
  /** The files are NAME.crt and NAME.key. */
  readonly name: string;
  readonly authority: AuthorityName;
  readonly request: CertificateRequest;
}

/**
 * Every certificate of a cluster. Users and groups are those of Kubernetes, since authorisation goes by them. A
 * component that is both client and server has one pair for both, but the kubelet, whose serving certificate must not
 * open the ApiServer.
 */
export function pairPlans(extraHosts: readonly string[], nodes: readonly string[]): PairPlan[] {
  const hosts = [...new Set([...LOCAL_HOSTS, ...extraHosts])];
  return [
    server("apiserver", "kube-apiserver", [...hosts, ...APISERVER_HOSTS]),
    client("apiserver-kubelet-client", "kube-apiserver-kubelet-client", ["system:masters"]),
    client("apiserver-kv-client", "kube-apiserver-kv-client", []),
    // For a person with etcdctl: only this one and the ApiServer's may use the store.
    client("kv-operator", "kv-operator", []),
    { ...client("front-proxy-client", "front-proxy-client", []), authority: "front-proxy-ca" },
    // Members of a store call each other, so it is a client as well.
    both("kv", "kv", [], [...hosts, "kv"]),
    both("scheduler", "system:kube-scheduler", [], hosts),
    both("controller-manager", "system:kube-controller-manager", [], hosts),
    both("proxy", "system:kube-proxy", ["system:node-proxier"], hosts),
    client("admin", "kubernetes-admin", ["system:masters"]),
    ...nodes.flatMap((node) => [
      client(`kubelet-${node}-client`, `system:node:${node}`, ["system:nodes"]),
      server(`kubelet-${node}`, `system:node:${node}`, [...hosts, node]),
    ]),
  ];
}

function client(name: string, commonName: string, organizations: readonly string[]): PairPlan {
  return { name, authority: "ca", request: { commonName, organizations, usages: ["client"], validityMs: VALIDITY_MS } };
}

function server(name: string, commonName: string, hosts: readonly string[]): PairPlan {
  return { name, authority: "ca", request: { commonName, hosts, usages: ["server"], validityMs: VALIDITY_MS } };
}

function both(name: string, commonName: string, organizations: readonly string[], hosts: readonly string[]): PairPlan {
  return {
    name,
    authority: "ca",
    request: { commonName, organizations, hosts, usages: ["server", "client"], validityMs: VALIDITY_MS },
  };
}
