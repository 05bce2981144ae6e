/**
 * The Status object that the API answers with when a request fails, and the errors that carry one.
 * Source: apimachinery `meta/v1/types.go` (reasons) and `api/errors/errors.go` (codes and messages). The messages are
 * part of the contract: client-go and kubectl look for some of them.
 */

/** Why a request failed, for machines. */
export type StatusReason =
  | ""
  | "Unauthorized"
  | "Forbidden"
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Gone"
  | "Invalid"
  | "ServerTimeout"
  | "StoreReadError"
  | "Timeout"
  | "TooManyRequests"
  | "BadRequest"
  | "MethodNotAllowed"
  | "NotAcceptable"
  | "RequestEntityTooLarge"
  | "UnsupportedMediaType"
  | "InternalError"
  | "Expired"
  | "ServiceUnavailable";

/** One of several reasons for a failure, usually about one field. */
export interface StatusCause {
  reason?: string;
  message?: string;
  /** Path of the field in JSON notation: `spec.containers[0].name`. */
  field?: string;
}

export interface StatusDetails {
  name?: string;
  group?: string;
  /** The kind; for errors about a resource, the resource's plural name. */
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
}

/** `metav1.Status` in JSON form. */
export interface Status {
  kind: "Status";
  apiVersion: "v1";
  metadata: Record<string, unknown>;
  status: "Success" | "Failure";
  message?: string;
  reason?: StatusReason;
  details?: StatusDetails;
  /** HTTP code. */
  code: number;
}

/** A resource in messages: `pods`, `deployments.apps`. */
export interface GroupResource {
  /** "" for the core group. */
  readonly group: string;
  readonly resource: string;
}

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** A failed request. Only this type crosses from the API's logic to its faces. */
export class StatusError extends Error {
  override readonly name = "StatusError";

  constructor(
    readonly status: Status,
    options?: ErrorOptions,
  ) {
    super(status.message ?? "", options);
  }

  get reason(): StatusReason {
    return this.status.reason ?? "";
  }

  get code(): number {
    return this.status.code;
  }
}

/** The code that goes with a reason when nothing more is known. */
const CODE_OF_REASON: Readonly<Record<Exclude<StatusReason, "">, number>> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  Gone: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServerTimeout: 500,
  StoreReadError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
};

/** Codes shared by several reasons: what a bare code means. */
const REASON_OF_CODE: ReadonlyMap<number, StatusReason> = new Map<number, StatusReason>([
  [400, "BadRequest"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "NotFound"],
  [405, "MethodNotAllowed"],
  [406, "NotAcceptable"],
  [409, "Conflict"],
  [410, "Gone"],
  [413, "RequestEntityTooLarge"],
  [415, "UnsupportedMediaType"],
  [422, "Invalid"],
  [429, "TooManyRequests"],
  [500, "InternalError"],
  [503, "ServiceUnavailable"],
  [504, "Timeout"],
]);

export function codeOfReason(reason: StatusReason): number {
  return reason === "" ? 500 : CODE_OF_REASON[reason];
}

/** "" for a code that stands for no reason. */
export function reasonOfCode(code: number): StatusReason {
  return REASON_OF_CODE.get(code) ?? "";
}

/** `pods` in the core group, else `deployments.apps`; works for kinds as well. */
export function qualifiedResource({ group, resource }: GroupResource): string {
  return group === "" ? resource : `${resource}.${group}`;
}

/** Builds the error for a reason; `details` is left out when it says nothing. */
export function statusError(
  reason: StatusReason,
  message: string,
  details?: StatusDetails,
  code?: number,
): StatusError {
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    ...(reason === "" ? {} : { reason }),
    ...(details === undefined ? {} : { details: withoutEmpty(details) }),
    code: code ?? codeOfReason(reason),
  });
}

/** Go leaves out empty strings, empty lists and zeros (`omitempty`). */
function withoutEmpty(details: StatusDetails): StatusDetails {
  const kept = Object.entries(details).filter(
    ([, value]) => value !== undefined && value !== "" && value !== 0 && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept);
}

/** Answer to a request that succeeded and returns no object. */
export function successStatus(details?: StatusDetails, code = 200): Status {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    ...(details === undefined ? {} : { details: withoutEmpty(details) }),
    code,
  };
}

/** `details` of an error about one object. */
function about({ group, resource }: GroupResource, name: string): StatusDetails {
  return { name, group, kind: resource };
}

export function notFound(resource: GroupResource, name: string): StatusError {
  return statusError("NotFound", `${qualifiedResource(resource)} "${name}" not found`, about(resource, name));
}

/** The path leads to no resource. */
export function unknownPath(): StatusError {
  return statusError("NotFound", "the server could not find the requested resource", {});
}

export function alreadyExists(resource: GroupResource, name: string): StatusError {
  return statusError("AlreadyExists", `${qualifiedResource(resource)} "${name}" already exists`, about(resource, name));
}

