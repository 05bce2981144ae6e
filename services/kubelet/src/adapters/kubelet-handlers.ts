import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type AttachRequest,
  type AttachResponse,
  type ContainerName,
  type ExecRequest,
  type ExecResponse,
  type GetLogsRequest,
  type GetLogsResponse,
  KubeletServiceDefinition,
  type PortForwardRequest,
  type PortForwardResponse,
} from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { type CallContext, type Handlers, register, type Registration, RpcCode, RpcError } from "@flotilla/service";
import { containerLogPath, podLogFolder } from "../core/names.js";
import { latestRun, previousRun, readySandbox, type ContainerView, type PodView } from "../core/runtime-view.js";
import type { KubeletContext } from "../pods/kubelet-context.js";
import { readLog } from "../streams/log-reader.js";
import { carryCommand, carryForward } from "../streams/carry.js";
import { StreamDialer } from "../streams/stream-dialer.js";
import { nodeStats } from "./node-stats.js";

/** What the handlers need of the pods on this node. */
export interface PodFinder {
  readonly pods: readonly Pod[];
  findPod(namespace: string, name: string): Pod | undefined;
}

/** `flotilla.kubelet.v1` over this node's pods and runtime. */
export function kubeletRegistration(context: KubeletContext, finder: PodFinder): Registration {
  const handlers = new KubeletHandlers(context, finder);
  const all: Handlers<typeof KubeletServiceDefinition> = {
    getLogs: (request, call) => handlers.getLogs(request, call),
    exec: (requests) => handlers.exec(requests),
    attach: (requests) => handlers.attach(requests),
    portForward: (requests) => handlers.portForward(requests),
    listPods: async () => ({ podsJson: finder.pods.map((pod) => Buffer.from(JSON.stringify(pod))) }),
    getStats: () => nodeStats(context, finder.pods),
  };
  return register(KubeletServiceDefinition, all);
}

class KubeletHandlers {
  readonly #dialer = new StreamDialer();

  constructor(
    private readonly context: KubeletContext,
    private readonly finder: PodFinder,
  ) {}

  async *getLogs(request: GetLogsRequest, call: CallContext): AsyncIterable<GetLogsResponse> {
    const name = required(request.container, "container");
    const { view, pod } = await this.#find(name);
    const attempt = await this.#logAttempt(pod, view, name.container, request.previous);
    const folder = podLogFolder(name.namespace, name.pod, view.uid);
    const path = join(this.context.logRoot, folder, containerLogPath(name.container, attempt));
    const ended = async (): Promise<boolean> => {
      const now = await this.context.runtime.podView(view.uid, name.namespace, name.pod);
      return now.containers.find((run) => run.name === name.container && run.attempt === attempt)?.state !== "running";
    };
    const options = {
      path,
      follow: request.follow && !request.previous,
      timestamps: request.timestamps,
      tailLines: request.tailLines === undefined ? undefined : Number(request.tailLines),
      limitBytes: request.limitBytes === undefined ? undefined : Number(request.limitBytes),
      sinceNs: request.sinceTimeNs,
      stream:
        request.stream === "Stdout"
          ? ("stdout" as const)
          : request.stream === "Stderr"
            ? ("stderr" as const)
            : undefined,
    };
    for await (const data of readLog(options, this.context.environment.clock, call.signal, ended))
      yield { data: Buffer.from(data) };
  }

