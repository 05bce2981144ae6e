import { chainName, type CountChain, MARK_BASE } from "./nft-ruleset.js";
import { type Backend, frontendKey, type Rule } from "./rules.js";

/** The elements of every map and set, by its name: key to value; sets have "" as value. */
export type Elements = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Which endpoint stands in which slot, by frontend: kept from one time to the next, so that little changes. */
export type Slots = ReadonlyMap<string, readonly string[]>;

export interface Rendered {
  readonly elements: Elements;
  readonly chains: readonly CountChain[];
  readonly slots: Slots;
}

/** Turns rules into the elements that the kernel shall hold. */
export function renderElements(rules: readonly Rule[], previous: Slots, nodeIps: readonly string[]): Rendered {
  const rendering = new Rendering(previous);
  for (const ip of nodeIps) rendering.add("node-ips", ip);
  for (const rule of rules) rendering.addRule(rule);
  return { elements: rendering.elements, chains: [...rendering.chains.values()], slots: rendering.slots };
}

/**
 * Places `wanted` into slots 0 to N-1 so that as few as possible move: who stays keeps its slot, who comes takes a free
 * one, and the last ones fill the holes.
 */
export function assignSlots(previous: readonly string[], wanted: readonly string[]): string[] {
  const missing = new Set(wanted);
  const slots: (string | undefined)[] = previous
    .slice(0, wanted.length)
    .map((endpoint) => (missing.delete(endpoint) ? endpoint : undefined));
  while (slots.length < wanted.length) slots.push(undefined);
  const waiting = [...missing];
  return slots.map((endpoint) => endpoint ?? (waiting.shift() as string));
}

class Rendering {
  readonly elements = new Map<string, Map<string, string>>();
  readonly chains = new Map<string, CountChain>();
  readonly slots = new Map<string, readonly string[]>();

  constructor(private readonly previous: Slots) {}

  add(set: string, key: string, value = ""): void {
    const elements = this.elements.get(set) ?? new Map<string, string>();
    elements.set(key, value);
    this.elements.set(set, elements);
  }

  addRule(rule: Rule): void {
    if (rule.kind === "node-port") this.#addNodePort(rule);
    else this.#addAddress(rule);
    // A pod that reaches itself through its Service must see another source, or the answer bypasses the rules.
    for (const backend of rule.backends)
      if (backend.local) this.add("hairpin", `${backend.address} . ${backend.address}`);
  }

  #addAddress(rule: Rule): void {
    const frontend = `${rule.address} . ${rule.protocol.toLowerCase()} . ${rule.port}`;
    if (rule.kind === "cluster-ip") this.add("cluster-ips", rule.address);
    else this.add(rule.localOnly ? "external-local-ips" : "external-ips", rule.address);
    if (rule.backends.length === 0) return this.add("no-endpoints", frontend, rule.elsewhere ? "drop" : "goto refuse");
    const slots = this.#place(rule);
    const count = slots.length;
    const kind = rule.affinitySeconds > 0 ? "sticky" : "spread";
    this.add("service-ips", frontend, `goto ${this.#chain({ kind, count, timeoutSeconds: rule.affinitySeconds })}`);
    for (const [slot, endpoint] of slots.entries()) this.add("endpoints", `${frontend} . ${mark(slot)}`, endpoint);
  }

  #addNodePort(rule: Rule): void {
    const protocol = rule.protocol.toLowerCase();
    const frontend = `${protocol} . ${rule.port}`;
    if (rule.localOnly && protocol !== "sctp") this.add(`local-node-ports-${protocol}`, String(rule.port));
    if (rule.backends.length === 0)
      return this.add("no-endpoint-node-ports", frontend, rule.elsewhere ? "drop" : "goto refuse");
    const slots = this.#place(rule);
    const kind = rule.affinitySeconds > 0 ? "sticky-node-port" : "node-port";
    this.add(
      "node-ports",
      frontend,
      `goto ${this.#chain({ kind, count: slots.length, timeoutSeconds: rule.affinitySeconds })}`,
    );
    for (const [slot, endpoint] of slots.entries())
      this.add("node-port-endpoints", `${frontend} . ${mark(slot)}`, endpoint);
  }

  #place(rule: Rule): readonly string[] {
    const key = frontendKey(rule);
    const slots = assignSlots(this.previous.get(key) ?? [], rule.backends.map(endpointText));
    this.slots.set(key, slots);
    return slots;
  }

  #chain(chain: CountChain): string {
    const name = chainName(chain);
    this.chains.set(name, chain);
    return name;
  }
}

/** As nft prints marks. */
function mark(slot: number): string {
  return `0x${(MARK_BASE + slot).toString(16)}`;
}

function endpointText(backend: Backend): string {
  return `${backend.address} . ${backend.port}`;
}
