import type { User } from "./process-plan.js";

/** The user databases of an image; "" when it has none. */
export interface UserFiles {
  readonly passwd: string;
  readonly group: string;
}

/** What a pod and an image say about the user. */
export interface WantedUser {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly username: string;
  readonly supplementalGroups: readonly number[];
  /** False leaves out the groups that the image's /etc/group gives ("Strict" policy). */
  readonly imageGroups: boolean;
  /** The image's default, "name", "uid", "name:group". */
  readonly imageUser: string;
}

export class UnknownUser extends Error {
  override readonly name = "UnknownUser";
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Turns names into numbers with the files of the image, as every runtime does. */
export function resolveUser(wanted: WantedUser, files: UserFiles): User {
  const [imageName = "", imageGroup = ""] = wanted.imageUser.split(":");
  const entry = findUser(wanted, imageName, files);
  const gid =
    wanted.gid ??
    (wanted.uid === undefined && !wanted.username && imageGroup ? findGroup(imageGroup, files) : entry.gid);
  const fromImage = wanted.imageGroups && entry.name ? groupsOf(entry.name, files) : [];
  return {
    uid: entry.uid,
    gid,
    groups: [...new Set([...fromImage, ...wanted.supplementalGroups])].filter((group) => group !== gid),
  };
}

function findUser(wanted: WantedUser, imageName: string, files: UserFiles): PasswdEntry {
  const entries = parsePasswd(files.passwd);
  const byNumber = (uid: number) => entries.find((entry) => entry.uid === uid) ?? { name: "", uid, gid: 0 };
  if (wanted.uid !== undefined) return byNumber(wanted.uid);
  const name = wanted.username || imageName;
  if (name === "") return byNumber(0);
  const named = entries.find((entry) => entry.name === name);
  if (named) return named;
  if (/^\d+$/.test(name)) return byNumber(Number(name));
  throw new UnknownUser(`no user ${JSON.stringify(name)} in the image's /etc/passwd`);
}

function parsePasswd(text: string): PasswdEntry[] {
  return rows(text, 4).map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function findGroup(name: string, files: UserFiles): number {
  if (/^\d+$/.test(name)) return Number(name);
  const row = rows(files.group, 3).find(([group]) => group === name);
  if (!row) throw new UnknownUser(`no group ${JSON.stringify(name)} in the image's /etc/group`);
  return Number(row[2]);
}

function groupsOf(user: string, files: UserFiles): number[] {
  return rows(files.group, 4)
    .filter(([, , , members]) => members?.split(",").includes(user))
    .map(([, , gid]) => Number(gid));
}

function rows(text: string, columns: number): string[][] {
  return text
    .split("\n")
    .map((line) => line.trim().split(":"))
    .filter((row) => row.length >= columns && !row[0]?.startsWith("#"));
}