  async *exec(requests: AsyncIterable<ExecRequest>): AsyncIterable<ExecResponse> {
    const { first, rest } = await firstOf(requests, (request) =>
      request.message?.$case === "start" ? request.message.value : undefined,
    );
    const run = await this.#running(required(first.container, "container"));
    const { command, tty, stdin, stdout, stderr } = first;
    const url = (): Promise<string> =>
      this.context.runtime.execUrl({ containerId: run.id, cmd: command, tty, stdin, stdout, stderr });
    yield* carryCommand(await this.#dialer.command(url, first), rest);
  }

  async *attach(requests: AsyncIterable<AttachRequest>): AsyncIterable<AttachResponse> {
    const { first, rest } = await firstOf(requests, (request) =>
      request.message?.$case === "start" ? request.message.value : undefined,
    );
    const run = await this.#running(required(first.container, "container"));
    const { tty, stdin, stdout, stderr } = first;
    const url = (): Promise<string> =>
      this.context.runtime.attachUrl({ containerId: run.id, tty, stdin, stdout, stderr });
    yield* carryCommand(await this.#dialer.command(url, first), rest);
  }

  async *portForward(requests: AsyncIterable<PortForwardRequest>): AsyncIterable<PortForwardResponse> {
    const { first, rest } = await firstOf(requests, (request) =>
      request.message?.$case === "start" ? request.message.value : undefined,
    );
    const { view } = await this.#find({
      namespace: first.namespace,
      pod: first.pod,
      podUid: first.podUid,
      container: "",
    });
    const sandbox = readySandbox(view);
    if (sandbox === undefined)
      throw new RpcError(RpcCode.FAILED_PRECONDITION, `pod ${first.namespace}/${first.pod} does not run`);
    yield* carryForward(
      await this.#dialer.forward(() => this.context.runtime.portForwardUrl(sandbox.id, first.port), first.port),
      rest,
    );
  }

  async #find(name: ContainerName): Promise<{ pod: Pod; view: PodView }> {
    const pod = this.finder.findPod(name.namespace, name.pod);
    const uid = pod?.metadata?.uid ?? "";
    if (pod === undefined || (name.podUid !== "" && name.podUid !== uid))
      throw new RpcError(RpcCode.NOT_FOUND, `pod "${name.pod}" not found on this node`);
    return { pod, view: await this.context.runtime.podView(uid, name.namespace, name.pod) };
  }

  async #running(name: ContainerName): Promise<ContainerView> {
    const { view } = await this.#find(name);
    const run = latestRun(view, name.container);
    if (run === undefined) throw new RpcError(RpcCode.NOT_FOUND, `container not found ("${name.container}")`);
    if (run.state !== "running")
      throw new RpcError(RpcCode.FAILED_PRECONDITION, `container "${name.container}" is not running`);
    return run;
  }

  /** Which run's log is asked for. */
  async #logAttempt(pod: Pod, view: PodView, container: string, previous: boolean): Promise<number> {
    const run = previous ? previousRun(view, container) : latestRun(view, container);
    if (run !== undefined) return run.attempt;
    const where = `container "${container}" in pod "${pod.metadata?.name ?? ""}"`;
    if (previous) throw new RpcError(RpcCode.FAILED_PRECONDITION, `previous terminated ${where} not found`);
    const waiting = this.context.statuses.get(view.uid)?.containerStatuses?.find((status) => status.name === container)
      ?.state?.waiting?.reason;
    // The runtime may have forgotten a container whose log is still there.
    const kept = await readdir(
      join(this.context.logRoot, podLogFolder(view.namespace, view.name, view.uid), container),
    ).catch(() => []);
    const newest = Math.max(-1, ...kept.map((file) => Number.parseInt(file, 10)).filter(Number.isInteger));
    if (newest >= 0) return newest;
    throw new RpcError(RpcCode.FAILED_PRECONDITION, `${where} is waiting to start: ${waiting ?? "ContainerCreating"}`);
  }
}

/** Splits a stream into its first message, which says what to do, and the rest. */
async function firstOf<M, S>(
  requests: AsyncIterable<M>,
  read: (request: M) => S | undefined,
): Promise<{ first: S; rest: AsyncIterable<M> }> {
  const iterator = requests[Symbol.asyncIterator]();
  const { value, done } = await iterator.next();
  const first = done ? undefined : read(value as M);
  if (first === undefined) throw new RpcError(RpcCode.INVALID_ARGUMENT, "the first message must be `start`");
  return { first, rest: { [Symbol.asyncIterator]: () => iterator } };
}

function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new RpcError(RpcCode.INVALID_ARGUMENT, `${field} is required`);
  return value;
}
