import type { Running } from "../lifecycle.js";
import { setTracing } from "./tracing-switch.js";

export interface TracingOptions {
  /** OTLP/HTTP endpoint; without it nothing is traced and nothing of the exporter is loaded. */
  readonly traceEndpoint: string | undefined;
  /** How many of a hundred traces that begin here are kept. Those that began elsewhere follow their caller. */
  readonly traceSamplePercent: number;
}

const NOT_TRACING: Running = { stop: () => Promise.resolve() };

/** Spans that wait for the collector; more are dropped, so a dead collector costs bounded memory. */
const QUEUE_SPANS_MAX = 2048;
const BATCH_SPANS_MAX = 512;
const BATCH_INTERVAL_MS = 1_000;
/** An export that takes longer is given up. */
const EXPORT_TIMEOUT_MS = 3_000;

/** Sends traces to a collector, when one is configured. */
export async function startTracing(service: string, options: TracingOptions): Promise<Running> {
  if (options.traceEndpoint === undefined) return NOT_TRACING;
  // 100 ms and 15 MB that only those who trace pay.
  const [
    { OTLPTraceExporter },
    { resourceFromAttributes },
    { BatchSpanProcessor, NodeTracerProvider, ParentBasedSampler, TraceIdRatioBasedSampler },
  ] = await Promise.all([
    import("@opentelemetry/exporter-trace-otlp-proto"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/sdk-trace-node"),
  ]);
  const exporter = new OTLPTraceExporter({
    url: `${options.traceEndpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": `flotilla-${service}` }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(options.traceSamplePercent / 100) }),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        maxQueueSize: QUEUE_SPANS_MAX,
        maxExportBatchSize: BATCH_SPANS_MAX,
        scheduledDelayMillis: BATCH_INTERVAL_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  // Also sets the W3C propagator and carries the current span across awaits.
  provider.register();
  setTracing(true);
  return {
    stop: async () => {
      setTracing(false);
      // What the collector does not take in time is lost; stopping must not hang on it.
      await provider.shutdown().catch(() => undefined);
    },
  };
}
