import type { Container, Pod, ResourceFieldSelector } from "@flotilla/api/types/core/v1.js";
import { milliValue, value } from "./amounts.js";

export interface DownwardInput {
  readonly pod: Pod;
  readonly podIps: readonly string[];
  readonly hostIp: string;
  readonly allocatable: Readonly<Record<string, string>>;
}

/** A field of the pod as text. Source: Kubernetes docs, "Downward API: Available fields". */
export function podFieldValue(input: DownwardInput, path: string): string {
  const { pod } = input;
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) return pod.metadata?.[subscript[1] as "labels" | "annotations"]?.[subscript[2] ?? ""] ?? "";
  switch (path) {
    case "metadata.name":
      return pod.metadata?.name ?? "";
    case "metadata.namespace":
      return pod.metadata?.namespace ?? "";
    case "metadata.uid":
      return pod.metadata?.uid ?? "";
    case "metadata.labels":
      return formatMap(pod.metadata?.labels);
    case "metadata.annotations":
      return formatMap(pod.metadata?.annotations);
    case "spec.nodeName":
      return pod.spec?.nodeName ?? "";
    case "spec.serviceAccountName":
      return pod.spec?.serviceAccountName ?? "";
    case "status.hostIP":
    case "status.hostIPs":
      return input.hostIp;
    case "status.podIP":
      return input.podIps[0] ?? "";
    case "status.podIPs":
      return input.podIps.join(",");
    default:
      return "";
  }
}

/** Sorted `key="value"` lines, the value quoted as Go quotes. */
function formatMap(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${key}=${JSON.stringify(text)}`)
    .join("\n");
}

/** A request or limit of a container as a whole number of `divisor`s, rounded up. */
export function containerFieldValue(
  input: DownwardInput,
  own: Container | undefined,
  reference: ResourceFieldSelector,
): string {
  const container = reference.containerName
    ? [...(input.pod.spec?.containers ?? []), ...(input.pod.spec?.initContainers ?? [])].find(
        (c) => c.name === reference.containerName,
      )
    : own;
  const [side, ...rest] = reference.resource.split(".");
  const resource = rest.join(".");
  const limit = container?.resources?.limits?.[resource];
  // A container without a limit may use what the node can give.
  const amount =
    side === "limits"
      ? (limit ?? input.allocatable[resource] ?? "0")
      : (container?.resources?.requests?.[resource] ?? limit ?? "0");
  const divisor = reference.divisor && reference.divisor !== "0" ? reference.divisor : "1";
  if (resource === "cpu") return String(Math.ceil(milliValue(amount) / milliValue(divisor)));
  return String(Math.ceil(value(amount) / value(divisor)));
}