/** `generateName` found no free name after several tries. */
export function generateNameConflict(resource: GroupResource, name: string, retryAfterSeconds = 1): StatusError {
  const why = "already exists, the server was not able to generate a unique name for the object";
  const message = `${qualifiedResource(resource)} "${name}" ${why}`;
  return statusError("AlreadyExists", message, { ...about(resource, name), retryAfterSeconds });
}

/** What an update says when somebody else wrote first. */
export const OBJECT_MODIFIED =
  "the object has been modified; please apply your changes to the latest version and try again";

export function conflict(resource: GroupResource, name: string, why: string = OBJECT_MODIFIED): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(resource)} "${name}": ${why}`;
  return statusError("Conflict", message, about(resource, name));
}

/** Server-side apply met fields that belong to others. */
export function applyConflict(causes: readonly StatusCause[], message: string): StatusError {
  return statusError("Conflict", message, { causes: [...causes] });
}

/**
 * The object breaks rules.
 * @param causes with `field`, `message` and `reason`, as `FieldError.toCause` makes them.
 */
export function invalid(kind: GroupKind, name: string, causes: readonly StatusCause[]): StatusError {
  const subject = `${qualifiedResource({ group: kind.group, resource: kind.kind })} "${name}" is invalid`;
  const message = causes.length === 0 ? subject : `${subject}: ${joinCauses(causes)}`;
  return statusError("Invalid", message, { name, group: kind.group, kind: kind.kind, causes: [...causes] });
}

/** One cause stands alone, several are bracketed, repeated ones are said once (as Go's aggregate of errors does). */
function joinCauses(causes: readonly StatusCause[]): string {
  const texts = [
    ...new Set(causes.map(({ field, message = "" }) => (field === undefined ? message : `${field}: ${message}`))),
  ];
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}

export function badRequest(message: string): StatusError {
  return statusError("BadRequest", message);
}

export function unauthorized(message = "Unauthorized"): StatusError {
  return statusError("Unauthorized", message);
}

/** `why` is what follows "is forbidden:". A request without a name (a list) leaves the name out. */
export function forbidden(resource: GroupResource, name: string, why: string, causes: StatusCause[] = []): StatusError {
  const qualified = qualifiedResource(resource);
  const subject = qualified === "" ? "" : name === "" ? `${qualified} is ` : `${qualified} "${name}" is `;
  return statusError("Forbidden", `${subject}forbidden: ${why}`, { ...about(resource, name), causes });
}

/** The object is gone for good; for watches and lists see `expired`. */
export function gone(message: string): StatusError {
  return statusError("Gone", message);
}

/** The revision asked for is no longer kept; the client has to list again. */
export function expired(message: string): StatusError {
  return statusError("Expired", message);
}

export function requestTooLarge(message: string): StatusError {
  return statusError("RequestEntityTooLarge", `Request entity too large: ${message}`);
}

/** The request took too long; the client should wait that long before it tries again. */
export function timeout(message: string, retryAfterSeconds = 0): StatusError {
  return statusError("Timeout", `Timeout: ${message}`, { retryAfterSeconds });
}

/** The server could not finish in time, although the request was understood. */
export function serverTimeout(resource: GroupResource, verb: string, retryAfterSeconds = 0): StatusError {
  const subject = `The ${verb} operation against ${qualifiedResource(resource)}`;
  const message = `${subject} could not be completed at this time, please try again.`;
  return statusError("ServerTimeout", message, { ...about(resource, verb), retryAfterSeconds });
}

/** Carries Retry-After: without it client-go does not try again. */
export function tooManyRequests(message: string, retryAfterSeconds = 1, causes: StatusCause[] = []): StatusError {
  return statusError("TooManyRequests", message, { retryAfterSeconds, causes });
}

export function serviceUnavailable(why: string): StatusError {
  return statusError("ServiceUnavailable", why);
}

export function internal(message: string): StatusError {
  return statusError("InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });
}

export function methodNotSupported(resource: GroupResource, verb: string): StatusError {
  const message = `${verb} is not supported on resources of kind "${qualifiedResource(resource)}"`;
  return statusError("MethodNotAllowed", message, { group: resource.group, kind: resource.resource });
}

export function notAcceptable(supported: readonly string[]): StatusError {
  return statusError("NotAcceptable", `only the following media types are accepted: ${supported.join(", ")}`);
}

export function unsupportedMediaType(supported: readonly string[]): StatusError {
  const problem = "the body of the request was in an unknown format";
  return statusError("UnsupportedMediaType", `${problem} - accepted media types include: ${supported.join(", ")}`);
}

/** Whether a thrown value is an API failure of that reason. */
export function isStatusError(error: unknown, reason?: StatusReason): error is StatusError {
  return error instanceof StatusError && (reason === undefined || error.reason === reason);
}
