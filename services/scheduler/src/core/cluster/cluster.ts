import type { Labels } from "@flotilla/api/selectors/label.js";
import type { Namespace, Node, Pod } from "@flotilla/api/types/core/v1.js";
import { type PodInfo, podInfoOf } from "../pod-info.js";
import { ResourceNames } from "../resources.js";
import { ChangeLog } from "./change-log.js";
import { ClaimUse } from "./claim-use.js";
import { ImageIndex } from "./image-index.js";
import { PodIndex } from "./label-sets.js";
import type { NodeMask } from "./pod-counter.js";
import { NodeMasks } from "./node-masks.js";
import { NodeTable } from "./node-table.js";
import { Topology } from "./topology.js";
import { OtherObjects } from "./other-objects.js";

/** A pod that is on a node, or is about to be. */
export interface PlacedPod {
  readonly info: PodInfo;
  readonly nodeName: string;
  /** Decided by us, not yet seen as bound. */
  readonly assumed: boolean;
}

/**
 * The scheduler's picture of the cluster. Reads are of the live state: there is one thread, so nothing changes while a
 * decision is made. A what-if is done and undone (`trial`).
 */
export class Cluster {
  readonly resources = new ResourceNames();
  readonly nodes = new NodeTable(this.resources);
  readonly changes = new ChangeLog();
  readonly images = new ImageIndex();
  readonly masks = new NodeMasks(this.nodes);
  readonly others = new OtherObjects();
  readonly claims = new ClaimUse();
  readonly index: PodIndex;
  readonly #placed = new Map<string, PlacedPod>();
  /** By node number. */
  readonly #podsOn: Set<PodInfo>[] = [];
  /** Pods bound to nodes that are not known (yet). */
  readonly #strays = new Map<string, Set<PlacedPod>>();
  readonly #topologies = new Map<string, Topology>();
  readonly #namespaces = new Map<string, Labels>();
  readonly #nominated = new Map<string, Map<string, PodInfo>>();
  /** Node by pod. */
  readonly #nominatedTo = new Map<string, string>();

  constructor() {
    this.index = new PodIndex(
      (key) => this.topology(key),
      (namespace) => this.#namespaces.get(namespace),
      () => this.placedOnNodes(),
    );
  }

  info(pod: Pod): PodInfo {
    return podInfoOf(pod, this.resources);
  }

  topology(key: string): Topology {
    let topology = this.#topologies.get(key);
    if (!topology) {
      topology = new Topology(key, this.nodes.capacity);
      for (let node = 0; node < this.nodes.size; node++)
        if (this.nodes.alive[node]) topology.assign(node, this.nodes.labels[node]);
      this.#topologies.set(key, topology);
    }
    return topology;
  }

  /** Grows with every change of what pods with volumes depend on. */
  get storageVersion(): number {
    return this.others.storageVersion + this.claims.version;
  }

  /** The domains of a topology in which there is a node of the mask. */
  domainsOf(mask: NodeMask, topologyKey: string): Int32Array {
    return this.masks.domainsOf(mask, this.topology(topologyKey), this.changes.everythingAt);
  }

  // Nodes

  /** True when the news makes a difference to pods. */
  putNode(object: Node): boolean {
    const name = object.metadata?.name ?? "";
    const known = this.nodes.find(name);
    if (known === undefined) {
      this.#addNode(name, object);
      return true;
    }
    const old = this.nodes.nodes[known]!;
    if (!isPlacedAlike(old, object)) {
      this.#withoutPods(known, () => this.#setNode(known, object));
      return true;
    }
    this.nodes.set(known, object);
    this.#noteImages(known, old, object);
    this.touch(known);
    return !sameJson(old.status?.allocatable, object.status?.allocatable);
  }

