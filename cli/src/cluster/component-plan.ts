import type { Pki } from "@flotilla/pki";
import type { ClusterSpec } from "./cluster-spec.js";
import { flags } from "./flags.js";
import type { Home } from "./home.js";
import { tableName } from "./networks.js";
import { kubeletPlan, runtimePlan } from "./node-plan.js";

export type ProgramName = "kv" | "apiserver" | "scheduler" | "controller-manager" | "runtime" | "kubelet" | "proxy";

/** One process of the mesh, before it runs. */
export interface ComponentPlan {
  /** Unique in the cluster, such as "kubelet-flotilla-1". */
  readonly name: string;
  readonly program: ProgramName;
  /** As the program would be started by hand. */
  readonly argv: readonly string[];
  /** Components that have to be ready first. */
  readonly after: readonly string[];
  readonly implementation: string;
  readonly reason: string;
}

const HOST = "127.0.0.1";
/** Common names of those who may use the store: the ApiServer, and a person with `flotilla kv env`. */
const KV_CLIENTS = "kube-apiserver-kv-client,kv-operator";

/** Every component that shall run, in an order that respects `after`. Pure: a plan can be printed and compared. */
export function planComponents(spec: ClusterSpec, home: Home, pki: Pki, nodeIp: string): ComponentPlan[] {
  const planner = new Planner(spec, home, pki, nodeIp);
  const all = [
    ...(spec.external.kvEndpoints === undefined ? [planner.kv()] : []),
    planner.apiserver(),
    planner.controllerManager(),
    planner.scheduler(),
    planner.proxy(),
    ...spec.nodes.flatMap((node) => [
      ...(spec.external.runtimeEndpoint === undefined ? [planner.runtime(node)] : []),
      planner.kubelet(node),
    ]),
  ];
  const running = all.filter((component) => !spec.without.includes(component.program));
  const names = new Set(running.map((component) => component.name));
  return running.map((component) => ({ ...component, after: component.after.filter((name) => names.has(name)) }));
}

class Planner {
  constructor(
    private readonly spec: ClusterSpec,
    private readonly home: Home,
    private readonly pki: Pki,
    private readonly nodeIp: string,
  ) {}

  kv(): ComponentPlan {
    return {
      name: "kv",
      program: "kv",
      argv: flags({
        listenAddress: this.#address("kv.grpc"),
        metricsAddress: this.#address("kv.http"),
        dataDir: this.home.data("kv"),
        allowedClientNames: KV_CLIENTS,
        ...this.#pair("kv"),
      }),
      after: [],
      implementation: "flotilla kv (LevelDB)",
      reason: "no --kv-endpoints given",
    };
  }

  apiserver(): ComponentPlan {
    const { external } = this.spec;
    const own = this.pki.pair("apiserver-kv-client");
    const serving = this.pki.pair("apiserver");
    const toKubelet = this.pki.pair("apiserver-kubelet-client");
    const kv =
      external.kvEndpoints === undefined
        ? {
            kvEndpoint: this.#address("kv.grpc"),
            kvCaFile: this.pki.ca.certificateFile,
            kvCertFile: own.certificateFile,
            kvKeyFile: own.keyFile,
          }
        : {
            kvEndpoint: external.kvEndpoints,
            kvCaFile: external.kvCaFile,
            kvCertFile: external.kvCertFile,
            kvKeyFile: external.kvKeyFile,
          };
    const argv = flags({
      listenAddress: `0.0.0.0:${this.#port("apiserver.rest")}`,
      // Nodes that join from elsewhere come to this one; it takes the same credentials as the REST face.
      grpcListenAddress: `0.0.0.0:${this.#port("apiserver.grpc")}`,
      advertiseAddress: this.nodeIp,
      ...kv,
      encryptionProviderConfig: this.spec.encryptionConfig,
      tlsCertFile: serving.certificateFile,
      tlsPrivateKeyFile: serving.keyFile,
      clientCaFile: this.pki.ca.certificateFile,
      requestheaderClientCaFile: this.pki.frontProxyCa.certificateFile,
      requestheaderAllowedNames: "front-proxy-client",
      serviceAccountKeyFile: this.pki.serviceAccountKeyFile,
      serviceClusterIpRange: this.spec.serviceCidr,
      kubeletCertFile: toKubelet.certificateFile,
      kubeletKeyFile: toKubelet.keyFile,
    });
    return {
      name: "apiserver",
      program: "apiserver",
      argv,
      after: ["kv"],
      implementation: "flotilla apiserver",
      reason: "the default",
    };
  }

