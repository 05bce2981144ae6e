import type { KubeObject, ResourceType } from "@flotilla/api";
import { builtinResources, customResourceDefinitions } from "@flotilla/api/resources.js";
import type { CustomResourceDefinition } from "@flotilla/api/types/apiextensions/v1.js";

export type AnyType = ResourceType<KubeObject>;

/** Served under a second name, or says nothing that outlives its subject: collecting these would be double or useless work. */
const LEFT_OUT = new Set(["events.k8s.io/events", "autoscaling/v1/horizontalpodautoscalers"]);

/** Built-in resources that can be listed, watched and deleted, each once. */
export const builtinDeletable: readonly AnyType[] = builtinResources.filter((type) => {
  const isLeftOut =
    LEFT_OUT.has(`${type.group}/${type.resource}`) || LEFT_OUT.has(`${type.group}/${type.version}/${type.resource}`);
  return !isLeftOut && ["list", "watch", "delete"].every((verb) => type.verbs.includes(verb));
});

export const crdType: ResourceType<CustomResourceDefinition> = customResourceDefinitions;

/** The resource that a CustomResourceDefinition adds, in the version that is stored; undefined until it is served. */
export function customType(definition: CustomResourceDefinition): AnyType | undefined {
  const established = definition.status?.conditions?.some(
    ({ type, status }) => type === "Established" && status === "True",
  );
  const { group, names, scope, versions } = definition.spec ?? {};
  const served =
    versions?.find((version) => version.served && version.storage) ?? versions?.find((version) => version.served);
  if (!established || !group || !names || !served) return undefined;
  return { group, version: served.name, resource: names.plural, kind: names.kind, namespaced: scope === "Namespaced" };
}

export function typeKey(type: AnyType): string {
  return `${type.group}/${type.resource}`;
}
