/** An address could not be listened on. `code` is Node's, such as "EADDRINUSE". */
export class ListenError extends Error {
  override readonly name = "ListenError";
  constructor(
    readonly address: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`cannot listen on ${address}: ${describe(code)}`, options);
  }
}

function describe(code: string): string {
  if (code === "EADDRINUSE") return "another program uses it";
  if (code === "EACCES") return "permission denied";
  if (code === "EADDRNOTAVAIL") return "this machine does not have that address";
  return code;
}
