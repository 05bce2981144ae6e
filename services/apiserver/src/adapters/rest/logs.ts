import { parseMicroTime } from "@flotilla/api/time.js";
import { badRequest } from "@flotilla/api/status.js";
import type { GetLogsRequest, GetLogsResponse } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import type { Clock } from "@flotilla/service";
import type { Machinery } from "../../core/verbs/machinery.js";
import { chooseContainer, locatePod } from "../../core/verbs/connect.js";
import type { Target } from "../../core/verbs/caller.js";
import { fromKubelet } from "../kubelet/kubelet-error.js";
import type { KubeletPool } from "../kubelet/kubelet-pool.js";
import type { Exchange } from "./exchange.js";
import { isTrue } from "./query.js";

const NANOSECONDS_PER_MS = 1_000_000n;
const NANOSECONDS_PER_MICROSECOND = 1_000n;

/** GET pods/NAME/log: text as the container wrote it. */
export async function sendLogs(
  exchange: Exchange,
  target: Target,
  machinery: Machinery,
  kubelets: KubeletPool,
): Promise<void> {
  const chunks = await openLogs(exchange.query, target, machinery, kubelets, exchange.signal);
  let started = false;
  try {
    for await (const { data } of chunks) {
      if (!started) exchange.startStream("text/plain");
      started = true;
      await exchange.write(data);
    }
  } catch (error) {
    if (exchange.signal.aborted) return;
    if (!started) throw fromKubelet(error, target.name);
  }
  if (!started) exchange.startStream("text/plain");
  exchange.end();
}

/** A pod that runs nowhere has said nothing: no error, as upstream. */
async function* nothingYet(): AsyncIterable<GetLogsResponse> {}

/** Throws NotFound and BadRequest before anything is streamed. */
export async function openLogs(
  query: URLSearchParams,
  target: Target,
  machinery: Machinery,
  kubelets: KubeletPool,
  signal: AbortSignal,
): Promise<AsyncIterable<GetLogsResponse>> {
  const { pod, location } = await locatePod(machinery, target.namespace, target.name);
  const container = chooseContainer(pod, query.get("container") ?? "");
  const { namespace, pod: podName, podUid, nodeName } = location;
  if (nodeName === "") return nothingYet();
  const request = logsRequest(query, machinery.clock);
  const kubelet = await kubelets.client(nodeName);
  return kubelet.getLogs({ ...request, container: { namespace, pod: podName, podUid, container } }, { signal });
}

function logsRequest(query: URLSearchParams, clock: Clock): GetLogsRequest {
  const stream = query.get("stream") ?? "";
  if (!["", "All", "Stdout", "Stderr"].includes(stream))
    throw badRequest(`unknown stream ${JSON.stringify(stream)}: All, Stdout or Stderr`);
  return {
    follow: isTrue(query.get("follow")),
    previous: isTrue(query.get("previous")),
    timestamps: isTrue(query.get("timestamps")),
    tailLines: notNegative(query, "tailLines"),
    limitBytes: notNegative(query, "limitBytes"),
    sinceTimeNs: sinceTime(query, clock),
    stream,
  };
}

function sinceTime(query: URLSearchParams, clock: Clock): bigint | undefined {
  const seconds = notNegative(query, "sinceSeconds");
  if (seconds !== undefined) return (BigInt(Math.floor(clock.now())) - seconds * 1000n) * NANOSECONDS_PER_MS;
  const time = query.get("sinceTime") ?? "";
  return time === "" ? undefined : BigInt(parseMicroTime(time)) * NANOSECONDS_PER_MICROSECOND;
}

function notNegative(query: URLSearchParams, name: string): bigint | undefined {
  const text = query.get(name) ?? "";
  if (text === "") return undefined;
  if (!/^\d{1,18}$/.test(text))
    throw badRequest(`${name}: Invalid value: ${JSON.stringify(text)}: must be greater than or equal to 0`);
  return BigInt(text);
}
