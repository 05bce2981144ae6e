import {
  CgroupDriver,
  type ContainerFilter,
  type ContainerStatsFilter,
  type PodSandboxFilter,
  type PodSandboxStatsFilter,
  RuntimeServiceDefinition,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { FLOTILLA_VERSION, type Handlers, RpcCode, RpcError } from "@flotilla/service";
import { matchesContainer, matchesSandbox } from "../../core/filters.js";
import { containerStatus, containerSummary, sandboxStatus, sandboxSummary } from "../../core/status.js";
import type { Containers } from "../containers.js";
import { execSync } from "../exec-sync.js";
import { nowNanoseconds, type RuntimeParts } from "../runtime-parts.js";
import type { Sandboxes } from "../sandboxes.js";
import type { Stats } from "../stats.js";
import type { StreamUrls } from "../streaming/stream-urls.js";
import { pieces } from "./pieces.js";
import { failuresAsRpcErrors } from "./failures.js";

export interface RuntimeFace {
  readonly parts: RuntimeParts;
  readonly sandboxes: Sandboxes;
  readonly containers: Containers;
  readonly stats: Stats;
  readonly streams: StreamUrls;
}

const MS_PER_SECOND = 1000;

/** CRI's RuntimeService. Methods that are missing answer UNIMPLEMENTED: checkpoints, and metrics in cAdvisor's style. */
export function runtimeHandlers(face: RuntimeFace): Handlers<RuntimeServiceDefinition> {
  return failuresAsRpcErrors<RuntimeServiceDefinition>({
    ...nodeHandlers(face),
    ...sandboxHandlers(face),
    ...containerHandlers(face),
    ...processHandlers(face),
    ...statsHandlers(face),
  });
}

function nodeHandlers({ parts }: RuntimeFace): Handlers<RuntimeServiceDefinition> {
  return {
    version: async () => ({
      version: "0.1.0",
      runtimeName: "flotilla",
      runtimeVersion: FLOTILLA_VERSION,
      runtimeApiVersion: "v1",
    }),
    async status({ verbose }) {
      const missing = await parts.driver.networkMissing();
      const network = missing
        ? { status: false, reason: "NetworkPluginNotReady", message: missing }
        : { status: true, reason: "", message: "" };
      return {
        status: {
          conditions: [
            { type: "RuntimeReady", status: true, reason: "", message: "" },
            { type: "NetworkReady", ...network },
          ],
        },
        info: verbose ? { driver: parts.driver.name } : {},
        runtimeHandlers: [
          { name: "", features: { recursiveReadOnlyMounts: parts.driver.name !== "process", userNamespaces: false } },
        ],
        features: { supplementalGroupsPolicy: true, userNamespacesHostNetwork: false, mountOptions: false },
      };
    },
    runtimeConfig: async () => ({ linux: { cgroupDriver: CgroupDriver.CGROUPFS } }),
    async updateRuntimeConfig({ runtimeConfig }) {
      const cidr = runtimeConfig?.networkConfig?.podCidr;
      if (cidr) parts.driver.setPodCidr(cidr);
      return {};
    },
    getContainerEvents: (_, { signal }) => parts.containerEvents.subscribe(signal),
  };
}

function sandboxHandlers({ parts, sandboxes }: RuntimeFace): Handlers<RuntimeServiceDefinition> {
  const list = (filter: PodSandboxFilter | undefined) =>
    [...parts.journal.sandboxes.values()].map(sandboxSummary).filter((item) => matchesSandbox(item, filter));
  return {
    async runPodSandbox({ config, runtimeHandler }) {
      if (!config) throw new RpcError(RpcCode.INVALID_ARGUMENT, "a sandbox needs a configuration");
      return { podSandboxId: (await sandboxes.run(config, runtimeHandler)).id };
    },
    async stopPodSandbox({ podSandboxId }) {
      await sandboxes.stop(podSandboxId);
      return {};
    },
    async removePodSandbox({ podSandboxId }) {
      await sandboxes.remove(podSandboxId);
      return {};
    },
    async podSandboxStatus({ podSandboxId, verbose }) {
      const record = sandboxes.get(podSandboxId);
      return {
        status: sandboxStatus(record),
        info: verbose ? { info: JSON.stringify({ driver: parts.driver.name, pausePid: record.pausePid }) } : {},
        containersStatuses: parts.journal.containersOf(record.id).map(containerStatus),
        timestamp: nowNanoseconds(parts.environment),
      };
    },
    listPodSandbox: async ({ filter }) => ({ items: list(filter) }),
    async *streamPodSandboxes({ filter }) {
      for (const podSandboxes of pieces(list(filter))) yield { podSandboxes };
    },
  };
}

function containerHandlers({ parts, sandboxes, containers }: RuntimeFace): Handlers<RuntimeServiceDefinition> {
  const list = (filter: ContainerFilter | undefined) =>
    [...parts.journal.containers.values()].map(containerSummary).filter((item) => matchesContainer(item, filter));
  return {
    async createContainer({ podSandboxId, config }) {
      if (!config) throw new RpcError(RpcCode.INVALID_ARGUMENT, "a container needs a configuration");
      return { containerId: (await containers.create(sandboxes.get(podSandboxId), config)).id };
    },
    async startContainer({ containerId }) {
      await containers.start(containers.get(containerId).id);
      return {};
    },
    async stopContainer({ containerId, timeout }) {
      if (containers.find(containerId)) await containers.stop(containerId, Number(timeout) * MS_PER_SECOND);
      return {};
    },
    async removeContainer({ containerId }) {
      await containers.remove(containerId);
      return {};
    },
    async containerStatus({ containerId, verbose }) {
      const record = containers.get(containerId);
      return {
        status: containerStatus(record),
        info: verbose ? { info: JSON.stringify({ pid: record.pid, sandboxID: record.sandboxId }) } : {},
      };
    },
    listContainers: async ({ filter }) => ({ containers: list(filter) }),
    async *streamContainers({ filter }) {
      for (const piece of pieces(list(filter))) yield { containers: piece };
    },
    async updateContainerResources({ containerId, linux }) {
      if (linux) await containers.update(containerId, linux);
      return {};
    },
    async reopenContainerLog({ containerId }) {
      await containers.reopenLog(containerId);
      return {};
    },
  };
}

function processHandlers({ parts, containers, streams, sandboxes }: RuntimeFace): Handlers<RuntimeServiceDefinition> {
  return {
    execSync: async ({ containerId, cmd, timeout }, { signal }) => {
      const process = await containers.exec(containers.get(containerId).id, cmd, { stdin: false, tty: false });
      return execSync(process, Number(timeout) * MS_PER_SECOND, parts.environment.clock, signal);
    },
    exec: async (request) => ({ url: streams.exec(containers.running(request.containerId).id, request) }),
    attach: async (request) => ({ url: streams.attach(containers.running(request.containerId).id, request) }),
    portForward: async ({ podSandboxId, port }) => ({ url: streams.portForward(sandboxes.get(podSandboxId), port) }),
  };
}

function statsHandlers({ parts, sandboxes, containers, stats }: RuntimeFace): Handlers<RuntimeServiceDefinition> {
  const containersFor = (filter: ContainerStatsFilter | undefined) =>
    stats.containers(
      [...parts.journal.containers.values()].filter((record) =>
        matchesContainer({ id: record.id, podSandboxId: record.sandboxId, labels: record.config.labels }, filter),
      ),
    );
  const sandboxesFor = (filter: PodSandboxStatsFilter | undefined) =>
    Promise.all(
      [...parts.journal.sandboxes.values()]
        .filter((record) => matchesSandbox({ id: record.id, labels: record.config.labels }, filter))
        .map((record) => stats.sandbox(record)),
    );
  return {
    containerStats: async ({ containerId }) => ({ stats: await stats.container(containers.get(containerId)) }),
    listContainerStats: async ({ filter }) => ({ stats: await containersFor(filter) }),
    async *streamContainerStats({ filter }) {
      for (const piece of pieces(await containersFor(filter))) yield { containerStats: piece };
    },
    podSandboxStats: async ({ podSandboxId }) => ({ stats: await stats.sandbox(sandboxes.get(podSandboxId)) }),
    listPodSandboxStats: async ({ filter }) => ({ stats: await sandboxesFor(filter) }),
    async *streamPodSandboxStats({ filter }) {
      for (const piece of pieces(await sandboxesFor(filter))) yield { podSandboxStats: piece };
    },
  };
}
