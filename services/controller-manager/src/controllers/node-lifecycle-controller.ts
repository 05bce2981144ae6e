import { formatTime } from "@flotilla/api";
import { leases, nodes, pods } from "@flotilla/api/resources.js";
import type { Lease } from "@flotilla/api/types/coordination/v1.js";
import type { Node, Pod, Taint } from "@flotilla/api/types/core/v1.js";
import { ifFound, isConflict, TokenBucket, type EventRecorder, type Informer } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { observe, readyStatus, unknownConditions, type HealthRules, type NodeHealth } from "../core/node/health.js";
import { evictionKey, hasEvictionTaint, withConditionTaints, withEvictionTaint } from "../core/node/taints.js";
import { evictionRates, isEverythingDown, zoneOf, type EvictionRules } from "../core/node/zones.js";
import { isReady } from "../core/pods.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { indexByNode, podsOnNode } from "./indexes.js";

const NAME = "node-lifecycle-controller";
const LEASE_NAMESPACE = "kube-node-lease";
const TAINT_TRIES_MAX = 5;

export const nodeLifecycleController: ControllerDefinition = {
  name: NAME,
  aliases: ["nodelifecycle"],
  summary: "notices nodes that went silent, taints them, and marks their pods as not ready",
  onByDefault: true,
  start: (context) => new NodeLifecycleController(context).start(),
};

class NodeLifecycleController {
  private readonly run: ControllerRun;
  private readonly recorder: EventRecorder;
  private readonly nodes: Informer<Node>;
  private readonly leases: Informer<Lease>;
  private readonly pods: Informer<Pod>;
  private readonly health = new Map<string, NodeHealth>();
  private readonly wasReady = new Map<string, boolean>();
  private readonly buckets = new Map<string, { rate: number; bucket: TokenBucket }>();
  private readonly healthRules: HealthRules;
  private readonly evictionRules: EvictionRules;
  private monitoring = false;
  private lastRoundMs: number | undefined;
  private wasAllDown = false;

  constructor(private readonly context: ControllerContext) {
    const { settings } = context;
    this.run = new ControllerRun(context, { name: NAME, reconcile: (name) => this.taintByConditions(name) });
    this.recorder = context.events.recorder({ component: NAME });
    this.nodes = this.run.informer(nodes);
    this.leases = this.run.informer(leases);
    this.pods = this.run.informer(pods);
    indexByNode(this.pods);
    this.healthRules = { graceMs: settings.nodeMonitorGracePeriod, startupGraceMs: settings.nodeStartupGracePeriod };
    this.evictionRules = {
      rate: Number(settings.nodeEvictionRate),
      secondaryRate: Number(settings.secondaryNodeEvictionRate),
      largeZoneNodes: settings.largeClusterSizeThreshold,
      unhealthyShare: Number(settings.unhealthyZoneThreshold),
    };
  }

  start(): Running {
    this.run.reconcileAll(this.nodes);
    this.run.onDelete(this.nodes, (node) => this.forget(node));
    this.run.every(this.context.settings.nodeMonitorPeriod, () => void this.monitor());
    return this.run.start();
  }

  private forget(node: Node): void {
    const name = node.metadata?.name ?? "";
    this.health.delete(name);
    this.wasReady.delete(name);
    this.recorder.event(
      { kind: "Node", name, uid: node.metadata?.uid ?? "" },
      "Normal",
      "RemovingNode",
      `Node ${name} event: Removing Node ${name} from Controller`,
    );
  }

  /** NoSchedule taints follow the conditions at once: they hurt nobody who runs. */
  private async taintByConditions(name: string): Promise<void> {
    const node = this.nodes.store.get(name);
    if (node)
      await this.changeTaints(node, (current) => withConditionTaints(current, this.context.environment.clock.now()));
  }

  /** One round: who is alive, what that means for the zones, and whose pods have to go. Rounds never overlap. */
  private async monitor(): Promise<void> {
    if (this.monitoring || !this.nodes.hasSynced || !this.leases.hasSynced) return;
    this.monitoring = true;
    try {
      this.allowForPause();
      const current = await Promise.all(this.nodes.store.list().map((node) => this.check(node)));
      await this.evict(current);
    } catch (error) {
      this.context.environment.log.warn("node_monitor_failed", { error });
    } finally {
      this.monitoring = false;
    }
  }

  /** This process itself stood still: whatever it did not hear in that time says nothing about the nodes. */
  private allowForPause(): void {
    const { clock, log } = this.context.environment;
    const now = clock.monotonic();
    const pausedMs =
      this.lastRoundMs === undefined ? 0 : now - this.lastRoundMs - this.context.settings.nodeMonitorPeriod;
    this.lastRoundMs = now;
    if (pausedMs <= this.context.settings.nodeMonitorPeriod) return;
    log.warn("node_monitor_was_paused", { pausedMs: Math.round(pausedMs) });
    for (const [name, health] of this.health)
      this.health.set(name, { ...health, seenAtMs: health.seenAtMs + pausedMs });
  }

