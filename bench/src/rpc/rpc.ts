import { createClient, grpcChannel, leanChannel, type Channel } from "@flotilla/service";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Bench, Measurement } from "../bench.js";
import { Echo } from "./echo-service.js";

const SERVER_PROGRAM = fileURLToPath(new URL("./echo-server.js", import.meta.url));
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 3);
/** Each pair is measured this often, in turns, and the median counts. */
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
const MESSAGE_BYTES = 1024;
const IN_FLIGHT = 50;
/** The stream's messages, in thousands. */
const STREAM_THOUSANDS = 100;

const TRANSPORTS = ["lean", "grpc-js"] as const;
type Transport = (typeof TRANSPORTS)[number];
const OPEN: Record<Transport, (address: string) => Channel> = { lean: leanChannel, "grpc-js": grpcChannel };

/** Our HTTP/2 beside grpc-js, as server and as client. */
export const rpc: Bench = {
  name: "rpc",
  about: "unary echo of 1 KB, 50 in flight on one connection, and a stream of 1 KB; our transport beside grpc-js",
  async run(say) {
    const samples = new Map<string, number[]>();
    const servers = await Promise.all(TRANSPORTS.map(startServer));
    try {
      for (let round = 0; round < ROUNDS; round++) {
        for (const server of servers) {
          for (const client of TRANSPORTS) {
            for (const [name, value] of await measurePair(server, client)) {
              const key = `${server.transport} server, ${client} client: ${name}`;
              samples.set(key, [...(samples.get(key) ?? []), value]);
            }
          }
        }
      }
    } finally {
      for (const server of servers) server.stop();
    }
    return [...samples].map(([key, values]) => {
      const measurement = toMeasurement(key, values);
      say(`${key}: ${measurement.value.toFixed(2)} ${measurement.unit}`);
      return measurement;
    });
  },
};

interface EchoServer {
  readonly transport: Transport;
  readonly address: string;
  /** Processor time that it has used, in microseconds. */
  cpuMicroseconds(): number;
  stop(): void;
}

async function startServer(transport: Transport): Promise<EchoServer> {
  const child = spawn(process.execPath, [SERVER_PROGRAM, transport], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  return {
    transport,
    address,
    cpuMicroseconds() {
      // Fields 14 and 15, in ticks of 10 ms; the name in field 2 may hold spaces.
      const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) * 10_000;
    },
    stop: () => void child.kill("SIGTERM"),
  };
}

async function measurePair(server: EchoServer, transport: Transport): Promise<[string, number][]> {
  const channel = OPEN[transport](server.address);
  const client = createClient(Echo, channel);
  const message = Buffer.alloc(MESSAGE_BYTES, 1);
  const latencies: number[] = [];
  await client.echo(message);
  const cpuBefore = server.cpuMicroseconds();
  const startedAt = performance.now();
  const endsAt = startedAt + SECONDS * 1000;
  const lane = async (): Promise<void> => {
    for (let now = performance.now(); now < endsAt;) {
      await client.echo(message);
      const answeredAt = performance.now();
      latencies.push(answeredAt - now);
      now = answeredAt;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  const perSecond = (latencies.length * 1000) / (performance.now() - startedAt);
  const cpu = (server.cpuMicroseconds() - cpuBefore) / latencies.length;
  latencies.sort((a, b) => a - b);
  const streamed = await measureStream(client);
  await channel.close();
  return [
    ["unary, calls/s", perSecond],
    ["unary p99, ms", latencies[Math.floor(latencies.length * 0.99)]!],
    ["unary, us of the server's processor per call", cpu],
    ["stream, messages/s", streamed],
  ];
}

async function measureStream(client: ReturnType<typeof createClient<typeof Echo>>): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  for await (const message of client.repeat(Buffer.alloc(MESSAGE_BYTES, STREAM_THOUSANDS)))
    count += message.length > 0 ? 1 : 0;
  return (count * 1000) / (performance.now() - startedAt);
}

function toMeasurement(key: string, values: number[]): Measurement {
  const sorted = values.sort((a, b) => a - b);
  const comma = key.lastIndexOf(", ");
  return { name: key.slice(0, comma), unit: key.slice(comma + 2), value: sorted[sorted.length >> 1]! };
}
