import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import type { Node, Pod, Service } from "@flotilla/api/types/core/v1.js";
import { badRequest, notFound, serviceUnavailable } from "@flotilla/api/status.js";
import type { Rng } from "@flotilla/service";
import type { ObjectReader } from "../request.js";

/** Where a proxied request goes. */
export interface ProxyTarget {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
}

const DEFAULT_PORT = 80;
/** Source: kubelet. */
const KUBELET_PORT = 10250;

interface ParsedName {
  readonly scheme: "http" | "https";
  readonly name: string;
  /** Empty: the only one, or the usual one. */
  readonly port: string;
}

/** "name", "name:port" or "scheme:name:port". Throws BadRequest. Source: apimachinery `SplitSchemeNamePort`. */
export function parseProxyName(text: string): ParsedName {
  const parts = text.split(":");
  const [first = "", second = "", third = ""] = parts;
  if (parts.length === 1) return { scheme: "http", name: first, port: "" };
  if (parts.length === 2) return { scheme: "http", name: first, port: second };
  if (parts.length === 3 && (first === "" || first === "http" || first === "https")) {
    return { scheme: first === "https" ? "https" : "http", name: second, port: third };
  }
  throw badRequest(`invalid name ${JSON.stringify(text)}: it must be name, name:port or scheme:name:port`);
}

/** Throws NotFound, BadRequest, and ServiceUnavailable when nothing is there to answer. */
export async function proxyTarget(
  reader: ObjectReader,
  rng: Rng,
  resource: string,
  namespace: string,
  text: string,
): Promise<ProxyTarget> {
  const parsed = parseProxyName(text);
  switch (resource) {
    case "pods":
      return podTarget(reader, namespace, parsed);
    case "services":
      return serviceTarget(reader, rng, namespace, parsed);
    default:
      return nodeTarget(reader, parsed);
  }
}

async function podTarget(
  reader: ObjectReader,
  namespace: string,
  { scheme, name, port }: ParsedName,
): Promise<ProxyTarget> {
  const pod = await reader.get<Pod>("", "pods", namespace, name);
  if (pod === undefined) throw notFound({ group: "", resource: "pods" }, name);
  const host = pod.status?.podIP;
  if (!host) throw badRequest("address not allowed");
  const declared = pod.spec?.containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort;
  return { scheme, host, port: port === "" ? (declared ?? DEFAULT_PORT) : numeric(port) };
}

async function serviceTarget(
  reader: ObjectReader,
  rng: Rng,
  namespace: string,
  { scheme, name, port }: ParsedName,
): Promise<ProxyTarget> {
  const service = await reader.get<Service>("", "services", namespace, name);
  if (service === undefined) throw notFound({ group: "", resource: "services" }, name);
  const ports = service.spec?.ports ?? [];
  const wanted =
    port === ""
      ? ports.length === 1
        ? ports[0]
        : undefined
      : ports.find((candidate) => candidate.name === port || String(candidate.port) === port);
  if (wanted === undefined)
    throw serviceUnavailable(`no service port ${JSON.stringify(port)} found for service ${JSON.stringify(name)}`);
  const slices = await reader.list<EndpointSlice>("discovery.k8s.io", "endpointslices", namespace);
  const choices = slices
    .filter(({ metadata }) => metadata?.labels?.["kubernetes.io/service-name"] === name)
    .flatMap(({ endpoints = [], ports: slicePorts = [] }) => {
      const number = slicePorts.find((candidate) => (candidate.name ?? "") === (wanted.name ?? ""))?.port;
      const ready = endpoints
        .filter(({ conditions }) => conditions?.ready !== false)
        .flatMap(({ addresses }) => addresses);
      return number === undefined ? [] : ready.map((host) => ({ scheme, host, port: number }));
    });
  const choice = choices[Math.floor(rng.next() * choices.length)];
  if (choice === undefined) throw serviceUnavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  return choice;
}

async function nodeTarget(reader: ObjectReader, { scheme, name, port }: ParsedName): Promise<ProxyTarget> {
  const node = await reader.get<Node>("", "nodes", "", name);
  if (node === undefined) throw notFound({ group: "", resource: "nodes" }, name);
  const addresses = node.status?.addresses ?? [];
  const host = (addresses.find(({ type }) => type === "InternalIP") ?? addresses[0])?.address;
  if (host === undefined) throw serviceUnavailable(`node ${name} has no address`);
  const kubelet = node.status?.daemonEndpoints?.kubeletEndpoint?.Port ?? KUBELET_PORT;
  if (port === "" || Number(port) === kubelet) return { scheme: "https", host, port: kubelet };
  return { scheme, host, port: numeric(port) };
}

function numeric(port: string): number {
  const value = Number(port);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw badRequest(`invalid port ${JSON.stringify(port)}`);
  return value;
}
