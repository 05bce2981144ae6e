import type { Pod } from "@flotilla/api/types/core/v1.js";
import { badRequest, notFound } from "@flotilla/api/status.js";
import { objectKey, resourcePrefix } from "../storage/keys.js";
import type { Machinery } from "./machinery.js";

const DEFAULT_CONTAINER_ANNOTATION = "kubectl.kubernetes.io/default-container";

/** Where a stream into a pod has to go. */
export interface PodLocation {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly nodeName: string;
}

export interface ContainerLocation extends PodLocation {
  readonly container: string;
}

/** `nodeName` is empty when the pod has no node yet. Throws NotFound. */
export async function locatePod(
  machinery: Machinery,
  namespace: string,
  name: string,
): Promise<{ readonly pod: Pod; readonly location: PodLocation }> {
  const { entry } = await machinery.objects.get(objectKey(resourcePrefix("", "pods"), namespace, name));
  if (entry === undefined) throw notFound({ group: "", resource: "pods" }, name);
  const pod = entry.object as Pod;
  const nodeName = pod.spec?.nodeName ?? "";
  return { pod, location: { namespace, pod: name, podUid: pod.metadata?.uid ?? "", nodeName } };
}

/** Throws BadRequest when the pod runs nowhere yet. */
export function requireNode({ pod, nodeName }: PodLocation): void {
  if (nodeName === "") throw badRequest(`pod ${pod} does not have a host assigned`);
}

/** The container asked for, or the one meant when none was. Throws BadRequest. Source: kubernetes `registry/core/pod`. */
export function chooseContainer(pod: Pod, asked: string): string {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const name = pod.metadata?.name ?? "";
  const all = [...containers, ...initContainers, ...ephemeralContainers].map((container) => container.name);
  if (asked !== "") {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
    return asked;
  }
  const annotated = pod.metadata?.annotations?.[DEFAULT_CONTAINER_ANNOTATION];
  if (annotated !== undefined && all.includes(annotated)) return annotated;
  const [only] = containers;
  if (containers.length === 1 && only !== undefined) return only.name;
  const choice = containers.map((container) => container.name).join(" ");
  const others =
    initContainers.length === 0
      ? ""
      : ` or one of the init containers: [${initContainers.map((container) => container.name).join(" ")}]`;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${choice}]${others}`);
}
