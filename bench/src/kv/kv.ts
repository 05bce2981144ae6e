import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WatchResponse } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Bench, Measurement } from "../bench.js";
import { GrpcLoadClient, type LoadResult } from "./grpc-load.js";
import { etcd, OUR_KINDS, type KvServer, type KvServerKind } from "./kv-servers.js";
import { fillCall, KEYS, putCall, WATCH_PATH, watchRequest, WORKLOADS, type Workload } from "./workloads.js";

const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 3);
/** Each workload runs this often on each store, in turns, and the median counts: disks and neighbours are noisy. */
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
const WATCHERS = [1, 100, 1000];
/** Watchers beyond it share streams. */
const STREAMS_MAX = 100;
/** Sizes of the store for memory and start time; 1000000 takes some minutes. */
const SIZES = (process.env["BENCH_KEYS"] ?? "100000").split(",").map(Number);
const FILL_KEYS_PER_TXN = 100;
const FILL_IN_FLIGHT = 8;
const SMALL_VALUE = Buffer.alloc(64, "v");

/** One number that a store gave. */
interface Sample {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
}

interface OpenServer {
  readonly kind: KvServerKind;
  readonly server: KvServer;
}

/** Our store beside etcd: same disk, same run, same client, every write synced. */
export const kv: Bench = {
  name: "kv",
  about: "the KV store beside etcd; rates are better higher, all else lower",
  async run(say) {
    const peer = etcd();
    const kinds = peer === undefined ? OUR_KINDS : [...OUR_KINDS, peer];
    const directory = await mkdtemp(join(process.env["BENCH_DIR"] ?? tmpdir(), "bench-kv-"));
    try {
      const samples = [
        ...(await measureLoad(kinds, join(directory, "load"), say)),
        ...(await measureSizes(kinds, directory, say)),
      ];
      return toMeasurements(samples, peer?.name);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
};

type Samples = Map<KvServerKind, Sample[]>;

async function measureLoad(
  kinds: readonly KvServerKind[],
  directory: string,
  say: (line: string) => void,
): Promise<[KvServerKind, Sample][]> {
  const servers: OpenServer[] = [];
  const results: [KvServerKind, Sample][] = [];
  try {
    for (const kind of kinds) {
      const server = await kind.start(directory);
      servers.push({ kind, server });
      await fill(server, KEYS, Buffer.alloc(1024, "v"));
    }
    for (const workload of WORKLOADS)
      results.push(...(await inTurns(servers, (server) => measureWorkload(server, workload), say)));
    for (const count of WATCHERS)
      results.push(...(await inTurns(servers, (server) => measureFanOut(server, count), say)));
  } finally {
    await Promise.all(servers.map(({ server }) => server.stop()));
  }
  return results;
}

/** Measures the stores one after another, several times, and takes the median of each number. */
async function inTurns(
  servers: readonly OpenServer[],
  measure: (server: KvServer) => Promise<Sample[]>,
  say: (line: string) => void,
): Promise<[KvServerKind, Sample][]> {
  const rounds: Samples = new Map(servers.map(({ kind }) => [kind, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { kind, server } of servers) rounds.get(kind)!.push(...(await measure(server)));
  }
  const results: [KvServerKind, Sample][] = [];
  for (const [kind, samples] of rounds) {
    for (const name of new Set(samples.map((sample) => sample.name))) {
      const same = samples.filter((sample) => sample.name === name).sort((a, b) => a.value - b.value);
      const median = same[same.length >> 1]!;
      results.push([kind, median]);
      say(`${kind.name.padEnd(22)} ${median.name}: ${median.value.toFixed(2)} ${median.unit}`);
    }
  }
  return results;
}

async function measureWorkload(server: KvServer, { name, call, inFlight, connections }: Workload): Promise<Sample[]> {
  const client = new GrpcLoadClient(server.address, connections);
  const cpuBefore = server.cpuSeconds();
  const result: LoadResult = await client.run(call, inFlight, SECONDS);
  const cpuMicroseconds = ((server.cpuSeconds() - cpuBefore) * 1e6) / (result.perSecond * SECONDS);
  client.close();
  return [
    { name, unit: "calls/s", value: result.perSecond },
    { name: `${name}: p50`, unit: "ms", value: result.p50Ms },
    { name: `${name}: p99`, unit: "ms", value: result.p99Ms },
    { name: `${name}: processor time`, unit: "us/call", value: cpuMicroseconds },
  ];
}

/** Events that many watchers of everything get while one client writes. */
async function measureFanOut(server: KvServer, watchers: number): Promise<Sample[]> {
  const client = new GrpcLoadClient(server.address, 4);
  const streams = Math.min(watchers, STREAMS_MAX);
  let events = 0;
  let missing = watchers;
  const closers: (() => void)[] = [];
  await new Promise<void>((resolve) => {
    const onMessage = (bytes: Uint8Array) => {
      const response = WatchResponse.decode(bytes);
      events += response.events.length;
      if (response.created && --missing === 0) resolve();
    };
    const requests = Array.from({ length: watchers / streams }, watchRequest);
    for (let i = 0; i < streams; i++) closers.push(client.stream(WATCH_PATH, requests, i, onMessage));
  });
  const writer = new GrpcLoadClient(server.address);
  const startedAt = performance.now();
  const writes = await writer.run((serial) => putCall(serial), 1, SECONDS);
  const eventsPerSecond = (events * 1000) / (performance.now() - startedAt);
  for (const close of closers) close();
  client.close();
  writer.close();
  return [
    { name: `watch, ${watchers} watchers`, unit: "events/s", value: eventsPerSecond },
    { name: `watch, ${watchers} watchers: put meanwhile`, unit: "calls/s", value: writes.perSecond },
  ];
}

async function fill(server: KvServer, keys: number, value: Buffer): Promise<void> {
  const client = new GrpcLoadClient(server.address);
  let first = 0;
  const lane = async (): Promise<void> => {
    while (first < keys) {
      const from = first;
      first += FILL_KEYS_PER_TXN;
      await client.call(fillCall(from, FILL_KEYS_PER_TXN, value));
    }
  };
  await Promise.all(Array.from({ length: FILL_IN_FLIGHT }, lane));
  client.close();
}

async function measureSizes(
  kinds: readonly KvServerKind[],
  directory: string,
  say: (line: string) => void,
): Promise<[KvServerKind, Sample][]> {
  const results: [KvServerKind, Sample][] = [];
  for (const keys of SIZES) {
    for (const kind of kinds) {
      for (const sample of await measureSize(kind, keys, join(directory, String(keys)))) {
        results.push([kind, sample]);
        say(`${kind.name.padEnd(22)} ${sample.name}: ${sample.value.toFixed(2)} ${sample.unit}`);
      }
    }
  }
  return results;
}

async function measureSize(kind: KvServerKind, keys: number, directory: string): Promise<Sample[]> {
  const MB = 1e6;
  const first = await kind.start(directory);
  const empty = first.residentBytes() / MB;
  await fill(first, keys, SMALL_VALUE);
  const filled = first.residentBytes() / MB;
  await first.stop();
  const second = await kind.start(directory);
  const restarted = second.residentBytes() / MB;
  const startCpuMs = second.cpuSeconds() * 1000;
  await second.stop();
  return [
    { name: `${keys} keys: memory after writing them`, unit: "MB", value: filled },
    { name: `${keys} keys: memory after a restart`, unit: "MB", value: restarted },
    { name: `${keys} keys: memory for each, after writing them`, unit: "bytes", value: ((filled - empty) * MB) / keys },
    { name: `${keys} keys: memory for each, after a restart`, unit: "bytes", value: ((restarted - empty) * MB) / keys },
    { name: `${keys} keys: start`, unit: "ms", value: second.startMs },
    { name: `${keys} keys: start, processor time`, unit: "ms", value: startCpuMs },
  ];
}

function toMeasurements(samples: readonly [KvServerKind, Sample][], peerName: string | undefined): Measurement[] {
  return samples
    .filter(([kind]) => OUR_KINDS.includes(kind))
    .map(([kind, sample]) => {
      const { unit, value } = sample;
      const name = kind === OUR_KINDS[0] ? sample.name : `${sample.name}, ${kind.name}`;
      const theirs = samples.find(([other, { name }]) => other.name === peerName && name === sample.name)?.[1].value;
      if (peerName === undefined || theirs === undefined) return { name, unit, value };
      return { name, unit, value, peer: { name: peerName, value: theirs, ratio: value / theirs } };
    });
}
