import { isJsonObject, type JsonObject } from "../codec/json-object.js";
import type { KubeObject } from "../object.js";
import { schema, type Message } from "../schema/schema.js";
import { badRequest, type StatusError } from "../status.js";
import { JsonTypeError } from "./decode-error.js";
import { maxStrictErrors, type FieldValidation } from "./field-validation.js";
import { countMembers, scanJson } from "./json-scan.js";
import { strictErrors } from "./strict-scanner.js";
import { StructuralDecoder } from "./structural-decoder.js";

/** Objects and lists within one another; deeper bodies are refused, so that no recursion meets its end in them. */
export const maxJsonDepth = 1000;

/** What a request may carry: the group, version and kind behind its URL. */
export interface ExpectedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

export interface DecodedObject<T extends KubeObject = KubeObject> {
  /** With apiVersion and kind. */
  readonly object: T;
  /** For `Warning` headers. */
  readonly warnings: readonly string[];
}

/**
 * Decodes the JSON text of a built-in kind.
 * @throws StatusError BadRequest
 */
export function decodeJsonObject(text: string, expected: ExpectedKind, validation: FieldValidation): DecodedObject {
  const { value, memberCount } = parseJsonBody(text, expected);
  const { decoded, unknownFields } = decodeStructure(value, expected);
  if (validation === "Ignore") return { object: decoded, warnings: [] };
  const hasDuplicates = memberCount !== countMembers(value);
  return judged(decoded, hasDuplicates ? strictErrors(text, messageOf(expected)) : unknownFields, expected, validation);
}

/**
 * Decodes what is parsed already, such as YAML or the result of a patch. Fields given twice cannot be seen any more.
 * @throws StatusError BadRequest
 */
export function decodeJsonValue(value: unknown, expected: ExpectedKind, validation: FieldValidation): DecodedObject {
  const { decoded, unknownFields } = decodeStructure(value, expected);
  return judged(decoded, unknownFields, expected, validation);
}

interface DecodedStructure {
  readonly decoded: KubeObject;
  readonly unknownFields: readonly string[];
}

function decodeStructure(value: unknown, expected: ExpectedKind): DecodedStructure {
  if (!isJsonObject(value)) throw unrecognized(expected, "json: the body is not an object");
  checkKind(value, expected);
  const decoder = new StructuralDecoder();
  const fields = refusing(expected, () => decoder.object(value, messageOf(expected)));
  const typeMeta = { apiVersion: apiVersionOf(expected), kind: expected.kind };
  return { decoded: { ...typeMeta, ...fields, ...typeMeta }, unknownFields: decoder.unknownFields };
}

function judged(
  object: KubeObject,
  errors: readonly string[],
  expected: ExpectedKind,
  validation: FieldValidation,
): DecodedObject {
  if (validation === "Ignore") return { object, warnings: [] };
  if (validation === "Strict" && errors.length > 0) throw strictError(expected, errors);
  return { object, warnings: errors };
}

export interface ParsedBody {
  readonly value: unknown;
  /** Members in the text; more than in the value when one is given twice. */
  readonly memberCount: number;
}

/**
 * JSON.parse, with upstream's words for text that is no JSON.
 * @throws StatusError BadRequest
 */
export function parseJsonBody(text: string, expected: ExpectedKind): ParsedBody {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch (error) {
    throw unrecognized(expected, (error as Error).message);
  }
  const { memberCount, maxDepth } = scanJson(text);
  if (maxDepth > maxJsonDepth) throw unrecognized(expected, `exceeded max depth of ${maxJsonDepth}`);
  return { value, memberCount };
}

/** The refusal of a Strict request; also for kinds whose schema is a custom resource's. */
export function strictError(expected: ExpectedKind, errors: readonly string[]): StatusError {
  return cannotHandle(expected, `strict decoding error: ${errors.slice(0, maxStrictErrors).join(", ")}`);
}

function unrecognized(expected: ExpectedKind, why: string): StatusError {
  return badRequest(
    `the object provided is unrecognized (must be of type ${expected.kind}): couldn't get version/kind; json parse error: ${why}`,
  );
}

function cannotHandle(expected: ExpectedKind, why: string): StatusError {
  return badRequest(
    `${expected.kind} in version ${JSON.stringify(expected.version)} cannot be handled as a ${expected.kind}: ${why}`,
  );
}

/** Kinds that are the same in every group and version, such as DeleteOptions. */
function isCommonKind(expected: ExpectedKind): boolean {
  return schema.findKind(expected.group, expected.version, expected.kind)?.package.name === "meta.v1";
}

/** The Go package of a group's internal types, which upstream's messages name. */
function internalPackage(group: string): string {
  return group === "" ? "core" : (group.split(".")[0] ?? group);
}

/** A body may leave apiVersion and kind out; it may not name others. */
function checkKind(value: JsonObject, expected: ExpectedKind): void {
  const { apiVersion, kind } = value;
  const expectedVersion = apiVersionOf(expected);
  if (
    typeof apiVersion === "string" &&
    apiVersion !== "" &&
    apiVersion !== expectedVersion &&
    !isCommonKind(expected)
  ) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expectedVersion})`,
    );
  }
  if (typeof kind === "string" && kind !== "" && kind !== expected.kind) {
    throw badRequest(
      `${kind} in version ${JSON.stringify(expected.version)} cannot be handled as a ${expected.kind}: ` +
        `converting (${expected.version}.${kind}) to (${internalPackage(expected.group)}.${expected.kind}): unknown conversion`,
    );
  }
}

function messageOf(expected: ExpectedKind): Message {
  const message = schema.findKind(expected.group, expected.version, expected.kind);
  if (message === undefined) throw new Error(`the schema has no kind ${expected.kind} in ${apiVersionOf(expected)}`);
  return message;
}

function refusing<T>(expected: ExpectedKind, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof JsonTypeError) throw cannotHandle(expected, error.message);
    throw error;
  }
}

function apiVersionOf({ group, version }: ExpectedKind): string {
  return group === "" ? version : `${group}/${version}`;
}
