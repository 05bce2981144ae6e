import { badRequest, statusError, StatusError } from "../status.js";

/** The patch itself is broken: 400. */
export function malformedPatch(why: string): StatusError {
  return badRequest(why);
}

/**
 * The patch is well formed but cannot be applied to this object: 422. The answer is upstream's, which says nothing about
 * the reason; it is kept as the error's own cause.
 */
export function inapplicablePatch(why: string): StatusError {
  const { status } = statusError("Invalid", "the server rejected our request due to an error in our request", {});
  return new StatusError(status, { cause: new Error(why) });
}
