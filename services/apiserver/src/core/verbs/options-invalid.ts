import { statusError, type StatusCause, type StatusError } from "@flotilla/api/status.js";

/** Invalid, about the options of a request. */
export function optionsInvalid(kind: string, causes: readonly StatusCause[]): StatusError {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const problems = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  return statusError("Invalid", `${kind}.meta.k8s.io "" is invalid: ${problems}`, {
    group: "meta.k8s.io",
    kind,
    causes: [...causes],
  });
}
