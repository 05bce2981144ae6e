import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { KVDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { HealthCheckResponse_ServingStatus, HealthDefinition } from "@flotilla/contracts/gen/grpc/health/v1/health.js";
import {
  ServerReflectionDefinition,
  type ServerReflectionRequest,
} from "@flotilla/contracts/gen/grpc/reflection/v1/reflection.js";
import { HealthChecks } from "../http/health-checks.js";
import { silentLogger } from "../log/logger.js";
import { Notes } from "./notes-service.js";
import { createClient } from "../rpc/client.js";
import type { ServeOptions, ServingGrpc } from "../rpc/grpc-server.js";
import type { GrpcChannelOptions } from "../rpc/grpc-channel.js";
import type { Channel, Registration } from "../rpc/contract.js";
import { ListenError } from "../rpc/listen-error.js";
import { register } from "../rpc/registration.js";
import { RpcCode } from "../rpc/rpc-error.js";

export interface ServerUnderTest {
  serve(registrations: readonly Registration[], options: ServeOptions): Promise<ServingGrpc>;
  openChannel(address: string, options?: GrpcChannelOptions): Channel;
}

const ANY = "127.0.0.1:0";

async function gate(): Promise<{ entered: Promise<void>; enter(): void; opened: Promise<void>; open(): void }> {
  let enter!: () => void;
  let open!: () => void;
  const entered = new Promise<void>((resolve) => (enter = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { entered, enter, opened, open };
}

/** What a server promises beyond its calls, and a channel beyond one connection. */
export function serverContractSuite(name: string, { serve, openChannel }: ServerUnderTest): void {
  describe(`${name}: the contract of a server`, () => {
    describe("stopping a server", () => {
      test("calls under way are answered; calls that come later are not", async () => {
        const { entered, enter, opened, open } = await gate();
        const server = await serve([register(Notes, { echo: async (note) => (enter(), await opened, note) })], {
          address: ANY,
        });
        const channel = openChannel(server.address, { connectWaitMs: 100 });
        const client = createClient(Notes, channel);
        const answer = client.echo({ text: "x" });
        await entered;
        const stopped = server.stop();
        open();
        expect(await answer).toEqual({ text: "x" });
        await stopped;
        await expect(client.echo({ text: "y" })).rejects.toMatchObject({ code: RpcCode.UNAVAILABLE });
        await server.stop();
        await channel.close();
      });

      test("streams are ended with UNAVAILABLE and their handlers told", async () => {
        let told = false;
        const handlers = register(Notes, {
          async *count(_, { signal }) {
            yield { text: "1" };
            await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
            told = true;
          },
        });
        const server = await serve([handlers], { address: ANY, drainTimeoutMs: 60_000 });
        const channel = openChannel(server.address);
        const stream = createClient(Notes, channel).count({ text: "" })[Symbol.asyncIterator]();
        await stream.next();
        await server.stop();
        await expect(stream.next()).rejects.toMatchObject({
          code: RpcCode.UNAVAILABLE,
          message: "the server is stopping",
        });
        expect(told).toBe(true);
        await channel.close();
      });

      test("calls that do not end are cut after the drain timeout", async () => {
        const { entered, enter } = await gate();
        const server = await serve([register(Notes, { echo: () => (enter(), new Promise(() => undefined)) })], {
          address: ANY,
          drainTimeoutMs: 50,
        });
        const channel = openChannel(server.address);
        const answer = createClient(Notes, channel)
          .echo({ text: "" })
          .catch((error: unknown) => error);
        await entered;
        await server.stop();
        expect(await answer).toMatchObject({ code: RpcCode.UNAVAILABLE });
        await channel.close();
      });
    });

    describe("a channel without a server", () => {
      test("waits for one that is about to start", async () => {
        const { address, stop } = await serve([], { address: ANY });
        await stop();
        const channel = openChannel(address);
        const answer = createClient(Notes, channel).echo({ text: "early" });
        const server = await serve([register(Notes, { echo: async (note) => note })], { address });
        expect(await answer).toEqual({ text: "early" });
        await channel.close();
        await server.stop();
      });

      test("fails with UNAVAILABLE when none comes, and finds one that comes later", async () => {
        const { address, stop } = await serve([], { address: ANY });
        await stop();
        const channel = openChannel(address, { connectWaitMs: 50 });
        const client = createClient(Notes, channel);
        await expect(client.echo({ text: "" })).rejects.toMatchObject({ code: RpcCode.UNAVAILABLE });
        const server = await serve([register(Notes, { echo: async (note) => note })], { address });
        let answer: unknown;
        while (answer === undefined)
          answer = await client.echo({ text: "x" }).catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
        expect(answer).toEqual({ text: "x" });
        await channel.close();
        await server.stop();
      });

      test("a deadline or a signal ends the wait for a connection", async () => {
        const { address, stop } = await serve([], { address: ANY });
        await stop();
        const channel = openChannel(address, { connectWaitMs: 2_000 });
        const client = createClient(Notes, channel);
        const outcome = await client
          .echo({ text: "" }, { timeoutMs: 50 })
          .catch((error: { code: number }) => error.code);
        expect([RpcCode.DEADLINE_EXCEEDED, RpcCode.UNAVAILABLE]).toContain(outcome);
        await expect(client.echo({ text: "" }, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
          code: RpcCode.CANCELLED,
        });
        await channel.close();
      });

      test("of several servers one may be down", async () => {
        const echo = register(Notes, {
          echo: async ({ text }, { peer }) => ({ text: `${text} ${peer.address === "" ? "" : "ok"}` }),
        });
        const servers = [
          await serve([echo], { address: ANY }),
          await serve([echo], { address: ANY }),
          await serve([echo], { address: ANY }),
        ];
        const channel = openChannel(servers.map((server) => server.address).join(","));
        const client = createClient(Notes, channel);
        expect(await client.echo({ text: "a" })).toEqual({ text: "a ok" });
        await servers[0]!.stop();
        for (let call = 0; call < 6; call++) expect(await client.echo({ text: "b" })).toEqual({ text: "b ok" });
        await channel.close();
        await Promise.all(servers.map((server) => server.stop()));
      });
    });

    describe("listening", () => {
      test("a port that is taken is a ListenError that says so", async () => {
        const taken = createServer();
        await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
        const address = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
        const failure = serve([], { address });
        await expect(failure).rejects.toBeInstanceOf(ListenError);
        await expect(failure).rejects.toMatchObject({
          code: "EADDRINUSE",
          message: `cannot listen on ${address}: another program uses it`,
        });
        taken.close();
      });

      test("a socket file that a killed program left is replaced, one in use is not", async () => {
        const directory = await mkdtemp(join(tmpdir(), "flotilla-listen-"));
        const address = `unix:${directory}/s`;
        const server = await serve([], { address });
        await expect(serve([], { address })).rejects.toMatchObject({ code: "EADDRINUSE" });
        await server.stop();
        const { spawnSync } = await import("node:child_process");
        spawnSync(process.execPath, [
          "-e",
          `require("net").createServer().listen(${JSON.stringify(`${directory}/s`)}, () => process.kill(process.pid, "SIGKILL"))`,
        ]);
        const next = await serve([], { address });
        await next.stop();
        await rm(directory, { recursive: true });
      });
    });

    describe("what every server tells about itself", () => {
      test("health follows the readiness checks", async () => {
        const checks = new HealthChecks();
        let failure: Error | undefined;
        checks.add({
          name: "store",
          kind: "ready",
          check: () => {
            if (failure !== undefined) throw failure;
          },
        });
        const server = await serve([register(Notes, {})], { address: ANY, checks });
        const channel = openChannel(server.address);
        const client = createClient(HealthDefinition, channel);
        expect(await client.check({ service: "flotilla.test.Notes" })).toEqual({
          status: HealthCheckResponse_ServingStatus.SERVING,
        });
        failure = new Error("gone");
        expect(await client.check({ service: "" })).toEqual({ status: HealthCheckResponse_ServingStatus.NOT_SERVING });
        await expect(client.check({ service: "other" })).rejects.toMatchObject({ code: RpcCode.NOT_FOUND });
        for await (const { status } of client.watch({ service: "other" })) {
          expect(status).toBe(HealthCheckResponse_ServingStatus.SERVICE_UNKNOWN);
          break;
        }
        await channel.close();
        await server.stop();
      });

      test("reflection lists the services and describes them", async () => {
        const server = await serve([register(KVDefinition, {})], { address: ANY });
        const channel = openChannel(server.address);
        async function* ask(): AsyncGenerator<ServerReflectionRequest> {
          yield { host: "", messageRequest: { $case: "listServices", value: "" } };
          yield { host: "", messageRequest: { $case: "fileContainingSymbol", value: "etcdserverpb.KV.Range" } };
          yield { host: "", messageRequest: { $case: "fileByFilename", value: "runtime/v1/runtime.proto" } };
          yield { host: "", messageRequest: { $case: "fileContainingSymbol", value: "nobody.Knows" } };
        }
        const answers = [];
        for await (const { messageResponse } of createClient(ServerReflectionDefinition, channel).serverReflectionInfo(
          ask(),
        ))
          answers.push(messageResponse!);
        const [list, kv, runtime, unknown] = answers;
        expect(list).toMatchObject({
          $case: "listServicesResponse",
          value: { service: expect.arrayContaining([{ name: "etcdserverpb.KV" }, { name: "grpc.health.v1.Health" }]) },
        });
        const fileNames = (answer: typeof list) =>
          answer?.$case === "fileDescriptorResponse"
            ? answer.value.fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes).name)
            : [];
        expect(fileNames(kv)[0]).toBe("etcdserverpb/rpc.proto");
        expect(fileNames(kv)).toContain("mvccpb/kv.proto");
        expect(fileNames(runtime)).toContain("runtime/v1/runtime.proto");
        expect(unknown).toMatchObject({ $case: "errorResponse", value: { errorCode: RpcCode.NOT_FOUND } });
        await channel.close();
        await server.stop();
      });
    });

    test("what a handler throws by mistake is logged with its cause", async () => {
      const logged: unknown[] = [];
      const log = {
        ...silentLogger,
        error: (event: string, fields?: Record<string, unknown>) => logged.push([event, fields]),
      };
      const bug = new TypeError("x is undefined");
      const server = await serve([register(Notes, { echo: () => Promise.reject(bug) })], { address: ANY, log });
      const channel = openChannel(server.address);
      await expect(createClient(Notes, channel).echo({ text: "" })).rejects.toMatchObject({ code: RpcCode.INTERNAL });
      expect(logged).toEqual([["rpc_handler_failed", { method: "/flotilla.test.Notes/Echo", error: bug }]]);
      await channel.close();
      await server.stop();
    });
  });
}
