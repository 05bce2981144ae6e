import {
  Container as CriContainer,
  type ContainerConfig,
  ContainerState,
  ContainerStatus,
  Image,
  ImageServiceDefinition,
  PodSandbox,
  type PodSandboxConfig,
  PodSandboxState,
  PodSandboxStatus,
  RuntimeServiceDefinition,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import {
  type Channel,
  type Clock,
  inProcessChannel,
  register,
  type Registration,
  RpcCode,
  RpcError,
  type Timer,
} from "@flotilla/service";

/** How a container's run goes: it ends by itself after a time, or runs until it is stopped. */
export interface Course {
  readonly exitAfterMs?: number;
  readonly exitCode?: number;
  /** It takes no notice of TERM. */
  readonly ignoresTerm?: boolean;
}

export interface MemoryRuntimeOptions {
  readonly clock: Clock;
  /** What a container does when it is started. Default: runs until stopped. */
  readonly course?: (config: ContainerConfig) => Course;
  /** Called before each request with the method's name and what it is about; throw to make it fail. */
  readonly onCall?: (method: string, subject: string) => void;
  /** First two numbers of the pods' addresses. Default "10.0". */
  readonly addressPrefix?: string;
  /** Images that are here from the start. */
  readonly images?: readonly string[];
}

interface Sandbox {
  readonly id: string;
  readonly config: PodSandboxConfig;
  readonly createdNs: bigint;
  readonly ip: string;
  ready: boolean;
}

interface Container {
  readonly id: string;
  readonly sandboxId: string;
  readonly config: ContainerConfig;
  readonly createdNs: bigint;
  state: ContainerState;
  startedNs: bigint;
  finishedNs: bigint;
  exitCode: number;
  reason: string;
  timer: Timer | undefined;
  ended: (() => void)[];
}

const SIGTERM_EXIT = 143;
const SIGKILL_EXIT = 137;
const NS_PER_MS = 1_000_000n;

/**
 * A CRI runtime whose containers are timers: a second real implementation for tests of the Kubelet, and what thousands
 * of Kubelets in one process run on. It keeps CRI's rules about states, ids and errors; it has no events, no streams.
 */
export class MemoryRuntime {
  readonly sandboxes = new Map<string, Sandbox>();
  readonly containers = new Map<string, Container>();
  readonly images = new Set<string>();
  /** What an exec in a container answers. */
  exec: (container: string, command: readonly string[]) => number = () => 0;
  #nextId = 0;

  constructor(private readonly options: MemoryRuntimeOptions) {
    for (const image of options.images ?? []) this.images.add(image);
  }

  registrations(): Registration[] {
    return [this.#runtimeService(), this.#imageService()];
  }

  channel(): Channel {
    return inProcessChannel(this.registrations(), { clock: this.options.clock });
  }

  /** Names of the containers that run, sorted. */
  running(): string[] {
    return [...this.containers.values()]
      .filter((container) => container.state === ContainerState.CONTAINER_RUNNING)
      .map(nameOf)
      .sort();
  }

  /** Ends the run of a container, as if by itself. */
  exit(name: string, exitCode: number): void {
    const found = [...this.containers.values()].find(
      (container) => nameOf(container) === name && container.state === ContainerState.CONTAINER_RUNNING,
    );
    if (found === undefined) throw new Error(`no container ${name} runs`);
    this.#end(found, exitCode);
  }

  /** The sandbox dies, and all in it, as when its network holder is killed. */
  killSandboxes(): void {
    for (const container of this.containers.values())
      if (container.state === ContainerState.CONTAINER_RUNNING) this.#end(container, SIGKILL_EXIT);
    for (const sandbox of this.sandboxes.values()) sandbox.ready = false;
  }

  #runtimeService(): Registration {
    const on =
      <Q, S>(method: string, subject: (request: Q) => string, serve: (request: Q) => S | Promise<S>) =>
      async (request: Q): Promise<S> => {
        this.options.onCall?.(method, subject(request));
        return serve(request);
      };
    const nothing = (): string => "";
    return register(RuntimeServiceDefinition, {
      version: on("version", nothing, () => ({
        version: "0.1.0",
        runtimeName: "memory",
        runtimeVersion: "1",
        runtimeApiVersion: "v1",
      })),
      status: on(
        "status",
        nothing,
        () => ({ status: { conditions: [] }, info: {}, runtimeHandlers: [], features: undefined }) as never,
      ),
      updateRuntimeConfig: on("updateRuntimeConfig", nothing, () => ({})),
      listPodSandbox: on("listPodSandbox", nothing, ({ filter }) => ({
        items: [...this.sandboxes.values()]
          .filter((sandbox) => selected(sandbox.config.labels, filter?.labelSelector))
          .map(toPodSandbox),
      })),
      listContainers: on("listContainers", nothing, ({ filter }) => ({
        containers: [...this.containers.values()]
          .filter((container) => selected(container.config.labels, filter?.labelSelector))
          .map(toCriContainer),
      })),
      podSandboxStatus: on(
        "podSandboxStatus",
        (request) => request.podSandboxId,
        ({ podSandboxId }) => ({
          status: toSandboxStatus(find(this.sandboxes, podSandboxId)),
          info: {},
          containersStatuses: [],
          timestamp: this.#now(),
        }),
      ),
      containerStatus: on(
        "containerStatus",
        (request) => request.containerId,
        ({ containerId }) => ({ status: toContainerStatus(find(this.containers, containerId)), info: {} }),
      ),
      runPodSandbox: on(
        "runPodSandbox",
        (request) => request.config?.metadata?.name ?? "",
        ({ config }) => ({ podSandboxId: this.#runSandbox(config) }),
      ),
      stopPodSandbox: on(
        "stopPodSandbox",
        (request) => request.podSandboxId,
        ({ podSandboxId }) => this.#stopSandbox(podSandboxId),
      ),
      removePodSandbox: on(
        "removePodSandbox",
        (request) => request.podSandboxId,
        ({ podSandboxId }) => this.#removeSandbox(podSandboxId),
      ),
      createContainer: on(
        "createContainer",
        (request) => request.config?.metadata?.name ?? "",
        ({ podSandboxId, config }) => ({ containerId: this.#create(podSandboxId, config) }),
      ),
      startContainer: on(
        "startContainer",
        (request) => this.#nameOf(request.containerId),
        ({ containerId }) => this.#start(containerId),
      ),
      stopContainer: on(
        "stopContainer",
        (request) => `${this.#nameOf(request.containerId)} ${request.timeout}`,
        ({ containerId, timeout }) => this.#stop(containerId, Number(timeout)),
      ),
      removeContainer: on(
        "removeContainer",
        (request) => this.#nameOf(request.containerId),
        ({ containerId }) => this.#remove(containerId),
      ),
      updateContainerResources: on(
        "updateContainerResources",
        (request) => `${this.#nameOf(request.containerId)} ${request.linux?.cpuQuota ?? 0n}`,
        () => ({}),
      ),
      reopenContainerLog: on(
        "reopenContainerLog",
        (request) => this.#nameOf(request.containerId),
        () => ({}),
      ),
      execSync: on(
        "execSync",
        (request) => `${this.#nameOf(request.containerId)} ${request.cmd.join(" ")}`,
        ({ containerId, cmd }) => ({
          stdout: Buffer.alloc(0),
          stderr: Buffer.alloc(0),
          exitCode: this.exec(this.#nameOf(containerId), cmd),
        }),
      ),
      listContainerStats: on("listContainerStats", nothing, () => ({ stats: [] })),
    });
  }

  #imageService(): Registration {
    const note = (method: string, subject: string): void => this.options.onCall?.(method, subject);
    return register(ImageServiceDefinition, {
      imageStatus: async ({ image }) => {
        const name = image?.image ?? "";
        return { image: this.images.has(name) ? toImage(name) : undefined, info: {} };
      },
      pullImage: async ({ image }) => {
        const name = image?.image ?? "";
        note("pullImage", name);
        this.images.add(name);
        return { imageRef: name };
      },
      listImages: async () => ({ images: [...this.images].map(toImage) }),
      removeImage: async ({ image }) => {
        note("removeImage", image?.image ?? "");
        this.images.delete(image?.image ?? "");
        return {};
      },
    });
  }

  #runSandbox(config: PodSandboxConfig | undefined): string {
    if (config === undefined) throw new RpcError(RpcCode.INVALID_ARGUMENT, "config is required");
    const number = this.#nextId++;
    const id = `sandbox-${number}`;
    const ip = `${this.options.addressPrefix ?? "10.0"}.${(number >> 8) & 255}.${number & 255}`;
    this.sandboxes.set(id, { id, config, createdNs: this.#now(), ip, ready: true });
    return id;
  }

  #stopSandbox(id: string): Record<string, never> {
    const sandbox = this.sandboxes.get(id);
    for (const container of this.containers.values())
      if (container.sandboxId === id && container.state === ContainerState.CONTAINER_RUNNING)
        this.#end(container, SIGKILL_EXIT);
    if (sandbox !== undefined) sandbox.ready = false;
    return {};
  }

  #removeSandbox(id: string): Record<string, never> {
    this.#stopSandbox(id);
    for (const container of this.containers.values())
      if (container.sandboxId === id) this.containers.delete(container.id);
    this.sandboxes.delete(id);
    return {};
  }

  #create(sandboxId: string, config: ContainerConfig | undefined): string {
    if (config === undefined) throw new RpcError(RpcCode.INVALID_ARGUMENT, "config is required");
    if (!find(this.sandboxes, sandboxId).ready)
      throw new RpcError(RpcCode.UNKNOWN, `sandbox ${sandboxId} is not ready`);
    const id = `container-${this.#nextId++}`;
    this.containers.set(id, {
      id,
      sandboxId,
      config,
      createdNs: this.#now(),
      state: ContainerState.CONTAINER_CREATED,
      startedNs: 0n,
      finishedNs: 0n,
      exitCode: 0,
      reason: "",
      timer: undefined,
      ended: [],
    });
    return id;
  }

  #start(id: string): Record<string, never> {
    const container = find(this.containers, id);
    const { exitAfterMs, exitCode = 0 } = this.#course(container);
    container.state = ContainerState.CONTAINER_RUNNING;
    container.startedNs = this.#now();
    if (exitAfterMs !== undefined)
      container.timer = this.options.clock.after(exitAfterMs, () => this.#end(container, exitCode));
    return {};
  }

  async #stop(id: string, graceSeconds: number): Promise<Record<string, never>> {
    const container = this.containers.get(id);
    if (container?.state !== ContainerState.CONTAINER_RUNNING) return {};
    if (graceSeconds === 0 || this.#course(container).ignoresTerm !== true)
      this.#end(container, graceSeconds === 0 ? SIGKILL_EXIT : SIGTERM_EXIT);
    else {
      const killer = this.options.clock.after(graceSeconds * 1000, () => this.#end(container, SIGKILL_EXIT));
      await new Promise<void>((resolve) => container.ended.push(resolve));
      killer.stop();
    }
    return {};
  }

  #remove(id: string): Record<string, never> {
    const container = this.containers.get(id);
    if (container?.state === ContainerState.CONTAINER_RUNNING) this.#end(container, SIGKILL_EXIT);
    this.containers.delete(id);
    return {};
  }

  #end(container: Container, exitCode: number): void {
    if (container.state !== ContainerState.CONTAINER_RUNNING) return;
    container.timer?.stop();
    container.state = ContainerState.CONTAINER_EXITED;
    container.finishedNs = this.#now();
    container.exitCode = exitCode;
    container.reason = exitCode === 0 ? "Completed" : "Error";
    for (const resolve of container.ended.splice(0)) resolve();
  }

  #course(container: Container): Course {
    return this.options.course?.(container.config) ?? {};
  }

  #nameOf(id: string): string {
    const container = this.containers.get(id);
    return container === undefined ? id : nameOf(container);
  }

  #now(): bigint {
    return BigInt(Math.round(this.options.clock.now())) * NS_PER_MS;
  }
}

