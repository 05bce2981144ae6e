import type { TokenAuthenticator } from "../interfaces.js";
import type { UserInfo } from "../../request.js";
import { implicitAudiences } from "./bearer.js";

/** A line of the token file is not what it should be. */
export class TokenFileError extends Error {
  override readonly name = "TokenFileError";
}

/** The fields of one line of CSV (RFC 4180, without line breaks in fields). */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"'),
  );
}

/**
 * Reads `token,user,uid,"group1,group2"` lines; `#` begins a comment.
 * @throws TokenFileError
 */
export function parseTokenFile(text: string): ReadonlyMap<string, UserInfo> {
  const users = new Map<string, UserInfo>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [token = "", username, uid, groups = ""] = fieldsOf(line);
    if (username === undefined || uid === undefined) {
      throw new TokenFileError(
        `line ${i + 1} of the token file must have at least 3 columns (token, user name, user uid)`,
      );
    }
    if (token === "") continue;
    users.set(token, {
      username,
      uid,
      groups: groups
        .split(",")
        .map((group) => group.trim())
        .filter((group) => group !== ""),
    });
  }
  return users;
}

export function staticTokens(
  users: ReadonlyMap<string, UserInfo>,
  apiAudiences: readonly string[],
): TokenAuthenticator {
  return {
    name: "StaticToken",
    async authenticateToken(token, audiences) {
      const user = users.get(token);
      const meant = implicitAudiences(apiAudiences, audiences);
      return user === undefined || meant.length === 0 ? undefined : { user, audiences: meant };
    },
  };
}
