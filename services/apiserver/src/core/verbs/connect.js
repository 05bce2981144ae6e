import { badRequest, notFound } from "@flotilla/api/status.js";
import { objectKey, resourcePrefix } from "../storage/keys.js";
const DEFAULT_CONTAINER_ANNOTATION = "kubectl.kubernetes.io/default-container";
/** Throws NotFound, or BadRequest when the pod has no node yet. */
export async function locatePod(machinery, namespace, name) {
    const { entry } = await machinery.objects.get(objectKey(resourcePrefix("", "pods"), namespace, name));
    if (entry === undefined)
        throw notFound({ group: "", resource: "pods" }, name);
    const pod = entry.object;
    const nodeName = pod.spec?.nodeName ?? "";
    if (nodeName === "")
        throw badRequest(`pod ${name} does not have a host assigned`);
    return { pod, location: { namespace, pod: name, podUid: pod.metadata?.uid ?? "", nodeName } };
}
/** The container asked for, or the one meant when none was. Throws BadRequest. Source: kubernetes `registry/core/pod`. */
export function chooseContainer(pod, asked) {
    const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
    const name = pod.metadata?.name ?? "";
    const all = [...containers, ...initContainers, ...ephemeralContainers].map((container) => container.name);
    if (asked !== "") {
        if (!all.includes(asked))
            throw badRequest(`container ${asked} is not valid for pod ${name}`);
        return asked;
    }
    const annotated = pod.metadata?.annotations?.[DEFAULT_CONTAINER_ANNOTATION];
    if (annotated !== undefined && all.includes(annotated))
        return annotated;
    const [only] = containers;
    if (containers.length === 1 && only !== undefined)
        return only.name;
    const choice = containers.map((container) => container.name).join(" ");
    const others = initContainers.length === 0 ? "" : ` or one of the init containers: [${initContainers.map((container) => container.name).join(" ")}]`;
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${choice}]${others}`);
}
//# sourceMappingURL=connect.js.map