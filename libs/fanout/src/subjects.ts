/**
 * The subjects of the fan-out: `flotilla.watch.GROUP.RESOURCE`, and for pods also `flotilla.watch.core.pods.NODE`. They are
 * part of the contract (`flotilla/watch/v1/watch.proto`).
 */
export interface WatchSubject {
  /** "" for the core group. */
  readonly group: string;
  /** Plural, lower case. */
  readonly resource: string;
  /** Pods only: those of one node, or with "" those that have none. Absent for all. */
  readonly node?: string | undefined;
}

/** All subjects of the fan-out, for permissions and for those who want to see everything. */
export const ALL_WATCH_SUBJECTS = "flotilla.watch.>";

const PREFIX = ["flotilla", "watch"] as const;
const CORE_GROUP = "core";
const NO_NODE = "_";
const PLAIN_BYTE = /[a-z0-9-]/;
const ESCAPE = "=";
const ESCAPED_TOKEN = /^(?:[a-z0-9-]|=[0-9A-F]{2})+$/;

/** The subject on which events of such objects are published. */
export function formatSubject({ group, resource, node }: WatchSubject): string {
  const tokens = [...PREFIX, group === "" ? CORE_GROUP : escapeToken(group), escapeToken(resource)];
  if (node !== undefined) tokens.push(node === "" ? NO_NODE : escapeToken(node));
  return tokens.join(".");
}

/** What a subject stands for; undefined for one that `formatSubject` never makes. */
export function parseSubject(subject: string): WatchSubject | undefined {
  const tokens = subject.split(".");
  if (tokens.length < 4 || tokens.length > 5 || !PREFIX.every((token, index) => tokens[index] === token))
    return undefined;
  const [, , groupToken = "", resourceToken = "", nodeToken] = tokens;
  const group = groupToken === CORE_GROUP ? "" : unescapeToken(groupToken);
  const resource = unescapeToken(resourceToken);
  if (group === undefined || resource === undefined) return undefined;
  if (nodeToken === undefined) return { group, resource };
  const node = nodeToken === NO_NODE ? "" : unescapeToken(nodeToken);
  return node === undefined ? undefined : { group, resource, node };
}

/** A text as one token: dots, blanks and wildcards would mean something to NATS. */
export function escapeToken(text: string): string {
  let token = "";
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    token += PLAIN_BYTE.test(character) ? character : ESCAPE + byte.toString(16).toUpperCase().padStart(2, "0");
  }
  return token;
}

function unescapeToken(token: string): string | undefined {
  if (!ESCAPED_TOKEN.test(token)) return undefined;
  const bytes: number[] = [];
  for (let index = 0; index < token.length; index++) {
    const escaped = token[index] === ESCAPE;
    bytes.push(escaped ? Number.parseInt(token.slice(index + 1, index + 3), 16) : token.charCodeAt(index));
    if (escaped) index += 2;
  }
  const text = Buffer.from(bytes).toString();
  // One text has one token: what could have been written plainly is no token of ours.
  return escapeToken(text) === token ? text : undefined;
}
