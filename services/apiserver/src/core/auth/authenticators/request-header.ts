import { unauthorized } from "@flotilla/api/status.js";
import type { Clock } from "@flotilla/service";
import { headerKey } from "../header-key.js";
import type { Authenticator, CertificateReader } from "../interfaces.js";

export interface RequestHeaderOptions {
  /** Of the proxy's own authority, which may not be the clients'. */
  readonly certificates: CertificateReader;
  /** Common names of proxies; empty: any certificate of the authority. */
  readonly allowedNames: readonly string[];
  readonly clock: Clock;
  readonly usernameHeaders?: readonly string[];
  readonly uidHeaders?: readonly string[];
  readonly groupHeaders?: readonly string[];
  readonly extraPrefixes?: readonly string[];
}

const first = (headers: ReadonlyMap<string, readonly string[]>, names: readonly string[]): string =>
  names
    .flatMap((name) => headers.get(name.toLowerCase()) ?? [])
    .find((value) => value.trim() !== "")
    ?.trim() ?? "";

function extraOf(
  headers: ReadonlyMap<string, readonly string[]>,
  prefixes: readonly string[],
): Record<string, readonly string[]> {
  const extra: Record<string, readonly string[]> = {};
  for (const [name, values] of headers) {
    const prefix = prefixes.find((candidate) => name.startsWith(candidate.toLowerCase()));
    if (prefix !== undefined) extra[headerKey(name.slice(prefix.length))] = values;
  }
  return extra;
}

/**
 * A proxy in front that has authenticated the caller says in headers who it is. The headers of anybody else are
 * nothing.
 */
export function requestHeaderAuthenticator(options: RequestHeaderOptions): Authenticator {
  const {
    certificates,
    allowedNames,
    clock,
    usernameHeaders = ["X-Remote-User"],
    uidHeaders = ["X-Remote-Uid"],
    groupHeaders = ["X-Remote-Group"],
    extraPrefixes = ["X-Remote-Extra-"],
  } = options;
  return {
    name: "RequestHeader",
    async authenticate({ certificate, headers }) {
      const username = first(headers, usernameHeaders);
      if (certificate === undefined || username === "") return undefined;
      if (certificates.whyUntrusted(certificate, clock.now()) !== undefined) return undefined;
      const { commonName } = certificates.subjectOf(certificate);
      if (allowedNames.length > 0 && !allowedNames.includes(commonName)) throw unauthorized();
      const uid = first(headers, uidHeaders);
      const groups = groupHeaders.flatMap((name) => headers.get(name.toLowerCase()) ?? []);
      const user = { username, groups, extra: extraOf(headers, extraPrefixes) };
      return uid === "" ? user : { ...user, uid };
    },
  };
}
