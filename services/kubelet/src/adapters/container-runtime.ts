import {
  type Container as CriContainer,
  type ContainerConfig,
  ContainerState as CriState,
  type ContainerStatus,
  type ImageSpec,
  ImageServiceDefinition,
  type PodSandbox,
  type PodSandboxConfig,
  PodSandboxState,
  RuntimeServiceDefinition,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { type Channel, type Client, createClient } from "@flotilla/service";
import {
  CONTAINER_HASH_ANNOTATION,
  CONTAINER_NAME_LABEL,
  POD_NAME_LABEL,
  POD_NAMESPACE_LABEL,
  POD_UID_LABEL,
} from "../core/names.js";
import { type ContainerLimits, linuxResources } from "../core/qos.js";
import type { ContainerState, ContainerView, PodView, SandboxView } from "../core/runtime-view.js";

/** How long one call to the runtime may take. Source: kubelet `runtimeRequestTimeout`. */
const CALL_TIMEOUT_MS = 120_000;
/** Pulling an image may take long; the runtime itself gives up on a registry that is silent. */
const PULL_TIMEOUT_MS = 15 * 60_000;
/** Added to a container's own grace when it is stopped. */
const STOP_SLACK_MS = 30_000;
const NS_PER_MS = 1_000_000n;

export interface RuntimeIdentity {
  /** Such as "containerd". */
  readonly name: string;
  readonly version: string;
}

export interface ImageFacts {
  /** By which the runtime finds it again. */
  readonly ref: string;
  readonly uid: bigint | undefined;
  readonly username: string;
}

/** The container runtime as the Kubelet uses it: CRI, in the Kubelet's own words. */
export class ContainerRuntime {
  readonly #runtime: Client<typeof RuntimeServiceDefinition>;
  readonly #images: Client<typeof ImageServiceDefinition>;

  constructor(channel: Channel) {
    this.#runtime = createClient(RuntimeServiceDefinition, channel);
    this.#images = createClient(ImageServiceDefinition, channel);
  }

  async identify(): Promise<RuntimeIdentity> {
    const answer = await this.#runtime.version({ version: "v1" }, { timeoutMs: CALL_TIMEOUT_MS });
    return { name: answer.runtimeName, version: answer.runtimeVersion };
  }

  /** What is not ready, in the runtime's words; empty when pods can run. */
  async problems(): Promise<{ readonly type: string; readonly message: string }[]> {
    const answer = await this.#runtime.status({ verbose: false }, { timeoutMs: CALL_TIMEOUT_MS });
    return (answer.status?.conditions ?? [])
      .filter((condition) => !condition.status)
      .map(({ type, message, reason }) => ({ type, message: message || reason }));
  }

  async updatePodCidr(podCidr: string): Promise<void> {
    await this.#runtime.updateRuntimeConfig(
      { runtimeConfig: { networkConfig: { podCidr } } },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
  }

  /** Uids of all pods that have anything here, with what identifies them. */
  async listPods(): Promise<{ uid: string; namespace: string; name: string }[]> {
    const { items } = await this.#runtime.listPodSandbox({ filter: undefined }, { timeoutMs: CALL_TIMEOUT_MS });
    const pods = items
      .filter((sandbox) => sandbox.labels[POD_UID_LABEL] !== undefined)
      .map((sandbox) => podOf(sandbox.labels));
    return [...new Map(pods.map((pod) => [pod.uid, pod])).values()];
  }

  /** A cheap picture of all pods, to see which of them changed: "ID STATE" lines by pod uid. */
  async fingerprints(): Promise<Map<string, string>> {
    const [sandboxes, containers] = await Promise.all([
      this.#runtime.listPodSandbox({ filter: undefined }, { timeoutMs: CALL_TIMEOUT_MS }),
      this.#runtime.listContainers({ filter: undefined }, { timeoutMs: CALL_TIMEOUT_MS }),
    ]);
    const lines = new Map<string, string[]>();
    const add = (labels: { [key: string]: string }, line: string): void => {
      const uid = labels[POD_UID_LABEL];
      if (uid !== undefined) lines.set(uid, [...(lines.get(uid) ?? []), line]);
    };
    for (const sandbox of sandboxes.items) add(sandbox.labels, `${sandbox.id} ${sandbox.state}`);
    for (const container of containers.containers) add(container.labels, `${container.id} ${container.state}`);
    return new Map([...lines].map(([uid, all]) => [uid, all.sort().join("\n")]));
  }

  async podView(uid: string, namespace: string, name: string): Promise<PodView> {
    const labelSelector = { [POD_UID_LABEL]: uid };
    const [sandboxes, containers] = await Promise.all([
      this.#runtime.listPodSandbox(
        { filter: { id: "", state: undefined, labelSelector } },
        { timeoutMs: CALL_TIMEOUT_MS },
      ),
      this.#runtime.listContainers(
        { filter: { id: "", state: undefined, podSandboxId: "", labelSelector } },
        { timeoutMs: CALL_TIMEOUT_MS },
      ),
    ]);
    const sandboxViews = await Promise.all(sandboxes.items.map((sandbox) => this.#sandboxView(sandbox)));
    const containerViews = await Promise.all(containers.containers.map((container) => this.#containerView(container)));
    return {
      uid,
      namespace,
      name,
      sandboxes: sandboxViews.sort((a, b) => b.attempt - a.attempt || b.createdAt - a.createdAt),
      containers: containerViews
        .filter((view) => view !== undefined)
        .sort((a, b) => b.attempt - a.attempt || b.createdAt - a.createdAt),
    };
  }

  async runSandbox(config: PodSandboxConfig, runtimeHandler: string): Promise<string> {
    const { podSandboxId } = await this.#runtime.runPodSandbox(
      { config, runtimeHandler },
      { timeoutMs: 2 * CALL_TIMEOUT_MS },
    );
    return podSandboxId;
  }

  async stopSandbox(podSandboxId: string): Promise<void> {
    await this.#runtime.stopPodSandbox({ podSandboxId }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  async removeSandbox(podSandboxId: string): Promise<void> {
    await this.#runtime.removePodSandbox({ podSandboxId }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  async createContainer(
    podSandboxId: string,
    config: ContainerConfig,
    sandboxConfig: PodSandboxConfig,
  ): Promise<string> {
    const { containerId } = await this.#runtime.createContainer(
      { podSandboxId, config, sandboxConfig },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
    return containerId;
  }

  async startContainer(containerId: string): Promise<void> {
    await this.#runtime.startContainer({ containerId }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  async stopContainer(containerId: string, graceSeconds: number): Promise<void> {
    await this.#runtime.stopContainer(
      { containerId, timeout: BigInt(Math.max(0, Math.ceil(graceSeconds))) },
      { timeoutMs: graceSeconds * 1000 + STOP_SLACK_MS },
    );
  }

  async removeContainer(containerId: string): Promise<void> {
    await this.#runtime.removeContainer({ containerId }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  /** Changes what a running container may use. */
  async updateResources(containerId: string, limits: ContainerLimits): Promise<void> {
    await this.#runtime.updateContainerResources(
      { containerId, linux: linuxResources(limits), windows: undefined, annotations: {} },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
  }

  /** Runs a command to its end. Output beyond what the runtime keeps is dropped. */
  async execSync(
    containerId: string,
    cmd: readonly string[],
    timeoutSeconds: number,
  ): Promise<{ exitCode: number; output: Buffer }> {
    const answer = await this.#runtime.execSync(
      { containerId, cmd: [...cmd], timeout: BigInt(Math.ceil(timeoutSeconds)) },
      { timeoutMs: timeoutSeconds * 1000 + STOP_SLACK_MS },
    );
    return { exitCode: answer.exitCode, output: Buffer.concat([answer.stdout, answer.stderr]) };
  }

  /** URLs of the runtime's streaming server. */
  async execUrl(request: {
    containerId: string;
    cmd: string[];
    tty: boolean;
    stdin: boolean;
    stdout: boolean;
    stderr: boolean;
  }): Promise<string> {
    return (await this.#runtime.exec(request, { timeoutMs: CALL_TIMEOUT_MS })).url;
  }

  async attachUrl(request: {
    containerId: string;
    tty: boolean;
    stdin: boolean;
    stdout: boolean;
    stderr: boolean;
  }): Promise<string> {
    return (await this.#runtime.attach(request, { timeoutMs: CALL_TIMEOUT_MS })).url;
  }

  async portForwardUrl(podSandboxId: string, port: number): Promise<string> {
    return (await this.#runtime.portForward({ podSandboxId, port: [port] }, { timeoutMs: CALL_TIMEOUT_MS })).url;
  }

  async reopenLog(containerId: string): Promise<void> {
    await this.#runtime.reopenContainerLog({ containerId }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  /** Undefined when the image is not here. */
  async imageFacts(image: string): Promise<ImageFacts | undefined> {
    const { image: found } = await this.#images.imageStatus(
      { image: imageSpec(image), verbose: false },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
    if (found === undefined) return undefined;
    return { ref: found.id, uid: found.uid?.value, username: found.username };
  }

  async pullImage(
    image: string,
    auth: { username: string; password: string } | undefined,
    sandboxConfig: PodSandboxConfig,
  ): Promise<void> {
    const credentials =
      auth === undefined
        ? undefined
        : {
            username: auth.username,
            password: auth.password,
            auth: "",
            serverAddress: "",
            identityToken: "",
            registryToken: "",
          };
    await this.#images.pullImage(
      { image: imageSpec(image), auth: credentials, sandboxConfig },
      { timeoutMs: PULL_TIMEOUT_MS },
    );
  }

  async listImages(): Promise<{ id: string; names: string[]; sizeBytes: number; pinned: boolean }[]> {
    const { images } = await this.#images.listImages({ filter: undefined }, { timeoutMs: CALL_TIMEOUT_MS });
    return images.map((image) => ({
      id: image.id,
      names: [...image.repoTags, ...image.repoDigests],
      sizeBytes: Number(image.size),
      pinned: image.pinned,
    }));
  }

  async removeImage(image: string): Promise<void> {
    await this.#images.removeImage({ image: imageSpec(image) }, { timeoutMs: CALL_TIMEOUT_MS });
  }

  /** CPU and memory of every container, by id. */
  async containerStats(): Promise<Map<string, { timeNs: bigint; cpuNs: bigint; memoryBytes: bigint }>> {
    const { stats } = await this.#runtime.listContainerStats({ filter: undefined }, { timeoutMs: CALL_TIMEOUT_MS });
    return new Map(
      stats.map((entry) => [
        entry.attributes?.id ?? "",
        {
          timeNs: entry.cpu?.timestamp ?? 0n,
          cpuNs: entry.cpu?.usageCoreNanoSeconds?.value ?? 0n,
          memoryBytes: entry.memory?.workingSetBytes?.value ?? 0n,
        },
      ]),
    );
  }

  /** Ids of pods whose containers changed, as the runtime tells. Ends with an error where the runtime has no events. */
  async *changedPods(signal: AbortSignal): AsyncIterable<string> {
    for await (const event of this.#runtime.getContainerEvents({}, { signal })) {
      const uid = event.podSandboxStatus?.labels[POD_UID_LABEL];
      if (uid !== undefined) yield uid;
    }
  }

  async #sandboxView(sandbox: PodSandbox): Promise<SandboxView> {
    const { status } = await this.#runtime.podSandboxStatus(
      { podSandboxId: sandbox.id, verbose: false },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
    const network = status?.network;
    const ips = [network?.ip ?? "", ...(network?.additionalIps ?? []).map((additional) => additional.ip)];
    return {
      id: sandbox.id,
      attempt: sandbox.metadata?.attempt ?? 0,
      ready: status?.state === PodSandboxState.SANDBOX_READY,
      createdAt: toMs(sandbox.createdAt),
      ips: ips.filter((ip) => ip !== ""),
    };
  }

  async #containerView(container: CriContainer): Promise<ContainerView | undefined> {
    const { status } = await this.#runtime.containerStatus(
      { containerId: container.id, verbose: false },
      { timeoutMs: CALL_TIMEOUT_MS },
    );
    return status === undefined ? undefined : viewOf(container, status);
  }
}

function viewOf(container: CriContainer, status: ContainerStatus): ContainerView {
  return {
    id: container.id,
    sandboxId: container.podSandboxId,
    name: container.labels[CONTAINER_NAME_LABEL] ?? status.metadata?.name ?? "",
    attempt: status.metadata?.attempt ?? 0,
    state: STATES[status.state] ?? "unknown",
    createdAt: toMs(status.createdAt),
    startedAt: toMs(status.startedAt),
    finishedAt: toMs(status.finishedAt),
    exitCode: status.exitCode,
    reason: status.reason,
    message: status.message,
    image: status.image?.userSpecifiedImage || status.image?.image || "",
    imageId: status.imageRef,
    hash: status.annotations[CONTAINER_HASH_ANNOTATION] ?? "",
  };
}

const STATES: Readonly<Record<number, ContainerState>> = {
  [CriState.CONTAINER_CREATED]: "created",
  [CriState.CONTAINER_RUNNING]: "running",
  [CriState.CONTAINER_EXITED]: "exited",
};

function podOf(labels: { [key: string]: string }): { uid: string; namespace: string; name: string } {
  return {
    uid: labels[POD_UID_LABEL] ?? "",
    namespace: labels[POD_NAMESPACE_LABEL] ?? "",
    name: labels[POD_NAME_LABEL] ?? "",
  };
}

function toMs(ns: bigint): number {
  return Number(ns / NS_PER_MS);
}

function imageSpec(image: string): ImageSpec {
  return { image, annotations: {}, userSpecifiedImage: image, runtimeHandler: "", imageRef: "" };
}
