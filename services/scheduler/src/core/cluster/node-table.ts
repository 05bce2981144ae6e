import type { Node, Taint } from "@flotilla/api/types/core/v1.js";
import { amountsOf, type ResourceNames } from "../resources.js";

const INITIAL_CAPACITY = 64;
const UNSCHEDULABLE_TAINT = "node.kubernetes.io/unschedulable";

/** What is known of the nodes, in columns: a node is a number, and what it has is at that place of each column. */
export class NodeTable {
  readonly numbers = new Map<string, number>();
  /** 0 for numbers that no node has now. */
  alive = new Uint8Array(INITIAL_CAPACITY);
  /** Grows whenever the node, or what is on it, changes. */
  generation = new Float64Array(INITIAL_CAPACITY);
  /** By resource, by node. */
  readonly allocatable: Float64Array[] = [];
  readonly requested: Float64Array[] = [];
  scoredMilliCpu = new Float64Array(INITIAL_CAPACITY);
  scoredMemory = new Float64Array(INITIAL_CAPACITY);
  podsAllowed = new Int32Array(INITIAL_CAPACITY);
  podCount = new Int32Array(INITIAL_CAPACITY);
  readonly nodes: (Node | undefined)[] = [];
  readonly labels: Readonly<Record<string, string>>[] = [];
  readonly taints: (readonly Taint[])[] = [];
  readonly #free: number[] = [];
  #size = 0;

  constructor(private readonly resources: ResourceNames) {}

  /** Nodes have numbers below this. */
  get size(): number {
    return this.#size;
  }

  get capacity(): number {
    return this.alive.length;
  }

  get count(): number {
    return this.numbers.size;
  }

  name(node: number): string {
    return this.nodes[node]?.metadata?.name ?? "";
  }

  find(name: string): number | undefined {
    return this.numbers.get(name);
  }

  add(name: string): number {
    const node = this.#free.pop() ?? this.#size++;
    if (node >= this.capacity) this.#grow();
    this.numbers.set(name, node);
    this.alive[node] = 1;
    return node;
  }

  remove(node: number): void {
    this.numbers.delete(this.name(node));
    this.alive[node] = 0;
    this.nodes[node] = undefined;
    this.labels[node] = {};
    this.taints[node] = [];
    this.#free.push(node);
  }

  set(node: number, object: Node): void {
    this.nodes[node] = object;
    this.labels[node] = object.metadata?.labels ?? {};
    this.taints[node] = object.spec?.taints ?? [];
    const amounts = amountsOf(object.status?.allocatable);
    for (const column of this.allocatable) column[node] = 0;
    for (const [name, amount] of amounts) this.column(this.allocatable, this.resources.id(name))[node] = amount;
    this.podsAllowed[node] = amounts.get("pods") ?? 0;
  }

  isUnschedulable(node: number): boolean {
    return this.nodes[node]?.spec?.unschedulable ?? false;
  }

  /** The column of a resource; columns come into being when first needed. */
  column(of: Float64Array[], resource: number): Float64Array {
    for (let id = of.length; id <= resource; id++) of.push(new Float64Array(this.capacity));
    return of[resource]!;
  }

  #grow(): void {
    const capacity = 2 * this.capacity;
    this.alive = grown(this.alive, new Uint8Array(capacity));
    this.generation = grown(this.generation, new Float64Array(capacity));
    this.scoredMilliCpu = grown(this.scoredMilliCpu, new Float64Array(capacity));
    this.scoredMemory = grown(this.scoredMemory, new Float64Array(capacity));
    this.podsAllowed = grown(this.podsAllowed, new Int32Array(capacity));
    this.podCount = grown(this.podCount, new Int32Array(capacity));
    for (const columns of [this.allocatable, this.requested]) {
      for (const [id, column] of columns.entries()) columns[id] = grown(column, new Float64Array(capacity));
    }
  }
}

function grown<A extends Uint8Array | Int32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}

/** The taint that `spec.unschedulable` stands for. */
export const UNSCHEDULABLE: Taint = { key: UNSCHEDULABLE_TAINT, effect: "NoSchedule" };
