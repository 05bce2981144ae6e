import {
  ContainerState,
  type ContainerStats,
  type PodSandboxStats,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { readFile } from "node:fs/promises";
import type { ContainerRecord, SandboxRecord } from "../core/records.js";
import { containerStats, parseNetworkDevices, sandboxStats, type CpuSample } from "../core/stats.js";
import { nowNanoseconds, type RuntimeParts } from "./runtime-parts.js";

/** Measures what containers use. Rates are over the time since the last look. */
export class Stats {
  private readonly samples = new Map<string, CpuSample>();

  constructor(private readonly parts: RuntimeParts) {}

  async container(record: ContainerRecord): Promise<ContainerStats> {
    const running = record.state === ContainerState.CONTAINER_RUNNING;
    const usage = running ? await this.parts.driver.usage(record) : undefined;
    const now = nowNanoseconds(this.parts.environment);
    const stats = containerStats(record, usage, this.samples.get(record.id), now);
    if (usage) this.samples.set(record.id, { at: now, cpuNanoseconds: usage.cpuNanoseconds });
    else this.samples.delete(record.id);
    return stats;
  }

  async containers(records: readonly ContainerRecord[]): Promise<ContainerStats[]> {
    return Promise.all(records.map((record) => this.container(record)));
  }

  async sandbox(record: SandboxRecord): Promise<PodSandboxStats> {
    const running = this.parts.journal
      .containersOf(record.id)
      .filter((container) => container.state === ContainerState.CONTAINER_RUNNING);
    const [stats, usages] = await Promise.all([
      this.containers(running),
      Promise.all(running.map((container) => this.parts.driver.usage(container))),
    ]);
    const processes = usages.reduce((sum, usage) => sum + (usage?.processes ?? 0n), 0n);
    // The network is that of any process of the pod.
    const devices =
      running[0] && record.own.includes("net")
        ? await readFile(`/proc/${running[0].pid}/net/dev`, "utf8").catch(() => "")
        : "";
    return sandboxStats(record, stats, processes, parseNetworkDevices(devices), nowNanoseconds(this.parts.environment));
  }
}
