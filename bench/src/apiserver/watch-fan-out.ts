import { systemClock } from "@flotilla/service";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ApiServer } from "./api-servers.js";
import { percentile } from "./lanes.js";
import { podNamed, PODS } from "./pods.js";
import { openWatch } from "./rest-client.js";
import type { Sample } from "./sample.js";

const SINK_PROGRAM = fileURLToPath(new URL("./watch-sink.js", import.meta.url));
/** Of all watchers, those at which the delivery is measured. */
const PROBES = 20;
const TARGETS = 50;
/** Writes go out this often, so many at once that the rate comes out. */
const TICK_MS = 20;
/** After the last write, for what is still on its way. */
const SETTLE_LIMIT_MS = 30_000;
const SENT_AT = /"bench\/sent":"([\d.]+)"/;
const MERGE_PATCH = { "content-type": "application/merge-patch+json" };

export interface FanOut {
  readonly watchers: number;
  readonly updatesPerSecond: number;
  readonly milliseconds: number;
}

/** From the moment before a write is sent until a watcher has its event, while many watch the same. */
export async function measureFanOut(server: ApiServer, fanOut: FanOut): Promise<Sample[]> {
  const { client } = server;
  for (let i = 0; i < TARGETS; i++) await client.succeed("POST", PODS, podNamed(`target-${i}`));
  const { body } = await client.succeed("GET", `${PODS}?limit=1`);
  const { resourceVersion } = (JSON.parse(body.toString()) as { metadata: { resourceVersion: string } }).metadata;
  const path = `/api/v1/pods?watch=1&resourceVersion=${resourceVersion}`;
  const sink = await startSink(server, path, fanOut.watchers - PROBES);
  const latencies: number[] = [];
  const probes = await Promise.all(Array.from({ length: PROBES }, () => openProbe(server, path, latencies)));
  try {
    const cpuBefore = server.cpuSeconds();
    const startedAt = performance.now();
    const writes = await writeAtRate(server, fanOut);
    const elapsedMs = performance.now() - startedAt;
    const expected = writes * PROBES;
    const settleBy = performance.now() + SETTLE_LIMIT_MS;
    while (latencies.length < expected && performance.now() < settleBy) await systemClock.sleep(50);
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuMs = (server.cpuSeconds() - cpuBefore) * 1000;
    const name = `${fanOut.watchers} watchers, ${fanOut.updatesPerSecond} updates/s`;
    return [
      { name: `${name}: written`, value: (writes * 1000) / elapsedMs, unit: "1/s" },
      { name: `${name}: delivered`, value: (100 * latencies.length) / expected, unit: "%" },
      { name: `${name}: delivery p50`, value: percentile(latencies, 0.5), unit: "ms" },
      { name: `${name}: delivery p99`, value: percentile(latencies, 0.99), unit: "ms" },
      { name: `${name}: processor`, value: cpuMs / 1000 / seconds, unit: "cores" },
      { name: `${name}: processor per update`, value: cpuMs / writes, unit: "ms" },
      { name: `${name}: memory`, value: server.residentBytes() / 1024 ** 2, unit: "MiB" },
    ];
  } finally {
    for (const probe of probes) probe.destroy();
    if (sink.exitCode === null) {
      const ended = once(sink, "exit");
      sink.kill("SIGKILL");
      await ended;
    }
  }
}

async function startSink({ address, pki }: ApiServer, path: string, count: number): Promise<ChildProcess> {
  const { certificate, key } = pki.pair("admin");
  const tls = JSON.stringify({ ca: pki.ca.certificate, certificate, key });
  const child = spawn(process.execPath, [SINK_PROGRAM, address, path, String(count)], {
    env: { ...process.env, BENCH_CLIENT_TLS: tls },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).once("line", () => resolve());
    child.once("exit", (code) => reject(new Error(`the watching process ended with ${code}`)));
  });
  return child;
}

/** A watcher that reads when each event was sent. */
async function openProbe({ address, pki }: ApiServer, path: string, latencies: number[]) {
  const answer = await openWatch(address, pki, path);
  let rest = "";
  answer.setEncoding("latin1");
  answer.on("error", () => undefined);
  answer.on("data", (chunk: string) => {
    const now = performance.now();
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const sent = SENT_AT.exec(line)?.[1];
      if (sent !== undefined) latencies.push(now - Number(sent));
    }
  });
  return answer;
}

/** Open loop: a slow server does not slow the writes down. Answers how many there were. */
async function writeAtRate({ client }: ApiServer, { updatesPerSecond, milliseconds }: FanOut): Promise<number> {
  const startedAt = performance.now();
  const pending: Promise<unknown>[] = [];
  for (let elapsed = 0; elapsed < milliseconds; elapsed = performance.now() - startedAt) {
    const due = Math.floor((elapsed * updatesPerSecond) / 1000);
    while (pending.length < due) {
      const annotations = { "bench/sent": performance.now().toFixed(3) };
      const target = `${PODS}/target-${pending.length % TARGETS}`;
      pending.push(client.succeed("PATCH", target, { metadata: { annotations } }, MERGE_PATCH));
    }
    await systemClock.sleep(TICK_MS);
  }
  await Promise.all(pending);
  return pending.length;
}
