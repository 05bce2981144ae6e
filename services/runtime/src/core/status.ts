import {
  ContainerState,
  NamespaceMode,
  type Container,
  type ContainerStatus,
  type LinuxContainerResources,
  type PodSandbox,
  type PodSandboxStatus,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { ContainerRecord, SandboxRecord } from "./records.js";

/** What CRI shows of a record. */
export function containerStatus(record: ContainerRecord): ContainerStatus {
  const { config, process } = record;
  return {
    id: record.id,
    metadata: config.metadata,
    state: record.state,
    createdAt: record.createdAt,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    exitCode: record.exitCode,
    image: config.image,
    imageRef: record.imageRef,
    imageId: record.imageId,
    reason: record.reason,
    message: record.message,
    labels: config.labels,
    annotations: config.annotations,
    mounts: config.mounts,
    logPath: record.logPath,
    resources: record.resources ? { linux: record.resources, windows: undefined } : undefined,
    user: {
      linux: {
        uid: BigInt(process.user.uid),
        gid: BigInt(process.user.gid),
        supplementalGroups: process.user.groups.map(BigInt),
      },
    },
    stopSignal: record.stopSignalName,
  };
}

export function containerSummary(record: ContainerRecord): Container {
  const { config } = record;
  return {
    id: record.id,
    podSandboxId: record.sandboxId,
    metadata: config.metadata,
    image: config.image,
    imageRef: record.imageRef,
    imageId: record.imageId,
    state: record.state,
    createdAt: record.createdAt,
    labels: config.labels,
    annotations: config.annotations,
  };
}

export function sandboxStatus(record: SandboxRecord): PodSandboxStatus {
  const [ip = "", ...additional] = record.ips;
  const options = record.config.linux?.securityContext?.namespaceOptions;
  return {
    id: record.id,
    metadata: record.config.metadata,
    state: record.state,
    createdAt: record.createdAt,
    network: { ip, additionalIps: additional.map((address) => ({ ip: address })) },
    linux: {
      namespaces: {
        options: options ?? {
          network: NamespaceMode.POD,
          pid: NamespaceMode.CONTAINER,
          ipc: NamespaceMode.POD,
          targetId: "",
          usernsOptions: undefined,
        },
      },
    },
    labels: record.config.labels,
    annotations: record.config.annotations,
    runtimeHandler: record.runtimeHandler,
  };
}

export function sandboxSummary(record: SandboxRecord): PodSandbox {
  const { id, metadata, state, createdAt, labels, annotations, runtimeHandler } = { ...sandboxStatus(record) };
  return { id, metadata, state, createdAt, labels, annotations, runtimeHandler };
}

/** Fields of an update that are set replace those before. */
export function mergeResources(
  before: LinuxContainerResources | undefined,
  update: LinuxContainerResources,
): LinuxContainerResources {
  if (!before) return update;
  const set = Object.entries(update).filter(([, value]) => value !== 0n && value !== "");
  return { ...before, ...Object.fromEntries(set), unified: { ...before.unified, ...update.unified } };
}

/** How a container that ended is described. 255 is the exit code of one whose end nobody saw. */
export function ended(
  record: ContainerRecord,
  exit: { code: number; at: bigint } | undefined,
  outOfMemory: boolean,
  now: bigint,
): ContainerRecord {
  const exitCode = exit?.code ?? UNSEEN_EXIT_CODE;
  const reason = exit === undefined ? "Unknown" : outOfMemory ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error";
  return { ...record, state: ContainerState.CONTAINER_EXITED, finishedAt: exit?.at ?? now, exitCode, reason };
}

const UNSEEN_EXIT_CODE = 255;
/** What Kubernetes shows for a command that could not be started. Source: containerd. */
const START_ERROR_EXIT_CODE = 128;

export function failedToStart(record: ContainerRecord, message: string, now: bigint): ContainerRecord {
  return {
    ...record,
    state: ContainerState.CONTAINER_EXITED,
    startedAt: 0n,
    finishedAt: now,
    exitCode: START_ERROR_EXIT_CODE,
    reason: "StartError",
    message,
  };
}
