import { FieldError, invalidObject, joinFieldErrors } from "./field-error.js";
import { FieldPath } from "./field-path.js";

const replicas = FieldPath.of("spec", "replicas");

test.each<[error: FieldError, type: string, text: string]>([
  [
    FieldError.invalid(replicas, -1, "must be greater than or equal to 0"),
    "FieldValueInvalid",
    "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
  ],
  [FieldError.invalid(replicas, "x", "no"), "FieldValueInvalid", 'spec.replicas: Invalid value: "x": no'],
  [FieldError.invalid(replicas, "", "no"), "FieldValueInvalid", 'spec.replicas: Invalid value: "": no'],
  [FieldError.invalid(replicas, null, "no"), "FieldValueInvalid", "spec.replicas: Invalid value: null: no"],
  [FieldError.invalid(replicas, true, "no"), "FieldValueInvalid", "spec.replicas: Invalid value: true: no"],
  [FieldError.invalidAsPrinted(replicas, "0x0", "no"), "FieldValueInvalid", "spec.replicas: Invalid value: 0x0: no"],
  [FieldError.required(replicas), "FieldValueRequired", "spec.replicas: Required value"],
  [FieldError.required(replicas, "why"), "FieldValueRequired", "spec.replicas: Required value: why"],
  [
    FieldError.notSupported(replicas, "C", ["A", "B"]),
    "FieldValueNotSupported",
    'spec.replicas: Unsupported value: "C": supported values: "A", "B"',
  ],
  [FieldError.forbidden(replicas, "not now"), "FieldValueForbidden", "spec.replicas: Forbidden: not now"],
  [FieldError.duplicate(replicas, "a"), "FieldValueDuplicate", 'spec.replicas: Duplicate value: "a"'],
  [FieldError.notFound(replicas, "a"), "FieldValueNotFound", 'spec.replicas: Not found: "a"'],
  [FieldError.tooLong(replicas, 63), "FieldValueTooLong", "spec.replicas: Too long: may not be more than 63 bytes"],
  [FieldError.tooLong(replicas, -1), "FieldValueTooLong", "spec.replicas: Too long: value is too long"],
  [FieldError.tooMany(replicas, 4, 3), "FieldValueTooMany", "spec.replicas: Too many: 4: must have at most 3 items"],
  [FieldError.tooMany(replicas, -1, -1), "FieldValueTooMany", "spec.replicas: Too many: has too many items"],
  [FieldError.typeInvalid(replicas, 1, "no"), "FieldValueTypeInvalid", "spec.replicas: Invalid value: 1: no"],
  [FieldError.internal(replicas, "oops"), "InternalError", "spec.replicas: Internal error: oops"],
])("%s", (error, type, text) => {
  expect(error.toString()).toBe(text);
  expect(error.toCause()).toEqual({ reason: type, field: "spec.replicas", message: error.body });
});

test.each<[path: FieldPath, text: string]>([
  [FieldPath.root, "<nil>"],
  [FieldPath.root.child("a"), "a"],
  [FieldPath.of("spec", "containers").index(0).child("ports"), "spec.containers[0].ports"],
  [FieldPath.of("limits").key("cpu").child("a", "b"), "limits[cpu].a.b"],
])("path %s", (path, text) => {
  expect(String(path)).toBe(text);
});

test("an invalid object names all its errors, each once", () => {
  const one = FieldError.required(replicas);
  const two = FieldError.forbidden(FieldPath.of("status"), "no");
  const error = invalidObject({ group: "apps", kind: "Deployment" }, "web", [one, two, one]);
  expect(error.message).toBe(
    'Deployment.apps "web" is invalid: [spec.replicas: Required value, status: Forbidden: no]',
  );
  expect(error.status.details?.causes).toHaveLength(3);
  expect(joinFieldErrors([one])).toBe("spec.replicas: Required value");
  expect(joinFieldErrors([])).toBe("");
});
