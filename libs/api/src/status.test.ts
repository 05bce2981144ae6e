import * as status from "./status.js";

const pods = { group: "", resource: "pods" };
const deployments = { group: "apps", resource: "deployments" };

test.each<{ error: status.StatusError; code: number; reason: string; message: string }>([
  { error: status.notFound(pods, "x"), code: 404, reason: "NotFound", message: 'pods "x" not found' },
  {
    error: status.notFound(deployments, "x"),
    code: 404,
    reason: "NotFound",
    message: 'deployments.apps "x" not found',
  },
  {
    error: status.unknownPath(),
    code: 404,
    reason: "NotFound",
    message: "the server could not find the requested resource",
  },
  { error: status.alreadyExists(pods, "x"), code: 409, reason: "AlreadyExists", message: 'pods "x" already exists' },
  {
    error: status.conflict(deployments, "n"),
    code: 409,
    reason: "Conflict",
    message:
      'Operation cannot be fulfilled on deployments.apps "n": the object has been modified; ' +
      "please apply your changes to the latest version and try again",
  },
  {
    error: status.forbidden(pods, "n", 'User "u" cannot get resource "pods"'),
    code: 403,
    reason: "Forbidden",
    message: 'pods "n" is forbidden: User "u" cannot get resource "pods"',
  },
  { error: status.forbidden(pods, "", "no"), code: 403, reason: "Forbidden", message: "pods is forbidden: no" },
  {
    error: status.forbidden({ group: "", resource: "" }, "", "no"),
    code: 403,
    reason: "Forbidden",
    message: "forbidden: no",
  },
  { error: status.unauthorized(), code: 401, reason: "Unauthorized", message: "Unauthorized" },
  { error: status.expired("too old"), code: 410, reason: "Expired", message: "too old" },
  { error: status.gone("gone"), code: 410, reason: "Gone", message: "gone" },
  { error: status.timeout("slow"), code: 504, reason: "Timeout", message: "Timeout: slow" },
  { error: status.tooManyRequests("busy"), code: 429, reason: "TooManyRequests", message: "busy" },
  { error: status.internal("oops"), code: 500, reason: "InternalError", message: "Internal error occurred: oops" },
  {
    error: status.serverTimeout(pods, "get"),
    code: 500,
    reason: "ServerTimeout",
    message: "The get operation against pods could not be completed at this time, please try again.",
  },
  {
    error: status.methodNotSupported(deployments, "patch"),
    code: 405,
    reason: "MethodNotAllowed",
    message: 'patch is not supported on resources of kind "deployments.apps"',
  },
  {
    error: status.notAcceptable(["application/json", "application/yaml"]),
    code: 406,
    reason: "NotAcceptable",
    message: "only the following media types are accepted: application/json, application/yaml",
  },
])("$code $reason: $message", ({ error, code, reason, message }) => {
  expect(error.status).toMatchObject({ kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message });
  expect(error.message).toBe(message);
});

test("a single cause stands alone, several are bracketed and said once each", () => {
  const cause = { reason: "FieldValueRequired", field: "spec.a", message: "Required value" };
  const other = { reason: "FieldValueInvalid", field: "spec.b", message: 'Invalid value: "x"' };
  const pod = { group: "", kind: "Pod" };
  expect(status.invalid(pod, "p", []).message).toBe('Pod "p" is invalid');
  expect(status.invalid(pod, "p", [cause]).message).toBe('Pod "p" is invalid: spec.a: Required value');
  expect(status.invalid({ group: "apps", kind: "Deployment" }, "d", [cause, other, cause]).message).toBe(
    'Deployment.apps "d" is invalid: [spec.a: Required value, spec.b: Invalid value: "x"]',
  );
});

test("details leave out what is empty", () => {
  expect(status.notFound(pods, "x").status.details).toEqual({ name: "x", kind: "pods" });
  expect(status.tooManyRequests("busy", 5).status.details).toEqual({ retryAfterSeconds: 5 });
  expect(status.badRequest("no").status).not.toHaveProperty("details");
});

test.each([
  [400, "BadRequest"],
  [404, "NotFound"],
  [409, "Conflict"],
  [422, "Invalid"],
  [500, "InternalError"],
  [418, ""],
])("code %i means %p", (code, reason) => {
  expect(status.reasonOfCode(code)).toBe(reason);
});

test("isStatusError tells reasons apart", () => {
  const error: unknown = status.notFound(pods, "x");
  expect(status.isStatusError(error)).toBe(true);
  expect(status.isStatusError(error, "NotFound")).toBe(true);
  expect(status.isStatusError(error, "Conflict")).toBe(false);
  expect(status.isStatusError(new Error("x"))).toBe(false);
});
