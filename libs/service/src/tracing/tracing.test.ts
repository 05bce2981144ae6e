import { context, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { createClient } from "../rpc/client.js";
import { inProcessChannel } from "../rpc/in-process-channel.js";
import { grpcChannel } from "../rpc/grpc-channel.js";
import { serveGrpc } from "../rpc/grpc-server.js";
import { register } from "../rpc/registration.js";
import { RpcCode, RpcError } from "../rpc/rpc-error.js";
import type { Channel } from "../rpc/contract.js";
import { Notes } from "../testing/notes-service.js";
import { setTracing } from "./tracing-switch.js";

const exporter = new InMemorySpanExporter();
let seenTraceId: string | undefined;

const registration = register(Notes, {
  async echo({ text }) {
    await Promise.resolve();
    seenTraceId = trace.getActiveSpan()?.spanContext().traceId;
    if (text === "fail") throw new RpcError(RpcCode.NOT_FOUND, "gone");
    return { text };
  },
  async *count() {
    yield { text: "1" };
    seenTraceId = trace.getActiveSpan()?.spanContext().traceId;
    yield { text: "2" };
  },
});

beforeAll(() => new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register());
beforeEach(() => {
  setTracing(true);
  seenTraceId = undefined;
  exporter.reset();
});
afterAll(() => {
  setTracing(false);
  trace.disable();
  context.disable();
});

const roads: [string, () => Promise<{ channel: Channel; stop(): Promise<void> }>][] = [
  ["in-process", async () => ({ channel: inProcessChannel([registration]), stop: async () => undefined })],
  [
    "gRPC",
    async () => {
      const server = await serveGrpc([registration], { address: "127.0.0.1:0" });
      return { channel: grpcChannel(server.address), stop: () => server.stop() };
    },
  ],
];

describe.each(roads)("tracing over %s", (_, open) => {
  let road: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => (road = await open()));
  afterAll(async () => {
    await road.channel.close();
    await road.stop();
  });

  const within = async (work: () => Promise<unknown>) => {
    const root = trace.getTracer("test").startSpan("root");
    await context.with(trace.setSpan(context.active(), root), work);
    root.end();
    const spans = exporter.getFinishedSpans().filter((span) => span.name !== "root");
    return { traceId: root.spanContext().traceId, spans };
  };

  test("a call is one client and one server span of the caller's trace, and the handler runs within it", async () => {
    const { traceId, spans } = await within(() => createClient(Notes, road.channel).echo({ text: "x" }));
    expect(spans.map((span) => span.name)).toEqual(["flotilla.test.Notes/Echo", "flotilla.test.Notes/Echo"]);
    expect(spans.map((span) => span.spanContext().traceId)).toEqual([traceId, traceId]);
    expect(spans[0]!.parentSpanContext!.spanId).toBe(spans[1]!.spanContext().spanId);
    expect(seenTraceId).toBe(traceId);
  });

  test("an error is in both spans", async () => {
    const { spans } = await within(() =>
      createClient(Notes, road.channel)
        .echo({ text: "fail" })
        .catch(() => undefined),
    );
    expect(spans.map((span) => span.attributes["rpc.grpc.status_code"])).toEqual([
      RpcCode.NOT_FOUND,
      RpcCode.NOT_FOUND,
    ]);
  });

  test("a stream is a span from its first message to its last", async () => {
    const { traceId, spans } = await within(async () => {
      for await (const _ of createClient(Notes, road.channel).count({ text: "" }));
    });
    expect(spans).toHaveLength(2);
    expect(seenTraceId).toBe(traceId);
  });

  test("nothing is traced when it is off", async () => {
    setTracing(false);
    expect((await within(() => createClient(Notes, road.channel).echo({ text: "x" }))).spans).toEqual([]);
  });
});
