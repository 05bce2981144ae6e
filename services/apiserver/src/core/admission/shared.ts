import { forbidden, type StatusCause, type StatusError } from "@flotilla/api/status.js";
import type { AdmissionRequest } from "./plugin.js";

/** 403 about the object of a request, for a plugin that refuses. */
export function refuse({ attributes, object }: AdmissionRequest, why: string, causes: StatusCause[] = []): StatusError {
  const { group, resource, name } = attributes;
  const known = name || (object?.metadata?.name ?? "") || (object?.metadata?.generateName ?? "");
  return forbidden({ group, resource }, known, why, causes);
}

/** Whether a request is about a resource itself, not a part of it. */
export function isAbout({ attributes }: AdmissionRequest, group: string, resource: string): boolean {
  return attributes.group === group && attributes.resource === resource && attributes.subresource === "";
}
