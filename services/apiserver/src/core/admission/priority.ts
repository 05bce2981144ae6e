import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { PriorityClass } from "@flotilla/api/types/scheduling/v1.js";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { isAbout, refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/priority/admission.go`. */

const GROUP = "scheduling.k8s.io";
const PRIORITY_WITHOUT_CLASS = 0;

type Chosen = Pick<PriorityClass, "value" | "preemptionPolicy"> & { readonly name: string };

/** Of several defaults, which only a race makes, the lowest counts. */
async function defaultClass(reader: ObjectReader): Promise<PriorityClass | undefined> {
  const classes = (await reader.list<PriorityClass>(GROUP, "priorityclasses")).filter(
    ({ globalDefault }) => globalDefault === true,
  );
  return classes.reduce<PriorityClass | undefined>(
    (low, one) => (low === undefined || one.value < low.value ? one : low),
    undefined,
  );
}

async function classFor(request: AdmissionRequest, name: string, reader: ObjectReader): Promise<Chosen> {
  if (name === "") {
    const found = await defaultClass(reader);
    if (found === undefined)
      return { name: "", value: PRIORITY_WITHOUT_CLASS, preemptionPolicy: "PreemptLowerPriority" };
    return { ...found, name: found.metadata?.name ?? "" };
  }
  const found = await reader.get<PriorityClass>(GROUP, "priorityclasses", "", name);
  if (found === undefined) throw refuse(request, `no PriorityClass with name ${name} was found`);
  return { ...found, name };
}

async function prioritize(request: AdmissionRequest, pod: Pod, reader: ObjectReader): Promise<void> {
  const spec = (pod.spec ??= { containers: [] });
  const { name, value, preemptionPolicy } = await classFor(request, spec.priorityClassName ?? "", reader);
  const computed = (what: string, given: unknown, own: unknown): string =>
    `the ${what} (${given}) must not be provided in pod spec; priority admission controller computed ${own} from the given PriorityClass name`;
  if (spec.priority !== undefined && spec.priority !== value) {
    throw refuse(request, computed("integer value of priority", spec.priority, value));
  }
  if (name !== "") spec.priorityClassName = name;
  spec.priority = value;
  if (preemptionPolicy === undefined) return;
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    throw refuse(request, computed("string value of PreemptionPolicy", spec.preemptionPolicy, preemptionPolicy));
  }
  spec.preemptionPolicy = preemptionPolicy;
}

/** A pod's priority is that of its class; only one class is the default. */
export const priority: AdmissionPlugin = {
  name: "Priority",
  handles(request) {
    if (request.operation !== "CREATE" && request.operation !== "UPDATE") return false;
    return isAbout(request, "", "pods") || isAbout(request, GROUP, "priorityclasses");
  },
  async admit(request, reader) {
    if (request.attributes.resource !== "pods") return;
    const pod = request.object as Pod;
    if (request.operation === "CREATE") {
      await prioritize(request, pod, reader);
      return;
    }
    const old = (request.oldObject as Pod).spec;
    if (pod.spec === undefined) return;
    // Writers that leave out what the server has set do not mean to change it.
    if (old?.priority !== undefined) pod.spec.priority ??= old.priority;
    if (old?.preemptionPolicy !== undefined) pod.spec.preemptionPolicy ??= old.preemptionPolicy;
  },
  async validate(request, reader) {
    const { attributes, object, operation } = request;
    if (attributes.resource !== "priorityclasses" || (object as PriorityClass).globalDefault !== true) return;
    const current = (await defaultClass(reader))?.metadata?.name;
    if (current === undefined || (operation === "UPDATE" && current === object?.metadata?.name)) return;
    throw refuse(request, `PriorityClass ${current} is already marked as default. Only one default can exist`);
  },
};
