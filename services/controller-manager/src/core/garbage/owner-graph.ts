import type { KubeObject, OwnerReference, ResourceType } from "@flotilla/api";

export const FOREGROUND_FINALIZER = "foregroundDeletion";
export const ORPHAN_FINALIZER = "orphan";

/** What the collector knows of an object. */
export interface GraphNode {
  readonly uid: string;
  readonly type: ResourceType<KubeObject>;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly owners: readonly OwnerReference[];
  readonly deleting: boolean;
  readonly finalizers: readonly string[];
}

/** Which objects have to be looked at after a change, by uid. */
export interface GraphWork {
  /** May be garbage, or may be waiting for dependents that are gone. */
  readonly check: readonly string[];
  /** Is being deleted, and its dependents have to be let go first. */
  readonly orphan: readonly string[];
}

/** Who owns whom, by uid, as the watches tell it. It may be behind: deletions are decided on live reads. */
export class OwnerGraph {
  private readonly nodes = new Map<string, GraphNode>();
  /** By the owner's uid, also for owners that are not known (yet). */
  private readonly dependents = new Map<string, Set<string>>();

  get size(): number {
    return this.nodes.size;
  }

  get(uid: string): GraphNode | undefined {
    return this.nodes.get(uid);
  }

  dependentsOf(uid: string): GraphNode[] {
    return [...(this.dependents.get(uid) ?? [])].flatMap((dependent) => this.nodes.get(dependent) ?? []);
  }

  /** An object was added or changed. */
  set(node: GraphNode): GraphWork {
    const old = this.nodes.get(node.uid);
    this.link(node, old);
    this.nodes.set(node.uid, node);
    const check: string[] = [];
    const orphan: string[] = [];
    if (waitsForOrphaning(node) && !(old && waitsForOrphaning(old))) orphan.push(node.uid);
    if (waitsForDependents(node) && !(old && waitsForDependents(old))) {
      check.push(node.uid, ...this.dependentsOf(node.uid).map(({ uid }) => uid));
    }
    // Owners that are unknown may be gone; so may those that a change has put in.
    const known = new Set(old?.owners.map(({ uid }) => uid));
    if (node.owners.some(({ uid }) => !known.has(uid) && !this.isKept(uid))) check.push(node.uid);
    check.push(...this.unblocked(node, old));
    return { check: [...new Set(check)], orphan };
  }

  /** An object is gone: its dependents may be garbage, and owners that waited for it may go on. */
  remove(uid: string): GraphWork {
    const node = this.nodes.get(uid);
    if (!node) return { check: [], orphan: [] };
    const dependents = this.dependentsOf(uid).map((dependent) => dependent.uid);
    this.nodes.delete(uid);
    for (const owner of node.owners) this.unlink(owner.uid, uid);
    const waiting = node.owners.map((owner) => owner.uid).filter((owner) => this.isWaiting(owner));
    return { check: [...dependents, ...waiting], orphan: [] };
  }

  /** Known and not on its way out in a way that takes dependents with it: no live read is needed to keep what it owns. */
  isKept(uid: string): boolean {
    const node = this.nodes.get(uid);
    return node !== undefined && !waitsForDependents(node);
  }

  private isWaiting(uid: string): boolean {
    const node = this.nodes.get(uid);
    return node !== undefined && waitsForDependents(node);
  }

  /** Owners that no longer have to wait for this node: it let go of them, or stopped blocking them. */
  private unblocked(node: GraphNode, old: GraphNode | undefined): string[] {
    return (old?.owners ?? [])
      .filter(
        (before) =>
          before.blockOwnerDeletion && !node.owners.some((now) => now.uid === before.uid && now.blockOwnerDeletion),
      )
      .map(({ uid }) => uid)
      .filter((uid) => this.isWaiting(uid));
  }

  private link(node: GraphNode, old: GraphNode | undefined): void {
    const owners = new Set(node.owners.map(({ uid }) => uid));
    for (const { uid } of old?.owners ?? []) if (!owners.has(uid)) this.unlink(uid, node.uid);
    for (const uid of owners) {
      let dependents = this.dependents.get(uid);
      if (!dependents) this.dependents.set(uid, (dependents = new Set()));
      dependents.add(node.uid);
    }
  }

  private unlink(owner: string, dependent: string): void {
    const dependents = this.dependents.get(owner);
    dependents?.delete(dependent);
    if (dependents?.size === 0) this.dependents.delete(owner);
  }
}

export function waitsForDependents({ deleting, finalizers }: Pick<GraphNode, "deleting" | "finalizers">): boolean {
  return deleting && finalizers.includes(FOREGROUND_FINALIZER);
}

export function waitsForOrphaning({ deleting, finalizers }: Pick<GraphNode, "deleting" | "finalizers">): boolean {
  return deleting && finalizers.includes(ORPHAN_FINALIZER);
}

export function graphNode(type: ResourceType<KubeObject>, object: KubeObject): GraphNode {
  const { uid = "", namespace, name = "", ownerReferences, deletionTimestamp, finalizers } = object.metadata ?? {};
  return {
    uid,
    type,
    namespace: type.namespaced ? namespace : undefined,
    name,
    owners: ownerReferences ?? [],
    deleting: deletionTimestamp !== undefined,
    finalizers: finalizers ?? [],
  };
}
