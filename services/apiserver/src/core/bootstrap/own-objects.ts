import type { KubeObject } from "@flotilla/api";
import { formatTime } from "@flotilla/api/time.js";
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
  /** PEM of the CA behind proxies that speak for others. */
  readonly requestHeaderCa: string | undefined;
  readonly requestHeaderAllowedNames: readonly string[];
  readonly nowMs: number;
}

/** What an ApiServer creates for itself. Source: kubernetes `pkg/controlplane/instance.go`. */
export function ownObjects(input: OwnObjectsInput): WantedObject[] {
  return [
    ...NAMESPACES.map((name) => core("namespaces", { kind: "Namespace", apiVersion: "v1", metadata: { name } })),
    core("services", kubernetesService(input)),
    core("configmaps", tokenTracking(input)),
    core(
      "configmaps",
      authenticationConfig(input),
      (live) => ((live as ConfigMap).data = authenticationConfig(input).data ?? {}),
    ),
    {
      group: "networking.k8s.io",
      version: "v1",
      resource: "servicecidrs",
      object: {
        kind: "ServiceCIDR",
        apiVersion: "networking.k8s.io/v1",
        metadata: { name: "kubernetes" },
        spec: { cidrs: [input.serviceCidr] },
      } as KubeObject,
      condition: { type: "Ready", status: "True", reason: "", message: "Kubernetes default Service CIDR is ready" },
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
function authenticationConfig({ clientCa, requestHeaderCa, requestHeaderAllowedNames }: OwnObjectsInput): ConfigMap {
  const lists = {
    "requestheader-username-headers": ["X-Remote-User"],
    "requestheader-uid-headers": ["X-Remote-Uid"],
    "requestheader-group-headers": ["X-Remote-Group"],
    "requestheader-extra-headers-prefix": ["X-Remote-Extra-"],
    "requestheader-allowed-names": requestHeaderAllowedNames,
  };
  const requestHeader =
    requestHeaderCa === undefined
      ? {}
      : {
          "requestheader-client-ca-file": requestHeaderCa,
          ...Object.fromEntries(Object.entries(lists).map(([key, values]) => [key, JSON.stringify(values)])),
        };
  return {
    kind: "ConfigMap",
    apiVersion: "v1",
    metadata: { name: "extension-apiserver-authentication", namespace: "kube-system" },
    data: { "client-ca-file": clientCa, ...requestHeader },
  };
}

/** Since when it is known which tokens in Secrets are used: before that, none may be called unused. Source: KEP-2799. */
function tokenTracking({ nowMs }: OwnObjectsInput): ConfigMap {
  return {
    kind: "ConfigMap",
    apiVersion: "v1",
    metadata: { name: "kube-apiserver-legacy-service-account-token-tracking", namespace: "kube-system" },
    data: { since: formatTime(nowMs).slice(0, "2026-01-01".length) },
  };
}
