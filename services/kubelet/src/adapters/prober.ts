import { connect } from "node:net";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Container, HTTPGetAction, LifecycleHandler, Probe } from "@flotilla/api/types/core/v1.js";
import { createClient, grpcChannel, type MessageCodec, type ServiceDefinition } from "@flotilla/service";
import type { ContainerRuntime } from "./container-runtime.js";

export interface ProbeAnswer {
  readonly success: boolean;
  /** For the event, such as "HTTP probe failed with statuscode: 500". */
  readonly message: string;
}

/** How much of an answer is kept for the event. Source: kubelet `maxRespBodyLength`. */
const BODY_MAX_BYTES = 10_240;
const HTTP_OK_MIN = 200;
const HTTP_OK_MAX = 399;
const USER_AGENT = "kube-probe/1.35";

export interface ProbeTarget {
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
}

/** Asks one probe once. Never throws: what cannot be asked has failed. */
export async function runProbe(runtime: ContainerRuntime, target: ProbeTarget, probe: Probe, timeoutSeconds: number): Promise<ProbeAnswer> {
  try {
    if (probe.exec !== undefined) return await probeExec(runtime, target, probe.exec.command ?? [], timeoutSeconds);
    if (probe.httpGet !== undefined) return await probeHttp(target, probe.httpGet, timeoutSeconds);
    if (probe.tcpSocket !== undefined) return await probeTcp(probe.tcpSocket.host || target.podIp, portNumber(target.container, probe.tcpSocket.port), timeoutSeconds);
    if (probe.grpc !== undefined) return await probeGrpc(target.podIp, probe.grpc.port, probe.grpc.service ?? "", timeoutSeconds);
    return { success: true, message: "" };
  } catch (error) {
    return { success: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs a lifecycle hook; throws when it fails. */
export async function runHook(runtime: ContainerRuntime, target: ProbeTarget, hook: LifecycleHandler, timeoutSeconds: number, sleep: (ms: number) => Promise<void>): Promise<void> {
  if (hook.sleep !== undefined) return sleep(hook.sleep.seconds * 1000);
  const answer = await runProbe(runtime, target, { ...hook } as Probe, timeoutSeconds);
  if (!answer.success) throw new Error(answer.message);
}

async function probeExec(runtime: ContainerRuntime, target: ProbeTarget, command: readonly string[], timeoutSeconds: number): Promise<ProbeAnswer> {
  const { exitCode, output } = await runtime.execSync(target.containerId, command, timeoutSeconds);
  return { success: exitCode === 0, message: output.subarray(0, BODY_MAX_BYTES).toString("utf8") };
}

function probeHttp(target: ProbeTarget, action: HTTPGetAction, timeoutSeconds: number): Promise<ProbeAnswer> {
  const secure = action.scheme === "HTTPS";
  const path = action.path || "/";
  const headers: Record<string, string> = { "User-Agent": USER_AGENT, Accept: "*/*", Connection: "close" };
  for (const header of action.httpHeaders ?? []) headers[header.name] = header.value;
  const options = {
    host: action.host || target.podIp,
    port: portNumber(target.container, action.port),
    path: path.startsWith("/") ? path : `/${path}`,
    headers,
    timeout: timeoutSeconds * 1000,
    // A probe asks whether the program answers, not who it is.
    rejectUnauthorized: false,
    agent: false as const,
  };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(options, (response) => {
      const code = response.statusCode ?? 0;
      response.destroy();
      const success = code >= HTTP_OK_MIN && code <= HTTP_OK_MAX;
      resolve({ success, message: success ? "" : `HTTP probe failed with statuscode: ${code}` });
    });
    request.on("timeout", () => request.destroy(new Error(`Get "${action.scheme?.toLowerCase() ?? "http"}://${options.host}:${options.port}${options.path}": context deadline exceeded`)));
    request.on("error", reject);
    request.end();
  });
}

function probeTcp(host: string, port: number, timeoutSeconds: number): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutSeconds * 1000 });
    socket.on("connect", () => {
      socket.destroy();
      resolve({ success: true, message: "" });
    });
    socket.on("timeout", () => socket.destroy(new Error(`dial tcp ${host}:${port}: i/o timeout`)));
    socket.on("error", reject);
  });
}

/** `grpc.health.v1.Health/Check`, by hand: two messages of one field each. Source: gRPC health checking protocol. */
const SERVING = 1;
const requestCodec: MessageCodec<{ service: string }> = {
  encode: ({ service }) => ({ finish: () => (service === "" ? new Uint8Array() : Buffer.concat([Buffer.from([0x0a, Buffer.byteLength(service)]), Buffer.from(service)])) }),
  decode: () => ({ service: "" }),
};
const responseCodec: MessageCodec<{ status: number }> = { encode: () => ({ finish: () => new Uint8Array() }), decode: (bytes) => ({ status: bytes[0] === 0x08 ? (bytes[1] ?? 0) : 0 }) };
const HealthDefinition = {
  name: "Health",
  fullName: "grpc.health.v1.Health",
  methods: { check: { name: "Check", requestType: requestCodec, requestStream: false, responseType: responseCodec, responseStream: false } },
} as const satisfies ServiceDefinition;

async function probeGrpc(host: string, port: number, service: string, timeoutSeconds: number): Promise<ProbeAnswer> {
  const channel = grpcChannel(`${host}:${port}`);
  try {
    const answer = await createClient(HealthDefinition, channel).check({ service }, { timeoutMs: timeoutSeconds * 1000 });
    return answer.status === SERVING ? { success: true, message: "" } : { success: false, message: `service unhealthy (responded with status ${answer.status})` };
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
