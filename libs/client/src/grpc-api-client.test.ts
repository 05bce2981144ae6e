import { namespaces, pods } from "@flotilla/api/resources.js";
import { inProcessChannel, RpcCode, RpcError, grpcChannel, serveGrpc, type Channel } from "@flotilla/service";
import { grpcApiClient } from "./grpc-api-client.js";
import { apiClientSuite } from "./testing/api-client-suite.js";
import { apiServiceOver } from "./testing/memory-api-service.js";
import { MemoryApiClient } from "./testing/memory-api-client.js";
import { testEnvironment } from "./testing/test-environment.js";

async function memoryApi(): Promise<MemoryApiClient> {
  const client = new MemoryApiClient(testEnvironment());
  await client.create(namespaces, { metadata: { name: "suite" } });
  return client;
}

apiClientSuite("over gRPC in process", async () => {
  const channel = inProcessChannel([apiServiceOver(await memoryApi())]);
  return { client: grpcApiClient(channel), namespace: "suite", close: () => channel.close() };
});

apiClientSuite("over gRPC on a socket", async () => {
  const server = await serveGrpc([apiServiceOver(await memoryApi())], { address: "127.0.0.1:0" });
  const channel = grpcChannel(server.address);
  const close = async () => {
    await channel.close();
    await server.stop();
  };
  return { client: grpcApiClient(channel), namespace: "suite", close };
});

test("decisions that were not answered when the stream broke are sent again", async () => {
  const { clock, rng } = testEnvironment();
  const memory = new MemoryApiClient({ clock, rng });
  for (const name of ["a", "b"])
    await memory.create(pods, { metadata: { namespace: "ns", name }, spec: { containers: [] } });
  const real = inProcessChannel([apiServiceOver(memory)]);
  let streams = 0;
  const breaking: Channel = {
    ...real,
    unary: (...call) => real.unary(...call),
    duplex: (service, method, requests, options) => {
      streams++;
      if (streams > 1) return real.duplex(service, method, requests, options);
      return (async function* () {
        yield* [] as never[];
        throw new RpcError(RpcCode.UNAVAILABLE, "the connection is gone");
      })();
    },
  };
  const client = grpcApiClient(breaking, { clock });
  const bound = Promise.all(["a", "b"].map((name) => client.bind({ namespace: "ns", name, nodeName: "n" })));
  await clock.advance(1000);
  await bound;
  expect(streams).toBe(2);
  expect((await memory.get(pods, { namespace: "ns", name: "b" })).spec?.nodeName).toBe("n");
});

test("decisions fail when the server stays away", async () => {
  const { clock } = testEnvironment();
  const gone = inProcessChannel([]);
  const client = grpcApiClient(gone, { clock });
  const bound = expect(client.bind({ namespace: "ns", name: "a", nodeName: "n" })).rejects.toHaveProperty(
    "reason",
    "ServiceUnavailable",
  );
  await clock.advance(60_000);
  await bound;
});
