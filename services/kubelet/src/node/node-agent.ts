import { StatusError } from "@flotilla/api";
import { leases, nodes } from "@flotilla/api/resources.js";
import type { Lease } from "@flotilla/api/types/coordination/v1.js";
import type { Node } from "@flotilla/api/types/core/v1.js";
import { type ApiClient, Informer } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";
import type { ContainerRuntime } from "../adapters/container-runtime.js";
import type { Pressure } from "../core/eviction.js";
import { type MachineFacts, type NodeHealth, nodeObject, nodeStatus } from "../core/node-object.js";

/** Source: kubelet `nodeStatusUpdateFrequency`, `nodeStatusReportFrequency`, `nodeLeaseDurationSeconds`. */
const STATUS_CHECK_MS = 10_000;
const STATUS_REPORT_MS = 300_000;
const LEASE_SECONDS = 40;
const LEASE_RENEW_MS = (LEASE_SECONDS * 1000) / 4;
const RETRY_MS = 1_000;
const LEASE_NAMESPACE = "kube-node-lease";
/** Images in the node's status, the largest first. Source: kubelet `nodeStatusMaxImages`. */
const IMAGES_MAX = 50;

/** Registers this node, reports its status, and renews its lease: the heartbeat by which others know that it lives. */
export class NodeAgent implements Running {
  readonly #stopping = new AbortController();
  #loops: Promise<unknown> = Promise.resolve();
  #node: Node | undefined;
  #reported = "";
  #reportedAt = -Infinity;
  #podCidr: string | undefined;
  readonly #informer: Informer<Node>;

  constructor(
    private readonly client: ApiClient,
    private readonly runtime: ContainerRuntime,
    private readonly environment: Environment,
    private readonly facts: MachineFacts,
    private readonly pressures: () => ReadonlySet<Pressure>,
  ) {
    this.#informer = new Informer(client, nodes, environment, { fieldSelector: `metadata.name=${facts.nodeName}` });
    this.#informer.addHandler({ add: (node) => this.#see(node), update: (_old, node) => this.#see(node) });
  }

  /** The node as it was last seen. */
  get node(): Node | undefined {
    return this.#node;
  }

  /** Something that the status says changed: it is written now. */
  reportSoon(): void {
    void this.#report().catch((error: unknown) => this.environment.log.warn("node.report-failed", { error }));
  }

  /** Resolves when the node is registered and its first status written. */
  async start(): Promise<void> {
    await this.#retry(() => this.#register());
    await this.#retry(() => this.#report());
    this.#informer.start();
    this.#loops = Promise.all([
      this.#every(STATUS_CHECK_MS, () => this.#report()),
      this.#every(LEASE_RENEW_MS, () => this.#renewLease(), true),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#informer.stop();
    await this.#loops.catch(() => undefined);
  }

  async #register(): Promise<void> {
    const existing = await this.#read();
    const wanted = nodeObject(this.facts, existing);
    this.#node =
      existing === undefined ? await this.client.create(nodes, wanted) : await this.client.update(nodes, wanted);
  }

  async #report(): Promise<void> {
    const { clock } = this.environment;
    this.#node = this.#informer.hasSynced ? this.#informer.store.get(this.facts.nodeName) : await this.#read();
    // Somebody deleted the node: it is still here, so it comes back.
    if (this.#node === undefined) await this.#register();
    // A runtime that was started anew has forgotten it.
    if (this.#podCidr !== undefined) await this.runtime.updatePodCidr(this.#podCidr).catch(() => undefined);
    const status = nodeStatus(this.facts, await this.#health(), this.#node, clock.now());
    const fingerprint = JSON.stringify({
      ...status,
      conditions: status.conditions?.map(({ type, status: value, reason, message }) => [type, value, reason, message]),
    });
    if (fingerprint === this.#reported && clock.monotonic() - this.#reportedAt < STATUS_REPORT_MS) return;
    this.#node = await this.client.patch(
      nodes,
      { name: this.facts.nodeName },
      "strategic",
      { status },
      { subresource: "status" },
    );
    this.#reported = fingerprint;
    this.#reportedAt = clock.monotonic();
  }

  /** The pod network of this node is chosen by the control plane; the runtime has to know it before pods can run. */
  #see(node: Node): void {
    this.#node = node;
    const podCidr = node.spec?.podCIDR;
    if (podCidr === undefined || podCidr === "" || podCidr === this.#podCidr) return;
    this.#podCidr = podCidr;
    void this.#retry(async () => {
      await this.runtime.updatePodCidr(podCidr);
      await this.#report();
    });
  }

  async #health(): Promise<NodeHealth> {
    try {
      const [problems, images] = await Promise.all([this.runtime.problems(), this.runtime.listImages()]);
      const largest = images.sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, IMAGES_MAX);
      return {
        problems: problems.map(
          ({ message, type }) => `container runtime ${type === "NetworkReady" ? "network " : ""}not ready: ${message}`,
        ),
        images: largest,
        pressures: this.pressures(),
      };
    } catch (error) {
      return {
        problems: [`container runtime is down: ${error instanceof Error ? error.message : String(error)}`],
        images: [],
        pressures: this.pressures(),
      };
    }
  }

  async #renewLease(): Promise<void> {
    const { nodeName } = this.facts;
    const renewTime = microTime(this.environment.clock.now());
    const spec = { holderIdentity: nodeName, leaseDurationSeconds: LEASE_SECONDS, renewTime };
    try {
      await this.client.patch(leases, { namespace: LEASE_NAMESPACE, name: nodeName }, "merge", { spec });
    } catch (error) {
      if (!(error instanceof StatusError) || error.status.reason !== "NotFound") throw error;
      const owner = { apiVersion: "v1", kind: "Node", name: nodeName, uid: this.#node?.metadata?.uid ?? "" };
      const lease: Lease = {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: nodeName, namespace: LEASE_NAMESPACE, ownerReferences: [owner] },
        spec,
      };
      await this.client.create(leases, lease);
    }
  }

  async #read(): Promise<Node | undefined> {
    try {
      return await this.client.get(nodes, { name: this.facts.nodeName });
    } catch (error) {
      if (error instanceof StatusError && error.status.reason === "NotFound") return undefined;
      throw error;
    }
  }

  async #every(intervalMs: number, task: () => Promise<void>, atOnce = false): Promise<void> {
    const { clock, log } = this.environment;
    const { signal } = this.#stopping;
    if (!atOnce) await clock.sleep(intervalMs, signal).catch(() => undefined);
    while (!signal.aborted) {
      const wait = await task().then(
        () => intervalMs,
        (error: unknown) => {
          log.warn("node.report-failed", { error });
          return RETRY_MS;
        },
      );
      await clock.sleep(wait, signal).catch(() => undefined);
    }
  }

  async #retry(task: () => Promise<void>): Promise<void> {
    const { clock, log } = this.environment;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await task();
      } catch (error) {
        log.warn("node.update-failed", { error });
        await clock.sleep(RETRY_MS, signal).catch(() => undefined);
      }
    }
  }
}

/** RFC 3339 with microseconds, as Leases have it. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
