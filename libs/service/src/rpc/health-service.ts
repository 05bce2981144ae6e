import {
  HealthCheckResponse_ServingStatus as Status,
  HealthDefinition,
} from "@flotilla/contracts/gen/grpc/health/v1/health.js";
import type { HealthChecks } from "../http/health-checks.js";
import type { Clock } from "../time/clock.js";
import type { Registration } from "./contract.js";
import { register } from "./registration.js";
import { RpcCode, RpcError } from "./rpc-error.js";

/** How often `Watch` looks whether the answer has changed. */
const WATCH_INTERVAL_MS = 2_000;

/** grpc.health.v1: a service serves while the readiness checks pass. */
export function healthService(
  services: readonly string[],
  checks: HealthChecks | undefined,
  clock: Clock,
): Registration {
  const known = new Set(["", ...services]);
  const statusOf = async (service: string): Promise<Status> => {
    if (!known.has(service)) return Status.SERVICE_UNKNOWN;
    const results = (await checks?.run("ready")) ?? [];
    return results.every((result) => result.failure === undefined) ? Status.SERVING : Status.NOT_SERVING;
  };
  return register(HealthDefinition, {
    async check({ service }) {
      if (!known.has(service)) throw new RpcError(RpcCode.NOT_FOUND, `unknown service ${service}`);
      return { status: await statusOf(service) };
    },
    async *watch({ service }, { signal }) {
      let last: Status | undefined;
      while (!signal.aborted) {
        const status = await statusOf(service);
        if (status !== last) yield { status };
        last = status;
        await clock.sleep(WATCH_INTERVAL_MS, signal).catch(() => undefined);
      }
    },
  });
}