  deleteNode(name: string): void {
    const node = this.nodes.find(name);
    if (node === undefined) return;
    const strays = new Set<PlacedPod>();
    for (const info of this.podsOn(node)) strays.add(this.#placed.get(info.key)!);
    for (const info of this.podsOn(node)) this.#detach(info, node);
    if (strays.size > 0) this.#strays.set(name, strays);
    this.images.replace(node, this.nodes.nodes[node], undefined);
    this.nodes.remove(node);
    for (const topology of this.#topologies.values()) topology.assign(node, undefined);
    this.masks.update(node);
    this.changes.everything();
    this.touch(node);
  }

  touch(node: number): void {
    this.nodes.generation[node]!++;
    this.changes.add(node);
  }

  // Pods

  podsOn(node: number): ReadonlySet<PodInfo> {
    return this.#podsOn[node] ?? NO_PODS;
  }

  placed(key: string): PlacedPod | undefined {
    return this.#placed.get(key);
  }

  get placedCount(): number {
    return this.#placed.size;
  }

  *placedPods(): Iterable<PlacedPod> {
    yield* this.#placed.values();
  }

  *placedOnNodes(): Iterable<readonly [PodInfo, number]> {
    for (let node = 0; node < this.nodes.size; node++) for (const info of this.podsOn(node)) yield [info, node];
  }

  /** Puts a pod on a node, or replaces what was known of it. */
  place(info: PodInfo, nodeName: string, assumed: boolean): void {
    this.unplace(info.key);
    this.unnominate(info.key);
    const placed = { info, nodeName, assumed };
    this.#placed.set(info.key, placed);
    const node = this.nodes.find(nodeName);
    if (node === undefined) return void this.#strayPods(nodeName).add(placed);
    this.#attach(info, node);
    this.touch(node);
  }

  /** A newer state of a pod that is the same to every plugin: nothing is counted anew. */
  refresh(info: PodInfo, nodeName: string, assumed: boolean): void {
    const old = this.#placed.get(info.key)!;
    const placed = { info, nodeName, assumed };
    this.#placed.set(info.key, placed);
    const node = this.nodes.find(nodeName);
    if (node === undefined) {
      this.#strayPods(nodeName).delete(old);
      this.#strayPods(nodeName).add(placed);
    } else {
      this.#podsOn[node]!.delete(old.info);
      this.#podsOn[node]!.add(info);
    }
  }

  unplace(key: string): PlacedPod | undefined {
    const placed = this.#placed.get(key);
    if (!placed) return undefined;
    this.#placed.delete(key);
    const node = this.nodes.find(placed.nodeName);
    if (node === undefined) {
      this.#strays.get(placed.nodeName)?.delete(placed);
    } else {
      this.#detach(placed.info, node);
      this.touch(node);
    }
    return placed;
  }

  /** Lets `judge` try a node with other pods on it, and leaves no trace. */
  trial<T>(node: number, judge: (trial: Trial) => T): T {
    const added = new Set<PodInfo>();
    const removed = new Set<PodInfo>();
    const trial: Trial = {
      add: (info) => {
        if (!removed.delete(info)) added.add(info);
        this.#attach(info, node);
      },
      remove: (info) => {
        if (!added.delete(info)) removed.add(info);
        this.#detach(info, node);
      },
    };
    try {
      return judge(trial);
    } finally {
      for (const info of added) this.#detach(info, node);
      for (const info of removed) this.#attach(info, node);
    }
  }

  // Nominations: pods that wait for their victims to leave a node

  nominate(info: PodInfo, nodeName: string): void {
    this.unnominate(info.key);
    let there = this.#nominated.get(nodeName);
    if (!there) this.#nominated.set(nodeName, (there = new Map()));
    there.set(info.key, info);
    this.#nominatedTo.set(info.key, nodeName);
    this.#touchByName(nodeName);
  }

  unnominate(key: string): void {
    const nodeName = this.#nominatedTo.get(key);
    if (nodeName === undefined) return;
    this.#nominatedTo.delete(key);
    const there = this.#nominated.get(nodeName)!;
    there.delete(key);
    if (there.size === 0) this.#nominated.delete(nodeName);
    this.#touchByName(nodeName);
  }

  nomination(key: string): string | undefined {
    return this.#nominatedTo.get(key);
  }

  nominatedOn(node: number): ReadonlyMap<string, PodInfo> | undefined {
    return this.#nominated.size === 0 ? undefined : this.#nominated.get(this.nodes.name(node));
  }

  /** By node, by pod. */
  get nominations(): ReadonlyMap<string, ReadonlyMap<string, PodInfo>> {
    return this.#nominated;
  }

  // Namespaces

  putNamespace(namespace: Namespace): void {
    this.#setNamespace(namespace.metadata?.name ?? "", namespace.metadata?.labels ?? {});
  }

  deleteNamespace(name: string): void {
    this.#setNamespace(name, undefined);
  }

  get namespaces(): ReadonlyMap<string, Labels> {
    return this.#namespaces;
  }

  namespaceLabels(name: string): Labels | undefined {
    return this.#namespaces.get(name);
  }

  #setNamespace(name: string, labels: Labels | undefined): void {
    const known = this.#namespaces.get(name);
    if (labels) this.#namespaces.set(name, labels);
    else this.#namespaces.delete(name);
    if (JSON.stringify(known) === JSON.stringify(labels)) return;
    // Rare, and any rule that selects namespaces by labels may be concerned: count afresh.
    this.index.reset();
    for (const [info, node] of this.placedOnNodes()) this.index.place(info, node, 1);
    this.changes.everything();
  }

  #addNode(name: string, object: Node): void {
    const capacity = this.nodes.capacity;
    const node = this.nodes.add(name);
    if (this.nodes.capacity !== capacity) {
      for (const topology of this.#topologies.values()) topology.grow(this.nodes.capacity);
      this.masks.grow();
    }
    this.#podsOn[node] = new Set();
    this.#setNode(node, object);
    for (const { info } of this.#strays.get(name) ?? []) this.#attach(info, node);
    this.#strays.delete(name);
    this.changes.everything();
  }

  #setNode(node: number, object: Node): void {
    const old = this.nodes.nodes[node];
    this.nodes.set(node, object);
    this.#noteImages(node, old, object);
    for (const topology of this.#topologies.values()) topology.assign(node, this.nodes.labels[node]);
    this.masks.update(node);
    this.touch(node);
  }

  #noteImages(node: number, old: Node | undefined, object: Node): void {
    if (this.images.replace(node, old, object)) this.changes.everything();
  }

  /** Counts go by the node's labels and taints: pods leave by the old ones and come back by the new ones. */
  #withoutPods(node: number, change: () => void): void {
    const pods = [...this.podsOn(node)];
    for (const info of pods) this.#detach(info, node);
    change();
    for (const info of pods) this.#attach(info, node);
    this.changes.everything();
  }

