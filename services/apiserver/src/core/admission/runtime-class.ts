import { semanticEqual } from "@flotilla/api/meta/equality.js";
import type { Pod, PodSpec, Toleration } from "@flotilla/api/types/core/v1.js";
import type { RuntimeClass } from "@flotilla/api/types/node/v1.js";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { isAbout, refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/runtimeclass/admission.go`. */

const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

async function classOf(
  request: AdmissionRequest,
  { runtimeClassName: name }: PodSpec,
  reader: ObjectReader,
): Promise<RuntimeClass | undefined> {
  if (name === undefined) return undefined;
  const found = await reader.get<RuntimeClass>("node.k8s.io", "runtimeclasses", "", name);
  if (found === undefined) throw refuse(request, `pod rejected: RuntimeClass "${name}" not found`);
  return found;
}

function select(request: AdmissionRequest, spec: PodSpec, selector: Readonly<Record<string, string>>): void {
  const merged = { ...spec.nodeSelector };
  for (const [key, value] of Object.entries(selector)) {
    const own = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (own !== undefined && own !== value) {
      const conflict = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`;
      throw refuse(request, `conflict: ${conflict}`);
    }
    merged[key] = value;
  }
  spec.nodeSelector = merged;
}

/** A toleration that tolerates all that another does makes the other needless. */
function covers(wide: Toleration, narrow: Toleration): boolean {
  if (semanticEqual(wide, narrow)) return true;
  const { key = "", operator = "Equal", value = "", effect = "", tolerationSeconds } = wide;
  if (key !== "" && key !== (narrow.key ?? "")) return false;
  if (effect !== "" && effect !== (narrow.effect ?? "")) return false;
  const lasts =
    tolerationSeconds === undefined ||
    (narrow.tolerationSeconds !== undefined && narrow.tolerationSeconds <= tolerationSeconds);
  if (!lasts) return false;
  if (operator === "Exists") return true;
  return (narrow.operator ?? "Equal") === operator && (narrow.value ?? "") === value;
}

function mergeTolerations(own: readonly Toleration[], added: readonly Toleration[]): Toleration[] {
  const all = [...own, ...added];
  return all.filter(
    (one, index) => !all.some((other, at) => at !== index && covers(other, one) && (at < index || !covers(one, other))),
  );
}

/** What a runtime costs and where it runs comes from its class. */
export const runtimeClass: AdmissionPlugin = {
  name: "RuntimeClass",
  handles: (request) => request.operation === "CREATE" && isAbout(request, "", "pods"),
  async admit(request, reader) {
    const { spec } = request.object as Pod;
    if (spec === undefined) return;
    const found = await classOf(request, spec, reader);
    const overhead = found?.overhead?.podFixed;
    if (overhead !== undefined) {
      if (Object.keys(spec.overhead ?? {}).length > 0 && !semanticEqual(spec.overhead, overhead))
        throw refuse(request, MISMATCH);
      spec.overhead = { ...overhead };
    }
    if (found?.scheduling === undefined) return;
    if (found.scheduling.nodeSelector !== undefined) select(request, spec, found.scheduling.nodeSelector);
    const tolerations = mergeTolerations(spec.tolerations ?? [], found.scheduling.tolerations ?? []);
    if (tolerations.length > 0) spec.tolerations = tolerations;
  },
  async validate(request, reader) {
    const { spec } = request.object as Pod;
    if (spec === undefined) return;
    const overhead = (await classOf(request, spec, reader))?.overhead?.podFixed;
    if (overhead === undefined && spec.overhead !== undefined) {
      throw refuse(request, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }
    if (overhead !== undefined && !semanticEqual(overhead, spec.overhead)) throw refuse(request, MISMATCH);
  },
};