function nameOf(container: Container): string {
  return container.config.metadata?.name ?? "";
}

function find<T>(things: ReadonlyMap<string, T>, id: string): T {
  const found = things.get(id);
  if (found === undefined) throw new RpcError(RpcCode.NOT_FOUND, `${id} not found`);
  return found;
}

function selected(labels: { [key: string]: string }, selector: { [key: string]: string } | undefined): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}

function toPodSandbox({ id, config, createdNs, ready }: Sandbox): PodSandbox {
  const state = ready ? PodSandboxState.SANDBOX_READY : PodSandboxState.SANDBOX_NOTREADY;
  return PodSandbox.fromPartial({
    id,
    metadata: config.metadata,
    state,
    createdAt: createdNs,
    labels: config.labels,
    annotations: config.annotations,
  });
}

function toSandboxStatus(sandbox: Sandbox): PodSandboxStatus {
  const { id, metadata, state, createdAt, labels, annotations } = toPodSandbox(sandbox);
  return PodSandboxStatus.fromPartial({
    id,
    metadata,
    state,
    createdAt,
    labels,
    annotations,
    network: { ip: sandbox.ip },
  });
}

function toCriContainer({ id, sandboxId, config, state, createdNs }: Container): CriContainer {
  return CriContainer.fromPartial({
    id,
    podSandboxId: sandboxId,
    metadata: config.metadata,
    image: config.image,
    imageRef: config.image?.image ?? "",
    state,
    createdAt: createdNs,
    labels: config.labels,
    annotations: config.annotations,
  });
}

function toContainerStatus(container: Container): ContainerStatus {
  const { id, config, state, createdNs, startedNs, finishedNs, exitCode, reason } = container;
  return ContainerStatus.fromPartial({
    id,
    metadata: config.metadata,
    state,
    createdAt: createdNs,
    startedAt: startedNs,
    finishedAt: finishedNs,
    exitCode,
    reason,
    image: config.image,
    imageRef: config.image?.image ?? "",
    labels: config.labels,
    annotations: config.annotations,
  });
}

function toImage(name: string): Image {
  return Image.fromPartial({ id: name, repoTags: [name], size: 1n });
}
