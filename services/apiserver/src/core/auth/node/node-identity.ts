import type { UserInfo } from "../../request.js";

const PREFIX = "system:node:";
const GROUP = "system:nodes";

/** The node that a user is the kubelet of; undefined when it is none, "" when it does not say which. */
export function nodeNameOf({ username, groups }: UserInfo): string | undefined {
  if (!groups.includes(GROUP) || !username.startsWith(PREFIX)) return undefined;
  return username.slice(PREFIX.length);
}