  controllerManager(): ComponentPlan {
    const argv = flags({
      apiserver: this.#address("apiserver.grpc"),
      listenAddress: this.#address("controller-manager.grpc"),
      httpAddress: this.#address("controller-manager.http"),
      ...this.#pair("controller-manager"),
      clusterCidr: this.spec.podCidr,
      rootCaFile: this.pki.ca.certificateFile,
      serviceAccountPrivateKeyFile: this.pki.serviceAccountKeyFile,
      clusterSigningCertFile: this.pki.ca.certificateFile,
      clusterSigningKeyFile: this.pki.ca.keyFile,
      leaderElect: false,
    });
    return {
      name: "controller-manager",
      program: "controller-manager",
      argv,
      after: ["apiserver"],
      implementation: "flotilla controller-manager",
      reason: "the default",
    };
  }

  scheduler(): ComponentPlan {
    const argv = flags({
      apiserver: this.#address("apiserver.grpc"),
      listenAddress: this.#address("scheduler.grpc"),
      httpAddress: this.#address("scheduler.http"),
      ...this.#pair("scheduler"),
      leaderElect: false,
    });
    return {
      name: "scheduler",
      program: "scheduler",
      argv,
      after: ["apiserver"],
      implementation: "flotilla scheduler",
      reason: "the default",
    };
  }

  proxy(): ComponentPlan {
    const argv = flags({
      apiserver: this.#address("apiserver.grpc"),
      nodeName: this.spec.nodes[0],
      listenAddress: this.#address("proxy.grpc"),
      httpAddress: this.#address("proxy.http"),
      table: tableName(this.home.path),
      podCidr: this.spec.podCidr,
      serviceCidr: this.spec.serviceCidr,
      nodeIp: this.nodeIp,
      clusterDnsIp: dnsAddress(this.spec.serviceCidr),
      dnsPort: this.#port("proxy.dns"),
      ...this.#pair("proxy"),
    });
    return {
      name: "proxy",
      program: "proxy",
      argv,
      after: ["apiserver"],
      implementation: "flotilla proxy",
      reason: "the default",
    };
  }

  runtime(node: string): ComponentPlan {
    return runtimePlan({ node, home: this.home, runtime: this.spec.runtime });
  }

  kubelet(node: string): ComponentPlan {
    return kubeletPlan({
      node,
      nodeIp: this.nodeIp,
      home: this.home,
      // The proxy serves the cluster's DNS; whoever takes its place says where names are resolved.
      clusterDns: this.spec.without.includes("proxy") ? undefined : dnsAddress(this.spec.serviceCidr),
      apiserver: this.#address("apiserver.grpc"),
      foreignRuntime: this.spec.external.runtimeEndpoint,
      runtime: this.spec.runtime,
      grpcAddress: this.#address(`kubelet-${node}.grpc`),
      httpAddress: this.#address(`kubelet-${node}.http`),
      caFile: this.pki.ca.certificateFile,
      client: this.pki.pair(`kubelet-${node}-client`),
      serving: this.pki.pair(`kubelet-${node}`),
    });
  }

  #pair(name: string): Record<string, string> {
    const pair = this.pki.pair(name);
    return { tlsCaFile: this.pki.ca.certificateFile, tlsCertFile: pair.certificateFile, tlsKeyFile: pair.keyFile };
  }

  #address(face: string): string {
    return `${HOST}:${this.#port(face)}`;
  }

  #port(face: string): number {
    return this.spec.ports[face] ?? 0;
  }
}

/** The cluster's DNS is the tenth address of the Service range, as everywhere in Kubernetes. */
function dnsAddress(serviceCidr: string): string {
  return (serviceCidr.split("/")[0] ?? "").replace(/\d+$/, "10");
}
