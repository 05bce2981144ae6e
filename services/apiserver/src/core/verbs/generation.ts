import type { KubeObject } from "@flotilla/api";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import type { Resource } from "../registry/resource.js";

/** The kinds whose `metadata.generation` counts changes of the desired state. Source: the strategies of upstream's registry. */
const COUNTING: ReadonlySet<string> = new Set([
  "pods",
  "podtemplates",
  "replicationcontrollers",
  "deployments.apps",
  "replicasets.apps",
  "statefulsets.apps",
  "daemonsets.apps",
  "jobs.batch",
  "cronjobs.batch",
  "poddisruptionbudgets.policy",
  "endpointslices.discovery.k8s.io",
  "ingresses.networking.k8s.io",
  "ingressclasses.networking.k8s.io",
  "networkpolicies.networking.k8s.io",
  "customresourcedefinitions.apiextensions.k8s.io",
  "mutatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingadmissionpolicies.admissionregistration.k8s.io",
  "validatingadmissionpolicybindings.admissionregistration.k8s.io",
  "flowschemas.flowcontrol.apiserver.k8s.io",
  "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
  "priorityclasses.scheduling.k8s.io",
  "csidrivers.storage.k8s.io",
  "deviceclasses.resource.k8s.io",
  "resourceslices.resource.k8s.io",
]);

export function countsGenerations({ group, resource }: Resource): boolean {
  return COUNTING.has(group === "" ? resource : `${resource}.${group}`);
}

/** Most kinds count from 1; upstream forgot to begin with these. */
const COUNTING_FROM_ZERO: ReadonlySet<string> = new Set(["csidrivers.storage.k8s.io"]);

/** Of a new object; undefined if none is written. */
export function firstGeneration(resource: Resource): number | undefined {
  if (!countsGenerations(resource)) return undefined;
  return COUNTING_FROM_ZERO.has(`${resource.resource}.${resource.group}`) ? undefined : 1;
}

/** Counts a change of the desired state. Changes `object`. */
export function bumpGeneration(object: KubeObject, old: KubeObject, resource: Resource): void {
  if (!countsGenerations(resource)) return;
  const changed = resource.strategy.generationChanges ?? desiredStateChanged;
  if (changed(object, old)) (object.metadata ??= {}).generation = (old.metadata?.generation ?? 0) + 1;
}

function desiredStateChanged(object: KubeObject, old: KubeObject): boolean {
  return !semanticEqual(desiredState(object), desiredState(old));
}

function desiredState(object: KubeObject): object {
  const { apiVersion: _, kind: __, metadata: ___, ...rest } = object;
  const { status: ____, ...desired } = rest as { status?: unknown };
  return desired;
}
