import type { KubeObject } from "@flotilla/api";
import { forbidden, internal } from "@flotilla/api/status.js";
import type { Namespace, Pod, PodSpec, PodTemplateSpec } from "@flotilla/api/types/core/v1.js";
import { invalidObject, joinFieldErrors } from "@flotilla/api/validation/field-error.js";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { violations, violationText } from "./pod-security/evaluate.js";
import { levelText, policyOf, sameLevel, strictness, type LevelVersion, type Policy } from "./pod-security/policy.js";
import { containersOf, type CheckedPod } from "./pod-security/text.js";

/** Source: k8s.io/pod-security-admission `admission/admission.go`. */

// prettier-ignore
const CONTROLLERS: readonly string[] = [
  "/replicationcontrollers", "/podtemplates", "apps/replicasets", "apps/deployments", "apps/statefulsets", "apps/daemonsets",
  "batch/jobs", "batch/cronjobs",
];
/** Those that cannot change what a pod may do. */
// prettier-ignore
const HARMLESS_SUBRESOURCES: readonly string[] = ["exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"];
const PODS_CHECKED_MAX = 3000;

interface WithTemplate extends KubeObject {
  readonly template?: PodTemplateSpec;
  readonly spec?: {
    readonly template?: PodTemplateSpec;
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } };
  };
}

function podOfController(object: KubeObject): CheckedPod | undefined {
  const { template, spec } = object as WithTemplate;
  const found = template ?? spec?.template ?? spec?.jobTemplate?.spec?.template;
  return found?.spec === undefined ? undefined : { metadata: found.metadata ?? {}, spec: found.spec };
}

const podOf = ({ metadata = {}, spec = { containers: [] } }: Pod): CheckedPod => ({ metadata, spec });

/** Of what may change in a pod, only images and added containers matter. */
function isSignificantChange(spec: PodSpec, old: PodSpec): boolean {
  if ((spec.containers ?? []).length !== (old.containers ?? []).length) return true;
  if ((spec.initContainers ?? []).length !== (old.initContainers ?? []).length) return true;
  const images = new Map(containersOf(old).map(({ name, image }) => [name, image]));
  return containersOf(spec).some(({ name, image }) => !images.has(name) || images.get(name) !== image);
}

async function policyFor(
  { attributes }: AdmissionRequest,
  reader: ObjectReader,
): Promise<{ policy: Policy; isValid: boolean } | undefined> {
  const namespace = await reader.get<Namespace>("", "namespaces", "", attributes.namespace);
  if (namespace === undefined) return undefined;
  const { policy, errors } = policyOf(namespace.metadata?.labels);
  return { policy, isValid: errors.length === 0 };
}

const isFullyPrivileged = (policy: Policy): boolean =>
  Object.values(policy).every(({ level }) => level === "privileged");

function warnOf({ warn }: Policy, pod: CheckedPod, request: AdmissionRequest): void {
  const found = violations(warn, pod);
  if (found.length > 0) request.warn(`would violate PodSecurity "${levelText(warn)}": ${violationText(found)}`);
}

async function validatePod(request: AdmissionRequest, reader: ObjectReader): Promise<void> {
  const { attributes, object, oldObject, operation } = request;
  const found = await policyFor(request, reader);
  if (found === undefined) throw internal(`failed to lookup namespace "${attributes.namespace}"`);
  if (object === undefined || (found.isValid && isFullyPrivileged(found.policy))) return;
  const pod = podOf(object);
  if (operation === "UPDATE" && oldObject !== undefined && !isSignificantChange(pod.spec, podOf(oldObject).spec))
    return;
  const { enforce } = found.policy;
  const bad = violations(enforce, pod);
  if (bad.length > 0) {
    const why = `violates PodSecurity "${levelText(enforce)}": ${violationText(bad)}`;
    throw forbidden({ group: "", resource: "pods" }, attributes.name || (pod.metadata.name ?? ""), why);
  }
  warnOf(found.policy, pod, request);
}

