import type { KubeObject } from "@flotilla/api";
import type { AdmissionPlugin, AdmissionRequest } from "../admission/plugin.js";
import type { ObjectReader, UserInfo } from "../request.js";

export interface Write {
  /** `pods`, `pods/status`, `apps/deployments` as `deployments@apps`. */
  readonly what: string;
  readonly object?: object | undefined;
  readonly old?: object | undefined;
  readonly operation?: AdmissionRequest["operation"];
  readonly namespace?: string;
  readonly name?: string;
  readonly user?: UserInfo;
  readonly dryRun?: boolean;
}

/** A write as the verbs hand it to plugins, for tests. The object is a copy: plugins may change it. */
export function admissionRequest(write: Write): AdmissionRequest & { readonly warnings: string[] } {
  const { what, object, old, namespace = "x", dryRun = false, user = { username: "jane", groups: [] } } = write;
  const [path = "", group = ""] = what.split("@");
  const [resource = "", subresource = ""] = path.split("/");
  const operation = write.operation ?? (old === undefined ? "CREATE" : object === undefined ? "DELETE" : "UPDATE");
  const name = write.name ?? ((object ?? old) as KubeObject | undefined)?.metadata?.name ?? "";
  const warnings: string[] = [];
  return {
    attributes: { user, verb: operation.toLowerCase(), group, version: "v1", resource, subresource, namespace, name },
    operation,
    dryRun,
    now: "2026-01-01T00:00:00Z",
    warn: (text) => warnings.push(text),
    warnings,
    object: object === undefined ? undefined : (structuredClone(object) as KubeObject),
    oldObject: old as KubeObject | undefined,
  };
}

/** Lets a plugin change and then check a write. Gives back the object and what was warned of. */
export async function admit(
  plugin: AdmissionPlugin,
  write: Write,
  reader: ObjectReader,
): Promise<{ object: KubeObject | undefined; warnings: string[] }> {
  const request = admissionRequest(write);
  if (plugin.handles(request)) {
    await plugin.admit?.(request, reader);
    await plugin.validate?.(request, reader);
  }
  return { object: request.object, warnings: request.warnings };
}
