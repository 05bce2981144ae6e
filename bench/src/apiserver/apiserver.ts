import { systemClock } from "@flotilla/service";
import type { Bench, Measurement } from "../bench.js";
import { kubeApiServer, ourApiServer, type ApiServer, type ApiServerKind } from "./api-servers.js";
import { measureLists } from "./lists.js";
import { fillPods, PODS, prepareNamespace } from "./pods.js";
import type { Sample } from "./sample.js";
import { measureFanOut } from "./watch-fan-out.js";
import { measureWrites } from "./writes.js";

const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 5);
const WATCHERS = (process.env["BENCH_WATCHERS"] ?? "100,1000").split(",").map(Number);
const UPDATES_PER_SECOND = Number(process.env["BENCH_UPDATES"] ?? 200);
const LISTED_PODS = 10_000;
const KEPT_PODS = 100_000;
/** For garbage to be collected before memory is read. */
const SETTLE_MS = 15_000;
/** Parts to run: writes, lists, watch, memory. */
const PARTS = new Set((process.env["BENCH_PARTS"] ?? "writes,watch,lists,memory").split(","));

/** Our ApiServer beside kube-apiserver, each alone on an etcd of its own. */
export const apiserver: Bench = {
  name: "apiserver",
  about:
    "writes, lists of 10 000 pods, watch fan-out and memory over etcd; beside kube-apiserver when KUBE_APISERVER names one",
  async run(say) {
    const ours = await measure(ourApiServer, say);
    const kube = kubeApiServer();
    if (kube === undefined) return ours;
    const theirs = await measure(kube, say);
    return ours.map((sample) => withPeer(sample, kube.name, theirs));
  },
};

async function measure(kind: ApiServerKind, say: (line: string) => void): Promise<Sample[]> {
  const server = await kind.start();
  const samples: Sample[] = [];
  const add = (more: readonly Sample[]): void => {
    samples.push(...more);
    for (const { name, value, unit } of more) say(`${kind.name}: ${name}: ${value.toFixed(2)} ${unit}`);
  };
  try {
    await prepareNamespace(server);
    if (PARTS.has("writes")) add(await measureWrites(server, SECONDS * 1000));
    if (PARTS.has("watch")) await measureWatches(server, add);
    if (PARTS.has("lists")) {
      await fillPods(server, 0, LISTED_PODS);
      add(await measureLists(server, LISTED_PODS, SECONDS * 1000));
    }
    if (PARTS.has("memory")) add(await measureMemory(server));
  } finally {
    await server.stop();
  }
  return samples;
}

async function measureWatches(server: ApiServer, add: (samples: readonly Sample[]) => void): Promise<void> {
  for (const watchers of WATCHERS) {
    add(await measureFanOut(server, { watchers, updatesPerSecond: UPDATES_PER_SECOND, milliseconds: SECONDS * 1000 }));
    for (let i = 0; ; i++)
      if ((await server.client.send("DELETE", `${PODS}/target-${i}?gracePeriodSeconds=0`)).code !== 200) break;
  }
}

async function measureMemory(server: ApiServer): Promise<Sample[]> {
  await fillPods(server, 0, KEPT_PODS);
  await server.client.succeed("GET", `${PODS}?limit=1`);
  await systemClock.sleep(SETTLE_MS);
  return [{ name: `memory at ${KEPT_PODS} pods`, value: server.residentBytes() / 1024 ** 2, unit: "MiB" }];
}

function withPeer(sample: Sample, peer: string, theirs: readonly Sample[]): Measurement {
  const found = theirs.find(({ name }) => name === sample.name);
  return found === undefined
    ? sample
    : { ...sample, peer: { name: peer, value: found.value, ratio: sample.value / found.value } };
}
