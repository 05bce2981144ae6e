import { ImageServiceDefinition, RuntimeServiceDefinition } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { createClient, grpcChannel, type Channel, type Client } from "@flotilla/service";

/** What a runtime can do, so that the suite asks no more of it. */
export interface CriAbilities {
  /** Containers have their own files, processes and users. */
  readonly isolation: boolean;
  /** Containers may run as other users than root. */
  readonly users: boolean;
  /** Pods have addresses of their own. */
  readonly network: boolean;
  /** Ports of the machine lead to pods. */
  readonly hostPorts: boolean;
  /** Control groups limit and count. */
  readonly limits: boolean;
  /** Exec and attach speak WebSocket v5, with which stdin can be half-closed. */
  readonly halfClose: boolean;
  /** GetContainerEvents and RuntimeConfig, new in CRI. */
  readonly events: boolean;
}

/** A runtime that the suite is run over. */
export interface CriUnderTest {
  readonly runtime: Client<RuntimeServiceDefinition>;
  readonly images: Client<ImageServiceDefinition>;
  /** "host:port" of a registry that has hello:1, busybox:1 and layered:1. */
  readonly registry: string;
  /** An empty folder, removed afterwards. */
  readonly folder: string;
  /** Kills the server without warning and starts another on the same state. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

export interface CriClients {
  readonly runtime: Client<RuntimeServiceDefinition>;
  readonly images: Client<ImageServiceDefinition>;
  readonly channel: Channel;
}

export function criClients(address: string): CriClients {
  const channel = grpcChannel(address);
  return {
    channel,
    runtime: createClient(RuntimeServiceDefinition, channel),
    images: createClient(ImageServiceDefinition, channel),
  };
}
