import { connect } from "node:net";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Container, HTTPGetAction, LifecycleHandler, Probe } from "@flotilla/api/types/core/v1.js";
import {
  createClient,
  grpcChannel,
  type MessageCodec,
  RpcCode,
  RpcError,
  type ServiceDefinition,
} from "@flotilla/service";
import type { ContainerRuntime } from "./container-runtime.js";

export interface ProbeAnswer {
  /** "unknown": the runtime could not ask; that is not the container's fault. */
  readonly outcome: "success" | "failure" | "unknown";
  /** For the event, such as "HTTP probe failed with statuscode: 500". */
  readonly message: string;
}

/** How much of an answer is kept for the event. Source: kubelet `maxRespBodyLength`. */
const BODY_MAX_BYTES = 10_240;
const HTTP_OK_MIN = 200;
const HTTP_OK_MAX = 399;
const REDIRECT_MIN = 300;
/** Source: Go `net/http` client. */
const REDIRECTS_MAX = 10;
const USER_AGENT = "kube-probe/1.35";

const SUCCESS: ProbeAnswer = { outcome: "success", message: "" };

function failure(message: string): ProbeAnswer {
  return { outcome: "failure", message };
}

export interface ProbeTarget {
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
}

/** Asks one probe once. Never throws: what does not answer has failed. */
export async function runProbe(
  runtime: ContainerRuntime,
  target: ProbeTarget,
  probe: Probe,
  timeoutSeconds: number,
): Promise<ProbeAnswer> {
  try {
    if (probe.exec !== undefined) return await probeExec(runtime, target, probe.exec.command ?? [], timeoutSeconds);
    if (probe.httpGet !== undefined) return await probeHttp(target, probe.httpGet, timeoutSeconds);
    if (probe.tcpSocket !== undefined)
      return await probeTcp(
        probe.tcpSocket.host || target.podIp,
        portNumber(target.container, probe.tcpSocket.port),
        timeoutSeconds,
      );
    if (probe.grpc !== undefined)
      return await probeGrpc(target.podIp, probe.grpc.port, probe.grpc.service ?? "", timeoutSeconds);
    return SUCCESS;
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

/** Runs a lifecycle hook; throws when it fails. */
export async function runHook(
  runtime: ContainerRuntime,
  target: ProbeTarget,
  hook: LifecycleHandler,
  timeoutSeconds: number,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  if (hook.sleep !== undefined) return sleep(hook.sleep.seconds * 1000);
  const answer = await runProbe(runtime, target, { ...hook } as Probe, timeoutSeconds);
  if (answer.outcome !== "success") throw new Error(answer.message);
}

async function probeExec(
  runtime: ContainerRuntime,
  target: ProbeTarget,
  command: readonly string[],
  timeoutSeconds: number,
): Promise<ProbeAnswer> {
  try {
    const { exitCode, output } = await runtime.execSync(target.containerId, command, timeoutSeconds);
    return exitCode === 0 ? SUCCESS : failure(output.subarray(0, BODY_MAX_BYTES).toString("utf8"));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const timedOut = error instanceof RpcError && error.code === RpcCode.DEADLINE_EXCEEDED;
    return timedOut ? failure(`command timed out after ${timeoutSeconds}s`) : { outcome: "unknown", message };
  }
}

async function probeHttp(target: ProbeTarget, action: HTTPGetAction, timeoutSeconds: number): Promise<ProbeAnswer> {
  const scheme = action.scheme === "HTTPS" ? "https:" : "http:";
  const path = action.path || "/";
  const host = action.host || target.podIp;
  let url = new URL(
    `${scheme}//${host.includes(":") ? `[${host}]` : host}:${portNumber(target.container, action.port)}${path.startsWith("/") ? path : `/${path}`}`,
  );
  const headers: Record<string, string> = { "User-Agent": USER_AGENT, Accept: "*/*", Connection: "close" };
  for (const header of action.httpHeaders ?? []) headers[header.name] = header.value;
  for (let hops = 0; hops < REDIRECTS_MAX; hops += 1) {
    const { code, location } = await httpGet(url, headers, timeoutSeconds);
    const next =
      code >= REDIRECT_MIN && code <= HTTP_OK_MAX && location !== undefined ? new URL(location, url) : undefined;
    // Another host is not this container: being sent there is an answer. Source: kubelet `RedirectChecker`.
    if (next === undefined || next.hostname !== url.hostname)
      return code >= HTTP_OK_MIN && code <= HTTP_OK_MAX
        ? SUCCESS
        : failure(`HTTP probe failed with statuscode: ${code}`);
    url = next;
  }
  return failure(`stopped after ${REDIRECTS_MAX} redirects`);
}

function httpGet(
  url: URL,
  headers: Record<string, string>,
  timeoutSeconds: number,
): Promise<{ code: number; location: string | undefined }> {
  // A probe asks whether the program answers, not who it is.
  const options = { headers, timeout: timeoutSeconds * 1000, rejectUnauthorized: false, agent: false as const };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, (response) => {
      response.destroy();
      resolve({ code: response.statusCode ?? 0, location: response.headers.location });
    });
    request.on("timeout", () => request.destroy(new Error(`Get "${url.href}": context deadline exceeded`)));
    request.on("error", reject);
    request.end();
  });
}

function probeTcp(host: string, port: number, timeoutSeconds: number): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutSeconds * 1000 });
    socket.on("connect", () => {
      socket.destroy();
      resolve(SUCCESS);
    });
    socket.on("timeout", () => socket.destroy(new Error(`dial tcp ${host}:${port}: i/o timeout`)));
    socket.on("error", reject);
  });
}

/** `grpc.health.v1.Health/Check`, by hand: two messages of one field each. Source: gRPC health checking protocol. */
const SERVING = 1;
const requestCodec: MessageCodec<{ service: string }> = {
  encode: ({ service }) => ({
    finish: () =>
      service === ""
        ? new Uint8Array()
        : Buffer.concat([Buffer.from([0x0a, Buffer.byteLength(service)]), Buffer.from(service)]),
  }),
  decode: () => ({ service: "" }),
};
const responseCodec: MessageCodec<{ status: number }> = {
  encode: () => ({ finish: () => new Uint8Array() }),
  decode: (bytes) => ({ status: bytes[0] === 0x08 ? (bytes[1] ?? 0) : 0 }),
};
const HealthDefinition = {
  name: "Health",
  fullName: "grpc.health.v1.Health",
  methods: {
    check: {
      name: "Check",
      requestType: requestCodec,
      requestStream: false,
      responseType: responseCodec,
      responseStream: false,
    },
  },
} as const satisfies ServiceDefinition;

async function probeGrpc(host: string, port: number, service: string, timeoutSeconds: number): Promise<ProbeAnswer> {
  const channel = grpcChannel(`${host}:${port}`);
  try {
    const answer = await createClient(HealthDefinition, channel).check(
      { service },
      { timeoutMs: timeoutSeconds * 1000 },
    );
    return answer.status === SERVING ? SUCCESS : failure(`service unhealthy (responded with status ${answer.status})`);
  } finally {
    await channel.close();
  }
}

/** A port given as a number or by its name in the container. */
function portNumber(container: Container, port: number | string): number {
  if (typeof port === "number") return port;
  const named = container.ports?.find((candidate) => candidate.name === port)?.containerPort;
  if (named !== undefined) return named;
  const parsed = Number(port);
  if (!Number.isInteger(parsed)) throw new Error(`couldn't find port: "${port}" in container ${container.name}`);
  return parsed;
}
