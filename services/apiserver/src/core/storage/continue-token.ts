/** Where a list goes on. Source: upstream's token, base64url of JSON, so that tools that peek into it still work. */
export interface ContinueToken {
  /** The revision of the whole list; -1 goes on at the newest one (the "inconsistent continue"). */
  readonly revision: number;
  /** First key of the next page, relative to the resource's prefix. */
  readonly start: string;
}

const API_VERSION = "meta.k8s.io/v1";

export function encodeContinue(token: ContinueToken): string {
  const json = JSON.stringify({ v: API_VERSION, rv: token.revision, start: token.start });
  return btoa(json).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Undefined when the token was not made by `encodeContinue`. */
export function decodeContinue(text: string): ContinueToken | undefined {
  try {
    const json = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/"))) as {
      v?: unknown;
      rv?: unknown;
      start?: unknown;
    };
    if (
      json.v !== API_VERSION ||
      typeof json.rv !== "number" ||
      !Number.isSafeInteger(json.rv) ||
      json.rv === 0 ||
      json.rv < -1
    )
      return undefined;
    if (typeof json.start !== "string" || json.start.length === 0 || json.start.split("/").includes(".."))
      return undefined;
    return { revision: json.rv, start: json.start };
  } catch {
    return undefined;
  }
}
