export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: ErrorDescription;
}

/** Causes deeper than this are left out; a cycle of causes ends here as well. */
const CAUSE_DEPTH_MAX = 8;

/** An error with its chain of causes, as plain data. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < CAUSE_DEPTH_MAX && { cause: describeError(error.cause, depth + 1) }),
  };
}
