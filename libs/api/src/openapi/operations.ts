import type { KindInfo, SubresourceInfo } from "../kind-info.js";
import type { GroupVersionKind } from "./component-schemas.js";

export type Method = "get" | "put" | "post" | "delete" | "patch";

/** What an operation does; source: the API's conventions for `x-kubernetes-action`. */
export type Action = "get" | "list" | "watch" | "post" | "put" | "patch" | "delete" | "deletecollection" | "connect";

/** What is sent or answered. */
export type Content =
  | { readonly type: "kind"; readonly kind: GroupVersionKind }
  | { readonly type: "list"; readonly kind: GroupVersionKind }
  | { readonly type: "Status" | "DeleteOptions" | "Patch" | "text" };

export interface Operation {
  readonly method: Method;
  readonly action: Action;
  readonly id: string;
  readonly summary: string;
  /** The kind that the operation is about, as kubectl looks it up. */
  readonly kind: GroupVersionKind;
  readonly queryParameters: readonly QueryParameter[];
  readonly body: Content | undefined;
  readonly answer: Content;
}

export interface QueryParameter {
  readonly name: string;
  readonly type: "string" | "boolean" | "integer";
  readonly description: string;
}

export interface PathOperations {
  readonly path: string;
  readonly pathParameters: readonly string[];
  readonly operations: readonly Operation[];
}

const parameter = (name: string, type: QueryParameter["type"], description: string): QueryParameter => ({
  name,
  type,
  description,
});
const dryRun = parameter("dryRun", "string", "All: do everything but store the result.");
const fieldManager = parameter("fieldManager", "string", "The name under which the written fields are owned.");
const fieldValidation = parameter(
  "fieldValidation",
  "string",
  "What to do about unknown and repeated fields: Ignore, Warn or Strict (refuse).",
);
const writeParameters = [dryRun, fieldManager, fieldValidation];
const patchParameters = [
  ...writeParameters,
  parameter("force", "boolean", "Server-side apply only: take fields over from other managers."),
];
const listParameters = [
  parameter("labelSelector", "string", "Only objects whose labels match."),
  parameter("fieldSelector", "string", "Only objects whose fields match."),
  parameter("limit", "integer", "The size of a page."),
  parameter("continue", "string", "Where the next page starts, as the last one said."),
  parameter("resourceVersion", "string", "The revision to read at, or to watch from."),
  parameter("resourceVersionMatch", "string", "How resourceVersion is meant: Exact or NotOlderThan."),
  parameter("watch", "boolean", "Stream the changes instead of listing."),
  parameter("allowWatchBookmarks", "boolean", "Send the revision now and then, even when nothing changes."),
  parameter("sendInitialEvents", "boolean", "Begin a watch with what is there, and mark the end of that."),
  parameter("timeoutSeconds", "integer", "How long a list or a watch may take."),
];
const deleteParameters = [
  dryRun,
  parameter("gracePeriodSeconds", "integer", "How long the object may take to stop; 0: delete now."),
  parameter("propagationPolicy", "string", "What becomes of dependents: Orphan, Background or Foreground."),
];

/** The operations of a resource and of what lies below its objects. */
export function operationsOf(kind: KindInfo): PathOperations[] {
  const root = kind.group === "" ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const namespaces = kind.namespaced ? "/namespaces/{namespace}" : "";
  const collection = `${root}${namespaces}/${kind.resource}`;
  const parameters = kind.namespaced ? ["namespace"] : [];
  const paths: PathOperations[] = [
    { path: collection, pathParameters: parameters, operations: collectionOperations(kind) },
    { path: `${collection}/{name}`, pathParameters: [...parameters, "name"], operations: objectOperations(kind) },
    ...kind.subresources.map((subresource) => ({
      path: `${collection}/{name}/${subresource.name}`,
      pathParameters: [...parameters, "name"],
      operations: subresourceOperations(kind, subresource),
    })),
  ];
  if (kind.namespaced && kind.verbs.includes("list")) {
    const everywhere = { ...listOperation(kind), id: operationId("list", kind, "ForAllNamespaces") };
    paths.push({ path: `${root}/${kind.resource}`, pathParameters: [], operations: [everywhere] });
  }
  return paths.filter((path) => path.operations.length > 0);
}

