import { badRequest, type StatusCause } from "@flotilla/api/status.js";
import type { FieldValidation } from "@flotilla/api/decode/field-validation.js";
import type { WriteOptions } from "../../core/verbs/caller.js";
import { checkDryRun, type RawDeleteOptions } from "../../core/verbs/delete.js";
import type { ListOptions } from "../../core/verbs/list-options.js";
import { optionsInvalid } from "../../core/verbs/options-invalid.js";

const FIELD_VALIDATIONS: ReadonlySet<string> = new Set(["Strict", "Warn", "Ignore"]);

export function listOptionsOf(query: URLSearchParams): ListOptions {
  const sendInitialEvents = query.get("sendInitialEvents");
  return {
    labelSelector: query.get("labelSelector") ?? "",
    fieldSelector: query.get("fieldSelector") ?? "",
    limit: integer(query, "limit") ?? 0,
    continue: query.get("continue") ?? "",
    resourceVersion: query.get("resourceVersion") ?? "",
    resourceVersionMatch: query.get("resourceVersionMatch") ?? "",
    sendInitialEvents: sendInitialEvents === null ? undefined : isTrue(sendInitialEvents),
    allowWatchBookmarks: isTrue(query.get("allowWatchBookmarks")),
    timeoutSeconds: integer(query, "timeoutSeconds") ?? 0,
  };
}

export function isWatch(query: URLSearchParams): boolean {
  return isTrue(query.get("watch"));
}

/** Throws Invalid; `kind` is the name of the options, such as "CreateOptions". */
export function writeOptionsOf(query: URLSearchParams, kind: string): WriteOptions {
  const causes: StatusCause[] = [];
  const dryRun = checkDryRun(
    query.getAll("dryRun").filter((value) => value !== ""),
    causes,
  );
  const fieldValidation = query.get("fieldValidation") ?? "";
  if (fieldValidation !== "" && !FIELD_VALIDATIONS.has(fieldValidation)) {
    const message = `Unsupported value: ${JSON.stringify(fieldValidation)}: supported values: "", "Ignore", "Strict", "Warn"`;
    causes.push({ reason: "FieldValueNotSupported", message, field: "fieldValidation" });
  }
  if (causes.length > 0) throw optionsInvalid(kind, causes);
  return {
    fieldManager: query.get("fieldManager") ?? "",
    fieldValidation: fieldValidation === "" ? "Warn" : (fieldValidation as FieldValidation),
    dryRun,
  };
}

/** Options of a delete that came as query parameters. */
export function deleteOptionsOf(query: URLSearchParams): RawDeleteOptions {
  const orphan = query.get("orphanDependents");
  const dryRun = query.getAll("dryRun").filter((value) => value !== "");
  return {
    gracePeriodSeconds: integer(query, "gracePeriodSeconds"),
    propagationPolicy: query.get("propagationPolicy") ?? undefined,
    orphanDependents: orphan === null ? undefined : isTrue(orphan),
    dryRun: dryRun.length === 0 ? undefined : dryRun,
  };
}

/** Source: apimachinery `conversion.Convert_Slice_string_To_bool`: everything but these is true, also the bare name. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== "0" && value.toLowerCase() !== "false";
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return value;
}
