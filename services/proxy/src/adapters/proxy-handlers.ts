import {
  FrontendKind as WireKind,
  ProxyServiceDefinition,
  type RuleSet,
} from "@flotilla/contracts/gen/flotilla/proxy/v1/proxy.js";
import { type CallContext, type Handlers, Pushable, register, type Registration } from "@flotilla/service";
import { type FrontendKind, masquerades, type Rule } from "../core/rules.js";

const KINDS: Readonly<Record<FrontendKind, WireKind>> = {
  "cluster-ip": WireKind.FRONTEND_KIND_CLUSTER_IP,
  "node-port": WireKind.FRONTEND_KIND_NODE_PORT,
  "external-ip": WireKind.FRONTEND_KIND_EXTERNAL_IP,
  "load-balancer": WireKind.FRONTEND_KIND_LOAD_BALANCER,
};

/** What is in force, for those who ask. */
export interface AppliedRules {
  readonly generation: number;
  readonly mode: string;
  readonly rules: readonly Rule[];
}

/** `flotilla.proxy.v1`: the rules in force, as data. */
export class RulePublisher {
  #applied: AppliedRules = { generation: 0, mode: "", rules: [] };
  readonly #readers = new Set<Pushable<RuleSet>>();

  publish(applied: AppliedRules): void {
    this.#applied = applied;
    for (const reader of this.#readers) reader.push(toWire(applied));
  }

  registration(): Registration {
    const handlers: Handlers<typeof ProxyServiceDefinition> = {
      getRules: async () => ({ rules: toWire(this.#applied) }),
      watchRules: (_request, call) => this.#watch(call),
    };
    return register(ProxyServiceDefinition, handlers);
  }

  async *#watch(call: CallContext): AsyncIterable<{ rules: RuleSet }> {
    const reader = new Pushable<RuleSet>({ capacity: 1, overflow: "drop-oldest" });
    this.#readers.add(reader);
    call.signal.addEventListener("abort", () => reader.end());
    reader.push(toWire(this.#applied));
    try {
      for await (const rules of reader) yield { rules };
    } finally {
      this.#readers.delete(reader);
    }
  }
}

function toWire({ generation, mode, rules }: AppliedRules): RuleSet {
  return {
    generation: BigInt(generation),
    mode,
    rules: rules.map((rule) => ({
      namespace: rule.namespace,
      service: rule.service,
      portName: rule.portName,
      kind: KINDS[rule.kind],
      address: rule.address,
      protocol: rule.protocol,
      port: rule.port,
      backends: rule.backends.map(({ address, port, local }) => ({ address, port, local })),
      affinitySeconds: rule.affinitySeconds,
      masquerade: masquerades(rule),
    })),
  };
}
