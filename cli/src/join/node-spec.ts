import { join } from "node:path";
import type { RuntimeChoice } from "../cluster/cluster-spec.js";
import { type Home, readJson, writeJson } from "../cluster/home.js";

/** A node that joined a cluster which runs elsewhere, as its home directory keeps it. */
export interface NodeSpec {
  readonly version: 1;
  readonly node: string;
  /** URL of the Kubernetes API. */
  readonly server: string;
  /** "host:port" of flotilla.apiserver.v1. */
  readonly apiserver: string;
  /** Address of the cluster's DNS; undefined when there was none. */
  readonly clusterDns: string | undefined;
  /** "kubelet.grpc", "kubelet.http", "proxy.grpc", "proxy.http". Chosen once. */
  readonly ports: Readonly<Record<string, number>>;
  /** CRI socket of somebody else's runtime. */
  readonly runtimeEndpoint: string | undefined;
  readonly runtime: RuntimeChoice | undefined;
  readonly without: readonly string[];
  readonly serviceCidr: string;
  readonly podCidr: string;
}

/** Undefined when the home is not that of a node. */
export function readNodeSpec(home: Home): Promise<NodeSpec | undefined> {
  return readJson<NodeSpec>(fileOf(home));
}

export function writeNodeSpec(home: Home, spec: NodeSpec): Promise<void> {
  return writeJson(fileOf(home), spec);
}

function fileOf(home: Home): string {
  return join(home.path, "node.json");
}
