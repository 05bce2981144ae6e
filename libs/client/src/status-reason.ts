import { isStatusError } from "@flotilla/api/status.js";

/** The stable reason of a failed API call, such as "NotFound"; undefined for any other error. */
export function reasonOf(error: unknown): string | undefined {
  return isStatusError(error) ? error.reason : undefined;
}

export const isNotFound = (error: unknown): boolean => reasonOf(error) === "NotFound";
export const isAlreadyExists = (error: unknown): boolean => reasonOf(error) === "AlreadyExists";
export const isConflict = (error: unknown): boolean => reasonOf(error) === "Conflict";
export const isInvalid = (error: unknown): boolean => reasonOf(error) === "Invalid";
/** The revision asked for is compacted: list again. */
export const isExpired = (error: unknown): boolean => reasonOf(error) === "Expired" || reasonOf(error) === "Gone";

/** Resolves to undefined where the call failed because the object does not exist. */
export async function ifFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
