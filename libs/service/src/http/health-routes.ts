import type { Metrics } from "../environment.js";
import { healthReport, type HealthChecks } from "./health-checks.js";

export interface TextAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const PLAIN = "text/plain; charset=utf-8";
/** The version of Prometheus' text exposition format. */
const EXPOSITION = "text/plain; version=0.0.4; charset=utf-8";

const KINDS = { livez: "live", readyz: "ready", healthz: "ready" } as const;

/**
 * Answers GET /livez, /readyz, /healthz (each with `?verbose`, `?exclude=NAME`, and /NAME for one check) and /metrics;
 * undefined for any other path. A server that has an HTTP face of its own mounts this there.
 */
export async function answerHealth(
  url: string,
  checks: HealthChecks,
  metrics: Metrics,
): Promise<TextAnswer | undefined> {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (pathname === "/metrics") return { status: 200, contentType: EXPOSITION, body: await metrics.expose() };
  const match = /^\/(livez|readyz|healthz)(?:\/([^/]+))?$/.exec(pathname);
  if (match === null) return undefined;
  const endpoint = match[1] as keyof typeof KINDS;
  const verbose = searchParams.has("verbose");
  if (match[2] !== undefined) {
    const result = await checks.runNamed(KINDS[endpoint], decodeURIComponent(match[2]));
    if (result === undefined) return { status: 404, contentType: PLAIN, body: "404 page not found\n" };
    return { contentType: PLAIN, ...healthReport(endpoint, [result], verbose) };
  }
  const results = await checks.run(KINDS[endpoint], new Set(searchParams.getAll("exclude")));
  return { contentType: PLAIN, ...healthReport(endpoint, results, verbose) };
}
