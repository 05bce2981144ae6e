import { unknownPath } from "@flotilla/api/status.js";

/** What a URL names, in the grammar of the API. Source: apiserver `request.RequestInfoFactory`. */
export type RequestPath = { readonly kind: "other"; readonly path: string } | ResourcePath;

export interface ResourcePath {
  readonly kind: "resource";
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Empty: cluster scope, or all namespaces. */
  readonly namespace: string;
  /** Empty: the collection. */
  readonly name: string;
  readonly subresource: string;
  /** What follows a subresource that passes a path on (proxy), with its leading slash. */
  readonly rest: string;
  /** The deprecated "/watch/" form. */
  readonly watch: boolean;
}

/** These sub-objects of a namespace are subresources; everything else below it is a resource in it. */
const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(["status", "finalize"]);

/** Throws when a path segment is no proper percent-encoding. */
export function parseRequestPath(path: string): RequestPath {
  const segments = split(path);
  const root = segments.shift();
  if (root !== "api" && root !== "apis") return { kind: "other", path };
  const group = root === "api" ? "" : segments.shift();
  const version = segments.shift();
  if (group === undefined || version === undefined || segments.length === 0) return { kind: "other", path };
  const watch = segments[0] === "watch";
  if (watch) segments.shift();
  return resourcePath(group, version, watch, segments, path.endsWith("/"));
}

function resourcePath(
  group: string,
  version: string,
  watch: boolean,
  segments: string[],
  hasSlash: boolean,
): RequestPath {
  let namespace = "";
  const isInNamespace =
    segments[0] === "namespaces" &&
    segments.length > 2 &&
    !(NAMESPACE_SUBRESOURCES.has(segments[2] ?? "") && segments.length === 3);
  if (isInNamespace) {
    namespace = segments[1] ?? "";
    segments.splice(0, 2);
  }
  const [resource = "", name = "", subresource = "", ...rest] = segments;
  if (resource === "") throw unknownPath();
  if (segments[0] === "namespaces" && name !== "") namespace = name;
  const tail = rest.length === 0 ? "" : `/${rest.join("/")}${hasSlash ? "/" : ""}`;
  return { kind: "resource", group, version, resource, namespace, name, subresource, rest: tail, watch };
}

function split(path: string): string[] {
  try {
    // Decoded first, as upstream: a name with a slash in it would be another object's key.
    return decodeURIComponent(path)
      .split("/")
      .filter((segment) => segment !== "");
  } catch {
    throw unknownPath();
  }
}
