export type Protocol = "TCP" | "UDP" | "SCTP";

/** The kinds of addresses that lead to a Service. */
export type FrontendKind = "cluster-ip" | "node-port" | "external-ip" | "load-balancer";

/** Where packets to one address and port go. */
export interface Rule {
  readonly namespace: string;
  readonly service: string;
  readonly portName: string;
  readonly kind: FrontendKind;
  /** Empty for node ports: every address of the node. */
  readonly address: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** Sorted by address and port. */
  readonly backends: readonly Backend[];
  /** 0: every connection chooses anew. */
  readonly affinitySeconds: number;
  /** The traffic policy keeps traffic on this node; the backends are then only the local ones. */
  readonly localOnly: boolean;
  /** With `localOnly`: endpoints exist, but on other nodes. Packets are dropped then, not refused. */
  readonly elsewhere: boolean;
}

export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly local: boolean;
}

/** Clients from outside see the node as the source, unless the traffic stays on this node. */
export function masquerades(rule: Rule): boolean {
  return rule.kind !== "cluster-ip" && !rule.localOnly;
}

export function frontendKey(rule: Pick<Rule, "address" | "protocol" | "port">): string {
  return `${rule.address}/${rule.protocol}/${rule.port}`;
}
