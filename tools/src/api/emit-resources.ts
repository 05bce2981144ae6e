import type { KindFacts, MessageFacts, PackageFacts } from "./schema-image.js";
import { generatedBanner, packagePath } from "./source-text.js";

interface Resource {
  readonly pkg: PackageFacts;
  readonly message: MessageFacts;
  readonly kind: KindFacts;
}

/** The constants of all resources, in the order of discovery, and the list of them. */
export function emitResources(packages: readonly PackageFacts[]): string {
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  const resources = packages
    .flatMap((pkg) => pkg.messages.map((message) => ({ pkg, message, kind: message.kind })))
    .filter((resource): resource is Resource => resource.kind !== undefined && resource.kind.resource !== "")
    .sort(byDiscoveryOrder);
  const names = constantNames(resources);
  const imports = [...new Set(resources.map((resource) => resource.pkg.name))]
    .sort()
    .map((name) => `import type * as ${name.replace(".", "")} from "./types/${packagePath(name)}.js";`);
  const constants = resources.map((resource) => emitConstant(resource, nameOf(names, resource), byName));
  const list = resources.map((resource) => `  ${nameOf(names, resource)},`);
  return (
    [
      generatedBanner,
      ['import type { KindInfo } from "./kind-info.js";', ...imports].join("\n"),
      ...constants,
      [
        "/** Every resource that the schema declares, in the order of discovery. */",
        "export const builtinResources: readonly KindInfo[] = [",
        ...list,
        "];",
      ].join("\n"),
    ].join("\n\n") + "\n"
  );
}

function byDiscoveryOrder(a: Resource, b: Resource): number {
  return (
    b.pkg.groupPriority - a.pkg.groupPriority ||
    b.pkg.versionPriority - a.pkg.versionPriority ||
    (a.kind.resource < b.kind.resource ? -1 : 1)
  );
}

/**
 * "Deployment", "deployments" -> "deployments". The first resource of a name in discovery order has it; another
 * version's gets the version behind it ("horizontalPodAutoscalersV1"), another group's the group before it.
 */
function constantNames(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  const names = new Map<string, Resource>();
  for (const resource of resources) {
    const plain = camelCasePlural(resource.message.name, resource.kind.resource);
    const first = names.get(plain);
    if (first === undefined) names.set(plain, resource);
    else if (first.pkg.group === resource.pkg.group) names.set(plain + capitalised(resource.pkg.version), resource);
    else names.set(firstLabel(resource.pkg) + capitalised(plain), resource);
  }
  return names;
}

function nameOf(names: ReadonlyMap<string, Resource>, resource: Resource): string {
  for (const [name, named] of names) if (named === resource) return name;
  throw new Error(`${resource.message.shortName} has no constant`);
}

/** Takes the humps from the kind and the ending from the plural; a leading acronym becomes lower case. */
function camelCasePlural(kind: string, plural: string): string {
  let common = 0;
  while (common < kind.length && kind[common]?.toLowerCase() === plural[common]) common++;
  const humped = kind.slice(0, common) + plural.slice(common);
  return humped.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (acronym) => acronym.toLowerCase());
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function firstLabel(pkg: PackageFacts): string {
  return pkg.group.split(".")[0] ?? "";
}

function emitConstant(resource: Resource, name: string, packages: ReadonlyMap<string, PackageFacts>): string {
  const { pkg, message, kind } = resource;
  const type = `${pkg.name.replace(".", "")}.${message.name}`;
  const text = (value: unknown): string => JSON.stringify(value);
  const subresources = kind.subresources.map((subresource) => {
    const owner = subresource.message.slice(0, subresource.message.lastIndexOf("."));
    const { group, version } = packages.get(owner) ?? pkg;
    const subKind = subresource.message.slice(owner.length + 1);
    return `    { name: ${text(subresource.name)}, group: ${text(group)}, version: ${text(version)}, kind: ${text(subKind)}, verbs: ${list(subresource.verbs)} },`;
  });
  return [
    `export const ${name}: KindInfo<${type}> = {`,
    `  group: ${text(pkg.group)},`,
    `  version: ${text(pkg.version)},`,
    `  resource: ${text(kind.resource)},`,
    `  kind: ${text(message.name)},`,
    `  singular: ${text(kind.singular)},`,
    `  namespaced: ${kind.namespaced},`,
    `  shortNames: ${list(kind.shortNames)},`,
    `  categories: ${list(kind.categories)},`,
    `  verbs: ${list(kind.verbs)},`,
    ...(subresources.length === 0 ? ["  subresources: [],"] : ["  subresources: [", ...subresources, "  ],"]),
    `  message: ${text(message.shortName)},`,
    "};",
  ].join("\n");
}

function list(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}
