import type { NodeTable } from "./node-table.js";
import type { NodeMask } from "./pod-counter.js";
import type { Topology } from "./topology.js";

interface DomainList {
  readonly version: number;
  readonly domains: Int32Array;
}

/** Sets of nodes by what their labels and taints say, shared by all rules that mean the same set. */
export class NodeMasks {
  readonly #masks = new Map<string, NodeMask & { readonly includes: (node: number) => boolean }>();

  readonly #domains = new Map<string, DomainList>();

  constructor(private readonly nodes: NodeTable) {}

  /** `includes` must depend on nothing but the node's name, labels, taints and `key`. */
  get(key: string, includes: (node: number) => boolean): NodeMask {
    let mask = this.#masks.get(key);
    if (!mask) {
      mask = { key, bits: new Uint8Array(this.nodes.capacity), includes };
      for (let node = 0; node < this.nodes.size; node++) this.#judge(mask, node);
      this.#masks.set(key, mask);
    }
    return mask;
  }

  /** The domains in which there is a node of the mask; kept until `version` changes. */
  domainsOf(mask: NodeMask, topology: Topology, version: number): Int32Array {
    const key = `${topology.key}\n${mask.key}`;
    let known = this.#domains.get(key);
    if (known?.version !== version) {
      const found = new Set<number>();
      for (let node = 0; node < this.nodes.size; node++) {
        const domain = topology.domainOf[node]!;
        if (mask.bits[node] === 1 && domain >= 0) found.add(domain);
      }
      this.#domains.set(key, (known = { version, domains: Int32Array.from(found) }));
    }
    return known.domains;
  }

  update(node: number): void {
    for (const mask of this.#masks.values()) this.#judge(mask, node);
  }

  grow(): void {
    for (const mask of this.#masks.values()) {
      const bits = new Uint8Array(this.nodes.capacity);
      bits.set(mask.bits);
      mask.bits = bits;
    }
  }

  #judge(mask: NodeMask & { readonly includes: (node: number) => boolean }, node: number): void {
    mask.bits[node] = this.nodes.alive[node] && mask.includes(node) ? 1 : 0;
  }
}
