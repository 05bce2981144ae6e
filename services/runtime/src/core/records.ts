import type { ContainerState, LinuxContainerResources, Signal } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { ContainerConfig, PodSandboxConfig, type PodSandboxState } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { ProcessSpec } from "./process-plan.js";
import type { KeptNamespace } from "./sandbox-plan.js";

/** What a network plugin chain did, so that it can be undone. */
export interface CniAttachment {
  readonly network: unknown;
  readonly result: unknown;
}

/** A pod's sandbox, as it is kept on disk. Times in nanoseconds since 1970. */
export interface SandboxRecord {
  readonly id: string;
  readonly config: PodSandboxConfig;
  readonly runtimeHandler: string;
  readonly createdAt: bigint;
  readonly own: readonly KeptNamespace[];
  readonly state: PodSandboxState;
  readonly ips: readonly string[];
  readonly cni: CniAttachment | undefined;
  /** The first process of a shared PID namespace; 0 = none. */
  readonly pausePid: number;
}

/** A container, as it is kept on disk. */
export interface ContainerRecord {
  readonly id: string;
  readonly sandboxId: string;
  readonly config: ContainerConfig;
  readonly imageId: string;
  readonly imageRef: string;
  /** Layer folders that it runs on, uppermost first. */
  readonly layers: readonly string[];
  readonly process: ProcessSpec;
  readonly stopSignal: number;
  readonly stopSignalName: Signal;
  readonly logPath: string;
  /** The cgroup of its pod; "" = the runtime's own choice. */
  readonly cgroupParent: string;
  readonly createdAt: bigint;
  readonly state: ContainerState;
  /** 0 = has not happened. */
  readonly startedAt: bigint;
  readonly finishedAt: bigint;
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly pid: number;
  readonly resources: LinuxContainerResources | undefined;
}

/** Records as text: protobuf messages in base64, big integers marked. */
export function encodeRecord(record: SandboxRecord | ContainerRecord): string {
  const codec: { encode(message: never): { finish(): Uint8Array } } =
    "sandboxId" in record ? ContainerConfig : PodSandboxConfig;
  const config = toBase64(codec.encode(record.config as never).finish());
  return JSON.stringify({ ...record, config }, (_, value: unknown) =>
    typeof value === "bigint" ? { $integer: String(value) } : value,
  );
}

export function decodeSandbox(text: string): SandboxRecord {
  const record = parse<SandboxRecord>(text);
  return { ...record, config: PodSandboxConfig.decode(fromBase64(record.config)) };
}

export function decodeContainer(text: string): ContainerRecord {
  const record = parse<ContainerRecord>(text);
  return { ...record, config: ContainerConfig.decode(fromBase64(record.config)) };
}

type Encoded<T extends { config: unknown }> = Omit<T, "config"> & { config: string };

function parse<T extends { config: unknown }>(text: string): Encoded<T> {
  return JSON.parse(text, (_, value: unknown) => {
    const integer = typeof value === "object" && value !== null ? (value as { $integer?: string }).$integer : undefined;
    return integer === undefined ? value : BigInt(integer);
  }) as Encoded<T>;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
