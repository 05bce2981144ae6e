import type { KubeObject, OwnerReference } from "@flotilla/api";
import { ifFound, isNotFound, type EventRecorder, type Informer } from "@flotilla/client";
import type { CustomResourceDefinition } from "@flotilla/api/types/apiextensions/v1.js";
import type { Running } from "@flotilla/service";
import { decideGarbage, type GarbageDecision, type OwnerState } from "../core/garbage/decide.js";
import {
  graphNode,
  ORPHAN_FINALIZER,
  OwnerGraph,
  waitsForDependents,
  waitsForOrphaning,
  type GraphNode,
  type GraphWork,
} from "../core/garbage/owner-graph.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { builtinDeletable, crdType, customType, typeKey, type AnyType } from "./deletable-resources.js";

const NAME = "garbage-collector-controller";
const WORKERS = 20;
const ABSENT_MAX = 500;

export const garbageCollectorController: ControllerDefinition = {
  name: NAME,
  aliases: ["garbagecollector"],
  summary: "deletes objects whose owners are gone",
  onByDefault: true,
  start: (context) => new GarbageCollector(context).start(),
};

class GarbageCollector {
  private readonly run: ControllerRun;
  private readonly recorder: EventRecorder;
  private readonly graph = new OwnerGraph();
  /** By "group/Kind": how owner references name their resource. */
  private readonly typesByKind = new Map<string, AnyType>();
  private readonly watched = new Map<string, { informer: Informer<KubeObject>; stop: () => void }>();
  /** Uids of owners that a live read did not find. Uids are never used again. Bounded: the oldest go first. */
  private readonly absent = new Set<string>();

  constructor(private readonly context: ControllerContext) {
    this.run = new ControllerRun(context, {
      name: NAME,
      concurrency: WORKERS,
      reconcile: (uid) => this.reconcile(uid),
    });
    this.recorder = context.events.recorder({ component: NAME });
  }

  start(): Running {
    for (const type of builtinDeletable) this.watch(type, this.run.informer(type));
    this.run.on(this.run.informer(crdType), (definition) => this.followDefinition(definition));
    this.run.onDelete(this.run.informer(crdType), (definition) => this.unwatch(definition));
    this.run.onStop(() => this.watched.forEach(({ stop }) => stop()));
    return this.run.start();
  }

  private watch(type: AnyType, informer: Informer<KubeObject>): void {
    this.typesByKind.set(`${type.group}/${type.kind}`, type);
    const stop = informer.addHandler({
      add: (object) => this.queue(this.graph.set(graphNode(type, object))),
      update: (_old, object) => this.queue(this.graph.set(graphNode(type, object))),
      delete: (object) => this.queue(this.graph.remove(object.metadata?.uid ?? "")),
    });
    this.watched.set(typeKey(type), { informer, stop });
  }

  private followDefinition(definition: CustomResourceDefinition): void {
    const type = customType(definition);
    if (!type || this.watched.has(typeKey(type))) return;
    // Not among those that the workers wait for: a definition that cannot be listed must not stop the collection.
    this.watch(type, this.context.informers.for(type));
  }

  private unwatch({ spec }: CustomResourceDefinition): void {
    const key = `${spec?.group}/${spec?.names?.plural}`;
    this.watched.get(key)?.stop();
    this.watched.delete(key);
    const type = this.typesByKind.get(`${spec?.group}/${spec?.names?.kind}`);
    this.typesByKind.delete(`${spec?.group}/${spec?.names?.kind}`);
    if (type) void this.context.informers.forget(type);
  }

  private queue({ check, orphan }: GraphWork): void {
    for (const uid of check) this.run.queue.add(uid);
    for (const uid of orphan) this.run.queue.add(uid);
  }

  private async reconcile(uid: string): Promise<void> {
    const node = this.graph.get(uid);
    if (!node || this.isPlainlyKept(node)) return;
    const object = await this.read(node);
    // Gone, or another object under its name: its deletion is on its way through the watch.
    if (object?.metadata?.uid !== uid) return;
    const live = graphNode(node.type, object);
    if (waitsForOrphaning(live)) return this.orphan(live);
    const states = new Map<string, OwnerState>();
    if (!live.deleting) for (const owner of live.owners) states.set(owner.uid, await this.stateOf(live, owner));
    const decision = decideGarbage({
      live,
      dependents: this.graph.dependentsOf(uid),
      ownerState: (owner) => states.get(owner.uid) ?? "unknowable",
    });
    await this.execute(live, decision);
  }

  /** Every owner is there and stays: the usual case at the start, decided without asking the server. */
  private isPlainlyKept(node: GraphNode): boolean {
    return !node.deleting && node.owners.every(({ uid }) => this.graph.isKept(uid));
  }

