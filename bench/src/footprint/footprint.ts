import { readFile } from "node:fs/promises";
import { flotilla, run, TestCluster } from "@flotilla/testing";
import type { Bench, Measurement } from "../bench.js";

/** How long an idle cluster is watched. */
const IDLE_SECONDS = 20;
/** After the start, until what a start leaves behind has been collected. */
const SETTLE_SECONDS = 45;
const CLOCK_TICKS_PER_SECOND = 100;

/** Start time, memory and idle CPU of a whole cluster, as processes and as one process. */
export const footprint: Bench = {
  name: "footprint",
  about: "start to the first answered `kubectl get nodes`, resident memory and CPU of an idle cluster of one node",
  async run(say) {
    const measurements: Measurement[] = [];
    for (const mode of ["mesh", "single-process"]) {
      say(`${mode}: starting`);
      measurements.push(...(await measure(mode)));
    }
    return measurements;
  },
};

async function measure(mode: string): Promise<Measurement[]> {
  const began = performance.now();
  await using cluster = await TestCluster.start(mode === "mesh" ? [] : ["--single-process"]);
  const nodes = await cluster.kubectl(["get", "nodes"]);
  if (!nodes.includes(" Ready ")) throw new Error(`the node is not ready:\n${nodes}`);
  const startMs = performance.now() - began;
  await sleep(SETTLE_SECONDS);
  const pids = await processes(cluster);
  const before = await cpuTicks(pids);
  await sleep(IDLE_SECONDS);
  const cpu = ((await cpuTicks(pids)) - before) / CLOCK_TICKS_PER_SECOND / IDLE_SECONDS;
  const resident = await total(pids, "status", /^VmRSS:\s+(\d+) kB/m);
  const proportional = await total(pids, "smaps_rollup", /^Pss:\s+(\d+) kB/m);
  return [
    { name: `${mode}: start until kubectl get nodes answers Ready`, value: Math.round(startMs), unit: "ms" },
    { name: `${mode}: resident memory, idle, summed over processes`, value: resident, unit: "MiB" },
    { name: `${mode}: the same, pages that processes share counted once`, value: proportional, unit: "MiB" },
    { name: `${mode}: CPU, idle`, value: Number((cpu * 100).toFixed(2)), unit: "% of a core" },
  ];
}

/** All processes of the cluster but those of pods. */
async function processes(cluster: TestCluster): Promise<number[]> {
  const status = JSON.parse((await flotilla(["status", "--home", cluster.home, "-o", "json"])).stdout) as {
    supervisor: { pid: number };
    components: { process?: { pid: number } }[];
  };
  return [
    ...new Set([status.supervisor.pid, ...status.components.flatMap((component) => component.process?.pid ?? [])]),
  ];
}

/** A line of /proc/PID/FILE in kB, summed over processes, in MiB. Source: proc(5). */
async function total(pids: readonly number[], file: string, line: RegExp): Promise<number> {
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/${file}`, "utf8")));
  return Math.round(texts.reduce((sum, text) => sum + Number(line.exec(text)?.[1] ?? 0), 0) / 1024);
}

/** User and system time of processes, in clock ticks. Source: proc(5). */
async function cpuTicks(pids: readonly number[]): Promise<number> {
  let ticks = 0;
  for (const pid of pids) {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks;
}

async function sleep(seconds: number): Promise<void> {
  await run("sleep", [String(seconds)]);
}
