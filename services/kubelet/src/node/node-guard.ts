import { readFile, statfs } from "node:fs/promises";
import { availableMemory } from "../core/meminfo.js";
import type { Environment, Running, Timer } from "@flotilla/service";
import type { ContainerRuntime } from "../adapters/container-runtime.js";
import {
  evictionOrder,
  type NodeSignals,
  type PodUse,
  type Pressure,
  PRESSURE_TRANSITION_MS,
  pressures,
} from "../core/eviction.js";
import { bytesToFree, imagesToRemove, type StoredImage } from "../core/image-gc.js";
import type { Verdict } from "../pods/pod-worker.js";

/** Source: kubelet `evictionMonitoringPeriod`, `ImageGCPeriod`. */
const WATCH_MS = 10_000;
const IMAGE_GC_MS = 300_000;

/** A pod that may have to go. */
export interface EvictablePod extends PodUse {
  end(verdict: Verdict): void;
}

export interface NodeGuardOptions {
  readonly runtime: ContainerRuntime;
  readonly environment: Environment;
  readonly signals: () => Promise<NodeSignals>;
  /** Pods that run, with what they use of memory. */
  readonly pods: () => Promise<readonly EvictablePod[]>;
  /** Names and ids of images that pods of this node refer to. */
  readonly imagesInUse: () => ReadonlySet<string>;
  /** The pressures that are reported changed. */
  readonly changed: () => void;
}

/** Keeps the node alive when it runs short: removes unused images, then ends pods, one at a time. */
export class NodeGuard implements Running {
  readonly #seenAt = new Map<Pressure, number>();
  readonly #images = new Map<string, { firstSeenAt: number; lastUsedAt: number }>();
  #timers: Timer[] = [];
  #stopped = false;

  constructor(private readonly options: NodeGuardOptions) {}

  /** What the node's conditions say: a pressure stays for a while after it is gone, so that pods do not come and go. */
  get reported(): ReadonlySet<Pressure> {
    const now = this.options.environment.clock.now();
    return new Set(
      [...this.#seenAt].filter(([, at]) => now - at < PRESSURE_TRANSITION_MS).map(([pressure]) => pressure),
    );
  }

  start(): void {
    this.#repeat(WATCH_MS, () => this.watch());
    this.#repeat(IMAGE_GC_MS, () => this.collectImages());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) timer.stop();
  }

  /** Looks once, and relieves the worst. */
  async watch(): Promise<void> {
    const { environment, signals, changed } = this.options;
    const before = [...this.reported].join();
    const found = pressures(await signals());
    for (const pressure of found) this.#seenAt.set(pressure, environment.clock.now());
    if ([...this.reported].join() !== before) changed();
    if (found.has("DiskPressure") && (await this.#removeImages(Infinity)) > 0) return;
    if (found.size > 0) await this.#evictOne(found.has("MemoryPressure") ? "memory" : "ephemeral-storage");
  }

  /** Removes unused images when the disk is too full. */
  async collectImages(): Promise<void> {
    const { diskTotalBytes, diskAvailableBytes } = await this.options.signals();
    await this.#removeImages(
      bytesToFree({ totalBytes: diskTotalBytes, usedBytes: diskTotalBytes - diskAvailableBytes }),
    );
  }

  /** Returns how many were removed. */
  async #removeImages(bytes: number): Promise<number> {
    const { runtime, environment, imagesInUse } = this.options;
    const now = environment.clock.now();
    const inUse = imagesInUse();
    const stored: StoredImage[] = [];
    for (const image of await runtime.listImages()) {
      const known = this.#images.get(image.id) ?? { firstSeenAt: now, lastUsedAt: 0 };
      if (inUse.has(image.id) || image.names.some((name) => inUse.has(name))) known.lastUsedAt = now;
      this.#images.set(image.id, known);
      stored.push({ ...image, ...known });
    }
    const chosen = imagesToRemove(stored, inUse, bytes, now);
    for (const image of chosen) {
      await runtime.removeImage(image.id);
      this.#images.delete(image.id);
      environment.log.info("image.removed", { image: image.names[0] ?? image.id, sizeBytes: image.sizeBytes });
    }
    return chosen.length;
  }

  async #evictOne(resource: "memory" | "ephemeral-storage"): Promise<void> {
    const candidates = await this.options.pods();
    const [first] = evictionOrder(candidates, resource);
    const chosen = candidates.find(({ pod }) => pod === first);
    if (chosen === undefined) return;
    this.options.environment.log.warn("pod.evicted", {
      pod: `${first?.metadata?.namespace ?? ""}/${first?.metadata?.name ?? ""}`,
      resource,
    });
    chosen.end({ reason: "Evicted", message: `The node was low on resource: ${resource}. ` });
  }

  #repeat(intervalMs: number, task: () => Promise<void>): void {
    const { clock, log } = this.options.environment;
    const index = this.#timers.length;
    const next = (): void => {
      if (this.#stopped) return;
      this.#timers[index] = clock.after(
        intervalMs,
        () =>
          void task()
            .catch((error: unknown) => log.warn("node.guard-failed", { error }))
            .finally(next),
      );
    };
    next();
  }
}

/** What this machine has left; `folder` is on the disk that pods and images fill. */
export async function machineSignals(folder: string): Promise<NodeSignals> {
  const [meminfo, disk] = await Promise.all([readFile("/proc/meminfo", "utf8").catch(() => ""), statfs(folder)]);
  return {
    memoryAvailableBytes: availableMemory(meminfo),
    diskAvailableBytes: disk.bavail * disk.bsize,
    // What is kept for root counts neither as used nor as free.
    diskTotalBytes: (disk.blocks - disk.bfree + disk.bavail) * disk.bsize,
    inodesFree: disk.ffree,
    inodesTotal: disk.files,
  };
}
