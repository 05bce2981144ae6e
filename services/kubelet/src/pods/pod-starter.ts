import { runtimeClasses } from "@flotilla/api/resources.js";
import type { ContainerConfig, PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, EphemeralContainer, Pod, Secret } from "@flotilla/api/types/core/v1.js";
import { containerConfig } from "../core/container-config.js";
import { ConfigError, environmentVariables, type KeyedData } from "../core/environment-variables.js";
import { hostsFile } from "../core/hosts-file.js";
import type { StartAction } from "../core/pod-plan.js";
import { latestRun, type PodView } from "../core/runtime-view.js";
import { sandboxConfig } from "../core/sandbox-config.js";
import { runHook } from "../adapters/prober.js";
import type { PreparedVolume } from "../volumes/pod-volumes.js";
import { ensureImage } from "./image-puller.js";
import type { KubeletContext } from "./kubelet-context.js";
import type { PodInputs } from "./pod-inputs.js";
import { StartFailure } from "./start-failure.js";

/** How long a postStart hook may take when it is a command. Source: kubelet `runtimeRequestTimeout`. */
const HOOK_TIMEOUT_SECONDS = 120;

/** Carries out the starting half of a plan for one pod: its sandbox, then containers, one after the other. */
export class PodStarter {
  constructor(
    private readonly context: KubeletContext,
    private readonly pod: Pod,
    private readonly inputs: PodInputs,
    private readonly volumes: ReadonlyMap<string, PreparedVolume>,
  ) {}

  async createSandbox(attempt: number): Promise<void> {
    const config = this.sandboxConfig(attempt);
    try {
      const handler = await this.#runtimeHandler();
      await this.context.limitStarts(() => this.context.runtime.runSandbox(config, handler));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.context.events.event(
        this.pod,
        "Warning",
        "FailedCreatePodSandBox",
        `Failed to create pod sandbox: ${message}`,
      );
      throw new StartFailure("ContainerCreating", message);
    }
  }

  /** The runtime's name for the pod's RuntimeClass; "" for its default. */
  async #runtimeHandler(): Promise<string> {
    const name = this.pod.spec?.runtimeClassName;
    return name ? (await this.context.client.get(runtimeClasses, { name })).handler : "";
  }

  sandboxConfig(attempt: number): PodSandboxConfig {
    const { logRoot, dns, cgroups } = this.context;
    return sandboxConfig({ pod: this.pod, attempt, logRoot, dns, cgroups });
  }

  /** Throws StartFailure with the reason that the container then waits for. */
  async start(action: StartAction, view: PodView): Promise<void> {
    const sandbox = view.sandboxes[0];
    if (sandbox === undefined) throw new StartFailure("ContainerCreating", "the pod has no sandbox");
    const sandboxOptions = this.sandboxConfig(sandbox.attempt);
    const pullSecrets = (this.pod.spec?.imagePullSecrets ?? [])
      .map((secret) => this.inputs.sources.secret(secret.name ?? ""))
      .filter((secret): secret is Secret => secret !== undefined);
    const image = await ensureImage(this.context, this.pod, action.container, sandboxOptions, pullSecrets);
    const config = await this.#config(action, view, sandbox.ips, image);
    const id = await this.#create(sandbox.id, config, sandboxOptions, action.container);
    await this.#run(id, action.container, sandbox.ips[0] ?? this.context.hostIp);
  }

  async #config(
    action: StartAction,
    view: PodView,
    podIps: readonly string[],
    image: { ref: string; uid: bigint | undefined; username: string },
  ): Promise<ContainerConfig> {
    const { pod, context } = this;
    const { container } = action;
    try {
      const ips = podIps.length > 0 ? podIps : [context.hostIp];
      const environment = environmentVariables({
        pod,
        container,
        services: context.services.list(),
        podIps: ips,
        hostIp: context.hostIp,
        allocatable: context.allocatable(),
        configMap: (name) =>
          this.inputs.sources.configMap(name)?.data ??
          (this.inputs.sources.configMap(name) === undefined ? undefined : {}),
        secret: (name) => decodedData(this.inputs.sources.secret(name)),
      });
      const hosts = hostsFile(pod, ips, context.dns.clusterDomain, context.nodeHosts);
      const mounts = await context.volumes.mounts(pod, container, action.attempt, this.volumes, environment, hosts);
      const target = (container as EphemeralContainer).targetContainerName;
      return containerConfig({
        pod,
        container,
        attempt: action.attempt,
        imageRef: image.ref,
        environment,
        mounts,
        nodeMemoryBytes: context.nodeMemoryBytes,
        targetContainerId: target === undefined ? "" : (latestRun(view, target)?.id ?? ""),
        imageUser: image,
      });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      context.events.event(pod, "Warning", "Failed", `Error: ${error.message}`);
      throw new StartFailure("CreateContainerConfigError", error.message);
    }
  }

  async #create(
    sandboxId: string,
    config: ContainerConfig,
    sandboxOptions: PodSandboxConfig,
    container: Container,
  ): Promise<string> {
    try {
      const id = await this.context.limitStarts(() =>
        this.context.runtime.createContainer(sandboxId, config, sandboxOptions),
      );
      this.context.events.event(this.pod, "Normal", "Created", `Container created`);
      return id;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.context.events.event(this.pod, "Warning", "Failed", `Error: ${message}`);
      throw new StartFailure("CreateContainerError", `container ${container.name}: ${message}`);
    }
  }

  async #run(id: string, container: Container, podIp: string): Promise<void> {
    try {
      await this.context.limitStarts(() => this.context.runtime.startContainer(id));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.context.events.event(this.pod, "Warning", "Failed", `Error: ${message}`);
      throw new StartFailure("RunContainerError", message);
    }
    this.context.events.event(this.pod, "Normal", "Started", `Container started`);
    const hook = container.lifecycle?.postStart;
    if (hook === undefined) return;
    try {
      await runHook(this.context.runtime, { container, containerId: id, podIp }, hook, HOOK_TIMEOUT_SECONDS, (ms) =>
        this.context.environment.clock.sleep(ms),
      );
    } catch (error) {
      this.context.events.event(
        this.pod,
        "Warning",
        "FailedPostStartHook",
        `PostStartHook failed: ${error instanceof Error ? error.message : String(error)}`,
      );
      await this.context.runtime.stopContainer(id, 0);
      throw new StartFailure("PostStartHookError", "PostStartHook failed");
    }
  }
}

function decodedData(secret: Secret | undefined): KeyedData {
  if (secret === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(secret.data ?? {}).map(([key, encoded]) => [key, Buffer.from(encoded, "base64").toString("utf8")]),
  );
}
