import { badRequest, statusError, type StatusError } from "../status.js";

/** The patch itself is broken: 400. */
export function malformedPatch(why: string): StatusError {
  return badRequest(why);
}

/**
 * The patch is well formed but cannot be applied to this object: 422. The message is upstream's, which says nothing
 * about the reason; the reason is in the causes, where kubectl shows it.
 */
export function inapplicablePatch(why: string): StatusError {
  const message = "the server rejected our request due to an error in our request";
  return statusError("Invalid", message, { causes: [{ field: "patch", message: why }] });
}