  #attach(info: PodInfo, node: number): void {
    this.#podsOn[node]!.add(info);
    this.#account(info, node, 1);
  }

  #detach(info: PodInfo, node: number): void {
    this.#podsOn[node]!.delete(info);
    this.#account(info, node, -1);
  }

  #account(info: PodInfo, node: number, sign: 1 | -1): void {
    const { nodes } = this;
    const { resources, amounts, scoredMilliCpu, scoredMemory } = info.requests;
    for (let index = 0; index < resources.length; index++)
      nodes.column(nodes.requested, resources[index]!)[node]! += sign * amounts[index]!;
    nodes.scoredMilliCpu[node]! += sign * scoredMilliCpu;
    nodes.scoredMemory[node]! += sign * scoredMemory;
    nodes.podCount[node]! += sign;
    for (const claim of info.claims) this.claims.count(claim, sign);
    this.index.place(info, node, sign);
  }

  #strayPods(nodeName: string): Set<PlacedPod> {
    let strays = this.#strays.get(nodeName);
    if (!strays) this.#strays.set(nodeName, (strays = new Set()));
    return strays;
  }

  #touchByName(nodeName: string): void {
    const node = this.nodes.find(nodeName);
    if (node !== undefined) this.touch(node);
  }
}

/** Puts everything that is in one picture into an empty other one. */
export function copyCluster(from: Cluster, to: Cluster): void {
  from.others.copyTo(to.others);
  for (const [name, labels] of from.namespaces) to.putNamespace({ metadata: { name, labels: { ...labels } } });
  for (const node of from.nodes.numbers.values()) to.putNode(from.nodes.nodes[node]!);
  for (const { info, nodeName, assumed } of from.placedPods()) to.place(to.info(info.pod), nodeName, assumed);
  for (const [nodeName, pods] of from.nominations)
    for (const { pod } of pods.values()) to.nominate(to.info(pod), nodeName);
}

/** A what-if on one node. */
export interface Trial {
  add(info: PodInfo): void;
  remove(info: PodInfo): void;
}

const NO_PODS: ReadonlySet<PodInfo> = new Set();

/** Nothing that counts of pods by domain go by has changed. */
function isPlacedAlike(old: Node, current: Node): boolean {
  return sameJson(old.metadata?.labels, current.metadata?.labels) && sameJson(old.spec, current.spec);
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