/** The controllers of pods are never refused, their authors are warned. */
async function validateController(request: AdmissionRequest, reader: ObjectReader): Promise<void> {
  const found = await policyFor(request, reader);
  const pod = request.object === undefined ? undefined : podOfController(request.object);
  if (found !== undefined && pod !== undefined) warnOf(found.policy, pod, request);
}

/** Pods without a controller first, then one of each controller, then the rest. */
function byImportance(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<string>();
  const isReplica = ({ metadata }: Pod): boolean => {
    const owner = (metadata?.ownerReferences ?? []).find(({ controller }) => controller === true);
    if (owner === undefined) return false;
    const isKnown = seen.has(owner.uid);
    seen.add(owner.uid);
    return isKnown;
  };
  const replicas = new Set(pods.filter(isReplica));
  return [...pods.filter((pod) => !replicas.has(pod)), ...replicas];
}

function others(count: number): string {
  if (count === 0) return "";
  return count === 1 ? " (and 1 other pod)" : ` (and ${count} other pods)`;
}

/** What a stricter level would refuse of the pods that already run; they keep running. */
function warningsOfExisting(namespace: string, enforce: LevelVersion, pods: readonly Pod[]): string[] {
  const checked = byImportance(pods).slice(0, PODS_CHECKED_MAX);
  const names = new Map<string, string[]>();
  for (const pod of checked) {
    const reasons = violations(enforce, podOf(pod)).map(({ reason }) => reason);
    if (reasons.length === 0) continue;
    const reason = reasons.join(", ");
    names.set(reason, [...(names.get(reason) ?? []), pod.metadata?.name ?? ""]);
  }
  const warnings: string[] = [];
  if (checked.length < pods.length) {
    warnings.push(
      `new PodSecurity enforce level only checked against the first ${checked.length} of ${pods.length} existing pods`,
    );
  }
  if (names.size > 0) {
    warnings.push(
      `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${levelText(enforce)}"`,
    );
  }
  const lines = [...names].map(([reason, list]) => `${list.sort()[0] ?? ""}${others(list.length - 1)}: ${reason}`);
  return [...warnings, ...lines.sort()];
}

async function validateNamespace(request: AdmissionRequest, reader: ObjectReader): Promise<void> {
  const { object, oldObject, operation } = request;
  const name = object?.metadata?.name ?? "";
  const { policy, errors } = policyOf(object?.metadata?.labels);
  const old = policyOf(oldObject?.metadata?.labels);
  if (errors.length > 0 && (operation === "CREATE" || joinFieldErrors(errors) !== joinFieldErrors(old.errors))) {
    throw invalidObject({ group: "", kind: "Namespace" }, name, errors);
  }
  const { enforce } = policy;
  const before = old.policy.enforce;
  if (operation === "CREATE" || sameLevel(enforce, before) || enforce.level === "privileged") return;
  if (enforce.minor === before.minor && strictness(enforce.level) <= strictness(before.level)) return;
  for (const warning of warningsOfExisting(name, enforce, await reader.list<Pod>("", "pods", name)))
    request.warn(warning);
}

/** Holds pods to the level that the labels of their namespace name, with upstream's checks of every version. */
export const podSecurity: AdmissionPlugin = {
  name: "PodSecurity",
  handles({ attributes: { group, resource, subresource }, operation }) {
    if (operation !== "CREATE" && operation !== "UPDATE") return false;
    if (group === "" && resource === "pods") return !HARMLESS_SUBRESOURCES.includes(subresource);
    const isNamespace = group === "" && resource === "namespaces";
    return subresource === "" && (isNamespace || CONTROLLERS.includes(`${group}/${resource}`));
  },
  async validate(request, reader) {
    const { resource } = request.attributes;
    if (resource === "namespaces") await validateNamespace(request, reader);
    else if (resource === "pods") await validatePod(request, reader);
    else await validateController(request, reader);
  },
};
