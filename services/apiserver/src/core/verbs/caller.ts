import type { FieldValidation } from "@flotilla/api/decode/field-validation.js";
import type { Resource } from "../registry/resource.js";
import type { RequestAttributes, UserInfo } from "../request.js";

/** Who asks, and how to answer besides the answer itself. */
export interface Caller {
  readonly user: UserInfo;
  readonly userAgent: string;
  /** Aborts when the caller is gone or its time is over. */
  readonly signal: AbortSignal;
  /** Text for a person, sent as a `Warning` header. */
  warn(text: string): void;
}

/** What a request is about. `name` is empty for a collection, `namespace` for cluster scope and all namespaces. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

export interface WriteOptions {
  /** Empty: derived from the user agent. */
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
  readonly dryRun: boolean;
}

export interface Preconditions {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number | undefined;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan" | undefined;
  readonly preconditions?: Preconditions | undefined;
  readonly dryRun: boolean;
}

/** `fieldSelector` as the request has it; one that selects a single name makes this a request for that object. */
export function attributesOf(target: Target, verb: string, user: UserInfo, fieldSelector = ""): RequestAttributes {
  const { group, version, resource } = target.resource;
  const { subresource, namespace } = target;
  const name = target.name || selectedName(fieldSelector);
  return {
    user,
    verb,
    group,
    version,
    resource,
    subresource,
    namespace,
    name,
    ...(fieldSelector === "" ? {} : { fieldSelector }),
  };
}

function selectedName(fieldSelector: string): string {
  return /(?:^|,)metadata\.name==?([^,=!\\]+)(?:$|,)/.exec(fieldSelector)?.[1] ?? "";
}

export function reportWarnings(warnings: readonly string[], caller: Caller): void {
  for (const warning of warnings) caller.warn(warning);
}