  private read({ type, namespace, name }: GraphNode): Promise<KubeObject | undefined> {
    return ifFound(this.context.client.get(type, { namespace, name }));
  }

  private async stateOf(live: GraphNode, owner: OwnerReference): Promise<OwnerState> {
    if (this.absent.has(owner.uid)) return "absent";
    const group = owner.apiVersion.includes("/") ? owner.apiVersion.slice(0, owner.apiVersion.indexOf("/")) : "";
    const type = this.typesByKind.get(`${group}/${owner.kind}`);
    if (!type) throw new Error(`owner ${owner.apiVersion} ${owner.kind} "${owner.name}" is of no kind that is served`);
    if (type.namespaced && live.namespace === undefined) {
      const message = `ownerRef [${owner.apiVersion}/${owner.kind}, name: ${owner.name}, uid: ${owner.uid}] does not exist in namespace ""`;
      this.recorder.event(
        { kind: live.type.kind, name: live.name, uid: live.uid },
        "Warning",
        "OwnerRefInvalidNamespace",
        message,
      );
      return "unknowable";
    }
    const found = await ifFound(
      this.context.client.get(type, { namespace: type.namespaced ? live.namespace : undefined, name: owner.name }),
    );
    if (found?.metadata?.uid !== owner.uid) {
      this.noteAbsent(owner.uid);
      return "absent";
    }
    return waitsForDependents(graphNode(type, found)) ? "waiting" : "present";
  }

  private noteAbsent(uid: string): void {
    this.absent.add(uid);
    const [oldest] = this.absent;
    if (this.absent.size > ABSENT_MAX && oldest !== undefined) this.absent.delete(oldest);
  }

  private async execute(live: GraphNode, decision: GarbageDecision): Promise<void> {
    switch (decision.do) {
      case "keep":
        return;
      case "check-dependents":
        return decision.uids.forEach((uid) => this.run.queue.add(uid));
      case "drop-finalizer":
        return this.dropFinalizer(live, decision.finalizer);
      case "drop-owners":
        return this.changeOwners(live, (owners) => owners.filter(({ uid }) => !decision.uids.includes(uid)));
      case "unblock-and-delete":
        await this.changeOwners(live, (owners) => owners.map((owner) => ({ ...owner, blockOwnerDeletion: false })));
        return this.delete(live, "Foreground");
      case "delete":
        return this.delete(live, decision.propagationPolicy);
    }
  }

  private async delete(
    { type, namespace, name, uid }: GraphNode,
    propagationPolicy: "Background" | "Foreground" | "Orphan",
  ): Promise<void> {
    this.context.environment.log.debug("garbage_deleted", {
      resource: type.resource,
      namespace,
      name,
      propagationPolicy,
    });
    await ifFound(this.context.client.delete(type, { namespace, name }, { propagationPolicy, preconditions: { uid } }));
  }

  /** Lets go of all dependents first: if any cannot be changed, the owner stays until the next try. */
  private async orphan(owner: GraphNode): Promise<void> {
    const dependents = this.graph.dependentsOf(owner.uid);
    await Promise.all(
      dependents.map((dependent) =>
        this.changeOwners(dependent, (owners) => owners.filter(({ uid }) => uid !== owner.uid)),
      ),
    );
    await this.dropFinalizer(owner, ORPHAN_FINALIZER);
  }

  private async changeOwners(
    node: GraphNode,
    change: (owners: readonly OwnerReference[]) => OwnerReference[],
  ): Promise<void> {
    const object = await this.read(node);
    if (object?.metadata?.uid !== node.uid) return;
    const before = object.metadata.ownerReferences ?? [];
    await this.patch(node, object, { ownerReferences: change(before) });
  }

  private async dropFinalizer(node: GraphNode, finalizer: string): Promise<void> {
    const object = await this.read(node);
    if (object?.metadata?.uid !== node.uid || !object.metadata.finalizers?.includes(finalizer)) return;
    await this.patch(node, object, { finalizers: object.metadata.finalizers.filter((one) => one !== finalizer) });
  }

  /** Lists are replaced whole, so the write insists on the state that was read. */
  private async patch(
    { type, namespace, name }: GraphNode,
    object: KubeObject,
    metadata: Pick<NonNullable<KubeObject["metadata"]>, "ownerReferences" | "finalizers">,
  ): Promise<void> {
    const { uid, resourceVersion } = object.metadata ?? {};
    try {
      await this.context.client.patch(type, { namespace, name }, "merge", {
        metadata: { uid, resourceVersion, ...metadata },
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}
