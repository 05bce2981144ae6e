import type { KubeObject } from "@flotilla/api";
import type { ConfigMap, Service } from "@flotilla/api/types/core/v1.js";
import type { WantedObject } from "./ensure.js";

const NAMESPACES = ["default", "kube-system", "kube-public", "kube-node-lease"];

export interface OwnObjectsInput {
  /** First address of the Service range: where pods find the API. */
  readonly serviceAddress: string;
  readonly serviceCidr: string;
  /** Where the REST face listens. */
  readonly port: number;
  /** PEM of the CA behind client certificates. */
  readonly clientCa: string;
}

/** What an ApiServer creates for itself. Source: kubernetes `pkg/controlplane/instance.go`. */
export function ownObjects(input: OwnObjectsInput): WantedObject[] {
  return [
    ...NAMESPACES.map((name) => core("namespaces", { kind: "Namespace", apiVersion: "v1", metadata: { name } })),
    core("services", kubernetesService(input)),
    core("configmaps", authenticationConfig(input), (live) => ((live as ConfigMap).data = authenticationConfig(input).data ?? {})),
    {
      group: "networking.k8s.io",
      version: "v1",
      resource: "servicecidrs",
      object: { kind: "ServiceCIDR", apiVersion: "networking.k8s.io/v1", metadata: { name: "kubernetes" }, spec: { cidrs: [input.serviceCidr] } } as KubeObject,
    },
  ];
}

function core(resource: string, object: KubeObject, reconcile?: (live: KubeObject) => void): WantedObject {
  return { group: "", version: "v1", resource, object, reconcile };
}

function kubernetesService({ serviceAddress, port }: OwnObjectsInput): Service {
  return {
    kind: "Service",
    apiVersion: "v1",
    metadata: { name: "kubernetes", namespace: "default", labels: { component: "apiserver", provider: "kubernetes" } },
    spec: {
      type: "ClusterIP",
      clusterIP: serviceAddress,
      ports: [{ name: "https", protocol: "TCP", port: 443, targetPort: port }],
      sessionAffinity: "None",
    },
  };
}

/** How extension servers and the kubelet authenticate those who come through the ApiServer. */
function authenticationConfig({ clientCa }: OwnObjectsInput): ConfigMap {
  return {
    kind: "ConfigMap",
    apiVersion: "v1",
    metadata: { name: "extension-apiserver-authentication", namespace: "kube-system" },
    data: { "client-ca-file": clientCa },
  };
}