  private async check(seen: Node): Promise<Node> {
    const { clock } = this.context.environment;
    const name = seen.metadata?.name ?? "";
    const renewTime = this.leases.store.get(`${LEASE_NAMESPACE}/${name}`)?.spec?.renewTime;
    const health = observe({ node: seen, renewTime, known: this.health.get(name) }, clock.monotonic());
    this.health.set(name, health);
    const conditions = unknownConditions(seen, health, this.healthRules, clock.monotonic(), clock.now());
    const node = conditions ? await this.writeConditions(seen, conditions) : seen;
    const ready = readyStatus(node) === "True";
    if (!ready && (this.wasReady.get(name) ?? true)) await this.markPodsNotReady(node);
    this.wasReady.set(name, ready);
    return node;
  }

  private async writeConditions(node: Node, conditions: NonNullable<Node["status"]>["conditions"]): Promise<Node> {
    const name = node.metadata?.name ?? "";
    try {
      const written = await this.context.client.update(
        nodes,
        { ...node, status: { ...node.status, conditions: conditions ?? [] } },
        { subresource: "status" },
      );
      this.recorder.event(
        { kind: "Node", name, uid: node.metadata?.uid ?? "" },
        "Normal",
        "NodeNotReady",
        `Node ${name} status is now: NodeNotReady`,
      );
      return written;
    } catch (error) {
      // It spoke up in this very moment; the next round sees it.
      if (isConflict(error)) return node;
      throw error;
    }
  }

  /** Services must not send traffic to pods whose node is silent. */
  private async markPodsNotReady(node: Node): Promise<void> {
    const now = formatTime(this.context.environment.clock.now());
    for (const pod of podsOnNode(this.pods, node.metadata?.name ?? "").filter(isReady)) {
      const conditions =
        pod.status?.conditions?.map((one) =>
          one.type === "Ready" ? { ...one, status: "False", lastTransitionTime: now } : one,
        ) ?? [];
      try {
        await ifFound(
          this.context.client.update(
            pods,
            { ...pod, status: { ...pod.status, conditions } },
            { subresource: "status" },
          ),
        );
        this.recorder.event(pod, "Warning", "NodeNotReady", "Node is not ready");
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  }

  private async evict(current: readonly Node[]): Promise<void> {
    const allDown = isEverythingDown(current);
    if (this.wasAllDown && !allDown) this.startAfresh();
    this.wasAllDown = allDown;
    const rates = evictionRates(current, this.evictionRules);
    for (const node of current) {
      const key = evictionKey(node);
      // With everything down even taints that are there are taken back: more likely we are cut off than all of them.
      if (key === undefined || allDown) await this.setEvictionTaint(node, undefined);
      else if (hasEvictionTaint(node) || this.mayEvict(zoneOf(node), rates.get(zoneOf(node)) ?? 0))
        await this.setEvictionTaint(node, key);
    }
  }

  /** After everything was down: whoever does not speak up now gets a whole grace period first. */
  private startAfresh(): void {
    const now = this.context.environment.clock.monotonic();
    for (const [name, health] of this.health) this.health.set(name, { ...health, seenAtMs: now });
  }

  private mayEvict(zone: string, rate: number): boolean {
    if (rate === 0) return false;
    let limit = this.buckets.get(zone);
    if (limit?.rate !== rate) {
      limit = { rate, bucket: new TokenBucket(rate, 1, this.context.environment.clock) };
      this.buckets.set(zone, limit);
    }
    return limit.bucket.tryTake();
  }

  private async setEvictionTaint(node: Node, key: string | undefined): Promise<void> {
    await this.changeTaints(node, (current) => withEvictionTaint(current, key, this.context.environment.clock.now()));
  }

  /** Taints are one list with several writers, this controller's two loops among them: whoever is late looks again. */
  private async changeTaints(node: Node, change: (current: Node) => Taint[] | undefined): Promise<void> {
    const { client } = this.context;
    let current: Node | undefined = node;
    for (let tries = 1; current; tries++) {
      const taints = change(current);
      if (!taints) return;
      const { name = "", resourceVersion }: NonNullable<Node["metadata"]> = current.metadata ?? {};
      try {
        await ifFound(
          client.patch(nodes, { name }, "merge", {
            metadata: { resourceVersion },
            spec: { taints: taints.length > 0 ? taints : null },
          }),
        );
        return;
      } catch (error) {
        if (!isConflict(error) || tries === TAINT_TRIES_MAX) throw error;
        current = await ifFound(client.get(nodes, { name }));
      }
    }
  }
}
