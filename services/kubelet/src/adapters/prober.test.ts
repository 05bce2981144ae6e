import { createServer, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import type { HTTPGetAction } from "@flotilla/api/types/core/v1.js";
import { inProcessChannel, RpcCode, RpcError, systemClock } from "@flotilla/service";
import { MemoryRuntime } from "../testing/memory-runtime.js";
import { ContainerRuntime } from "./container-runtime.js";
import { runHook, runProbe } from "./prober.js";

let server: Server;
let port: number;
let asked: { path: string; agent: string | undefined }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ path: request.url ?? "", agent: request.headers["user-agent"] });
    const [, code = "200", where] = /^\/(\d+)(?:\/to\/(.*))?/.exec(request.url ?? "") ?? [];
    response
      .writeHead(
        Number(code),
        where === undefined ? {} : { Location: where.startsWith("away") ? "http://other.invalid/" : `/${where}` },
      )
      .end("body");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
});

function runtimeThat(exec: () => number): ContainerRuntime {
  const memory = new MemoryRuntime({ clock: systemClock });
  memory.exec = exec;
  return new ContainerRuntime(memory.channel());
}

const runtime = runtimeThat(() => 0);
const target = {
  container: { name: "main", ports: [{ name: "web", containerPort: 0 }] },
  containerId: "c1",
  podIp: "127.0.0.1",
};
const http = (action: Partial<HTTPGetAction>) => runProbe(runtime, target, { httpGet: { port, ...action } }, 1);

test.each([
  { path: "/200", want: "success" },
  { path: "399", want: "success" },
  { path: "/404", want: "failure" },
  { path: "/500", want: "failure" },
  { path: "/302/to/200", want: "success" },
  { path: "/302/to/500", want: "failure" },
  { path: "/302/to/away", want: "success" },
])("HTTP $path: $want", async ({ path, want }) => {
  expect((await http({ path })).outcome).toBe(want);
  expect(asked[0]?.agent).toMatch(/^kube-probe\//);
});

test("headers of the probe win", async () => {
  await http({ httpHeaders: [{ name: "User-Agent", value: "own" }] });
  expect(asked[0]?.agent).toBe("own");
});

test("a server that is silent has failed when the time is over", async () => {
  const silent = createTcpServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const answer = await http({ port: (silent.address() as AddressInfo).port });
  expect(answer).toMatchObject({ outcome: "failure", message: expect.stringContaining("deadline exceeded") });
  silent.close();
});

test("TCP, and a port that nobody knows", async () => {
  expect((await runProbe(runtime, target, { tcpSocket: { port } }, 1)).outcome).toBe("success");
  expect((await runProbe(runtime, target, { tcpSocket: { port: 1 } }, 1)).outcome).toBe("failure");
  expect(await runProbe(runtime, target, { tcpSocket: { port: "none" } }, 1)).toEqual({
    outcome: "failure",
    message: `couldn't find port: "none" in container main`,
  });
});

test.each<{ name: string; exec: () => number; want: string }>([
  { name: "0", exec: () => 0, want: "success" },
  { name: "1", exec: () => 1, want: "failure" },
  {
    name: "too slow",
    exec: () => {
      throw new RpcError(RpcCode.DEADLINE_EXCEEDED, "slow");
    },
    want: "failure",
  },
  {
    name: "the runtime is in trouble: not the container's fault",
    exec: () => {
      throw new RpcError(RpcCode.UNAVAILABLE, "away");
    },
    want: "unknown",
  },
])("exec, $name: $want", async ({ exec, want }) => {
  expect((await runProbe(runtimeThat(exec), target, { exec: { command: ["x"] } }, 1)).outcome).toBe(want);
});

test("a hook fails with what its command said, and a sleep sleeps", async () => {
  await expect(
    runHook(
      runtimeThat(() => 1),
      target,
      { exec: { command: ["x"] } },
      1.5,
      async () => undefined,
    ),
  ).rejects.toThrow();
  const slept: number[] = [];
  await runHook(runtime, target, { sleep: { seconds: 2 } }, 1, async (ms) => void slept.push(ms));
  expect(slept).toEqual([2000]);
});

test("a channel that nobody serves makes a probe unknown", async () => {
  expect(
    (await runProbe(new ContainerRuntime(inProcessChannel([])), target, { exec: { command: ["x"] } }, 1)).outcome,
  ).toBe("unknown");
});
