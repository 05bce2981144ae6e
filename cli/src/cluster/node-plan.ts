import { join } from "node:path";
import type { RuntimeChoice } from "./cluster-spec.js";
import type { ComponentPlan } from "./component-plan.js";
import { flags } from "./flags.js";
import type { Home } from "./home.js";

/** Where a certificate and its key are. */
export interface PairFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** One node: what its components have to know. */
export interface NodeSettings {
  readonly node: string;
  readonly nodeIp: string;
  readonly home: Home;
  /** Where pods resolve names; undefined: as the machine does. */
  readonly clusterDns: string | undefined;
  /** gRPC address of the ApiServer. */
  readonly apiserver: string;
  /** CRI socket of somebody else's runtime; undefined for ours. */
  readonly foreignRuntime: string | undefined;
  readonly runtime: RuntimeChoice | undefined;
  readonly grpcAddress: string;
  readonly httpAddress: string;
  readonly caFile: string;
  readonly client: PairFiles;
  readonly serving: PairFiles;
}

export function runtimePlan({ node, home, runtime }: Pick<NodeSettings, "node" | "home" | "runtime">): ComponentPlan {
  const { driver = "auto", reason = "", missing = [] } = runtime ?? {};
  const argv = flags({
    listenAddress: `unix:${home.socket(`runtime-${node}`)}`,
    stateFolder: home.data(`runtime-${node}`),
    exampleImages: true,
  });
  const without = missing.length === 0 ? "" : `; without ${missing.join(", ")}`;
  return {
    name: `runtime-${node}`,
    program: "runtime",
    argv,
    after: [],
    implementation: `flotilla runtime (${driver})`,
    reason: `no --runtime-endpoint given; ${reason}${without}`,
  };
}

export function kubeletPlan({ node, home, ...settings }: NodeSettings): ComponentPlan {
  const argv = flags({
    nodeName: node,
    nodeIp: settings.nodeIp,
    clusterDns: settings.clusterDns,
    apiserver: settings.apiserver,
    runtimeEndpoint: settings.foreignRuntime ?? `unix:${home.socket(`runtime-${node}`)}`,
    rootDir: home.data(`kubelet-${node}`),
    podLogsDir: join(home.data(`kubelet-${node}`), "pod-logs"),
    listenAddress: settings.grpcAddress,
    httpAddress: settings.httpAddress,
    tlsCaFile: settings.caFile,
    tlsCertFile: settings.client.certificateFile,
    tlsKeyFile: settings.client.keyFile,
    servingCertFile: settings.serving.certificateFile,
    servingKeyFile: settings.serving.keyFile,
  });
  return {
    name: `kubelet-${node}`,
    program: "kubelet",
    argv,
    after: ["apiserver", `runtime-${node}`],
    implementation: "flotilla kubelet",
    reason: "the default",
  };
}