function collectionOperations(kind: KindInfo): Operation[] {
  const operations: Operation[] = [];
  if (kind.verbs.includes("list")) operations.push(listOperation(kind));
  if (kind.verbs.includes("create")) {
    operations.push(operation(kind, "post", "post", "create", writeParameters, self(kind), self(kind)));
  }
  if (kind.verbs.includes("deletecollection")) {
    const parameters = [...listParameters, ...deleteParameters];
    const options: Content = { type: "DeleteOptions" };
    operations.push(operation(kind, "delete", "deletecollection", "deleteCollection", parameters, options, status));
  }
  return operations;
}

function objectOperations(kind: KindInfo): Operation[] {
  const operations: Operation[] = [];
  const { verbs } = kind;
  if (verbs.includes("get")) operations.push(operation(kind, "get", "get", "read", [], undefined, self(kind)));
  if (verbs.includes("update")) {
    operations.push(operation(kind, "put", "put", "replace", writeParameters, self(kind), self(kind)));
  }
  if (verbs.includes("patch")) {
    operations.push(operation(kind, "patch", "patch", "patch", patchParameters, { type: "Patch" }, self(kind)));
  }
  if (verbs.includes("delete")) {
    const options: Content = { type: "DeleteOptions" };
    operations.push(operation(kind, "delete", "delete", "delete", deleteParameters, options, status));
  }
  return operations;
}

const methodsOfVerb: Record<string, Method> = {
  get: "get",
  update: "put",
  patch: "patch",
  create: "post",
  delete: "delete",
};

function subresourceOperations(kind: KindInfo, subresource: SubresourceInfo): Operation[] {
  const content: Content = { type: "kind", kind: gvk(subresource) };
  const isStream = subresource.kind.endsWith("Options");
  return subresource.verbs.flatMap((verb) => {
    const method = methodsOfVerb[verb];
    if (method === undefined) return [];
    const suffix = capitalised(subresource.name);
    const about = { ...kind, ...gvk(subresource), kind: subresource.kind };
    if (isStream || subresource.name === "log") {
      const connect = operation(
        about,
        method,
        isStream ? "connect" : "get",
        `connect${capitalised(method)}`,
        [],
        undefined,
        { type: "text" },
      );
      return [{ ...connect, id: operationId(`connect${capitalised(method)}`, kind, suffix) }];
    }
    const body: Content | undefined = method === "get" ? undefined : method === "patch" ? { type: "Patch" } : content;
    const parameters = method === "get" ? [] : method === "patch" ? patchParameters : writeParameters;
    const verbName = { get: "read", put: "replace", patch: "patch", post: "create", delete: "delete" }[method];
    return [
      {
        ...operation(about, method, method, verbName, parameters, body, content),
        id: operationId(verbName, kind, suffix),
      },
    ];
  });
}

const status: Content = { type: "Status" };

function listOperation(kind: KindInfo): Operation {
  return operation(kind, "get", "list", "list", listParameters, undefined, { type: "list", kind: gvk(kind) });
}

function self(kind: KindInfo): Content {
  return { type: "kind", kind: gvk(kind) };
}

function operation(
  kind: KindInfo,
  method: Method,
  action: Action,
  verb: string,
  queryParameters: readonly QueryParameter[],
  body: Content | undefined,
  answer: Content,
): Operation {
  const summary = `${verb} ${kind.kind}`;
  return { method, action, id: operationId(verb, kind, ""), summary, kind: gvk(kind), queryParameters, body, answer };
}

/** Such as "readAppsV1NamespacedDeploymentStatus". */
function operationId(verb: string, kind: KindInfo, suffix: string): string {
  const group = kind.group === "" ? "Core" : capitalised(kind.group.split(".")[0] ?? "");
  const scope = kind.namespaced && suffix !== "ForAllNamespaces" ? "Namespaced" : "";
  return `${verb}${group}${capitalised(kind.version)}${scope}${kind.kind}${suffix}`;
}

function gvk({ group, version, kind }: GroupVersionKind): GroupVersionKind {
  return { group, version, kind };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
