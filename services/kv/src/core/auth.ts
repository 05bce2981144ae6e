import { KvError } from "./errors.js";
import { covers, type KeyRange } from "./key-range.js";
import type { Op } from "./operations.js";

/*
 * Users, roles and what they may do. Source of all rules: etcd, `server/auth/store.go` and `apply_auth.go`.
 */

/** May do everything, as a user and as a role. */
export const ROOT = "root";

export type PermissionType = "read" | "write" | "readwrite";

/** Bounds as the client gave them, one character a byte: an answer must show them again. */
export interface Permission {
  readonly type: PermissionType;
  readonly key: string;
  readonly rangeEnd: string;
}

export interface User {
  /** Undefined for a user that only comes in by certificate. */
  readonly passwordHash: string | undefined;
  /** Sorted. */
  readonly roles: readonly string[];
}

/** What is stored. A change makes a new one. */
export interface AuthState {
  readonly enabled: boolean;
  /** Grows with every change. */
  readonly revision: number;
  readonly users: Readonly<Record<string, User>>;
  readonly roles: Readonly<Record<string, readonly Permission[]>>;
}

export const NO_AUTH: AuthState = { enabled: false, revision: 1, users: {}, roles: {} };

/** A change of the rules. */
export type AuthChange =
  | { readonly type: "enable" }
  | { readonly type: "disable" }
  | { readonly type: "addUser"; readonly name: string; readonly passwordHash: string | undefined }
  | { readonly type: "deleteUser"; readonly name: string }
  | { readonly type: "changePassword"; readonly name: string; readonly passwordHash: string }
  | { readonly type: "grantRole"; readonly user: string; readonly role: string }
  | { readonly type: "revokeRole"; readonly user: string; readonly role: string }
  | { readonly type: "addRole"; readonly name: string }
  | { readonly type: "deleteRole"; readonly name: string }
  | { readonly type: "grantPermission"; readonly role: string; readonly permission: Permission }
  | { readonly type: "revokePermission"; readonly role: string; readonly key: string; readonly rangeEnd: string };

/** The state after a change; the same state when there is nothing to change. Throws why it is refused. */
export function applyAuthChange(state: AuthState, change: AuthChange): AuthState {
  switch (change.type) {
    case "enable":
      return state.enabled ? state : enable(state);
    case "disable":
      return state.enabled ? next(state, { enabled: false }) : state;
    case "addUser":
      if (change.name === "") throw new KvError("UserEmpty");
      if (has(state.users, change.name)) throw new KvError("UserAlreadyExist");
      return withUser(state, change.name, { passwordHash: change.passwordHash, roles: [] });
    case "deleteUser":
      if (state.enabled && change.name === ROOT) throw new KvError("InvalidAuthManagement");
      userOf(state, change.name);
      return next(state, { users: without(state.users, change.name) });
    case "changePassword":
      return withUser(state, change.name, { ...userOf(state, change.name), passwordHash: change.passwordHash });
    case "grantRole":
      return grantRole(state, change.user, change.role);
    case "revokeRole":
      return revokeRole(state, change.user, change.role);
    case "addRole":
      if (change.name === "") throw new KvError("RoleEmpty");
      if (has(state.roles, change.name)) throw new KvError("RoleAlreadyExist");
      return withRole(state, change.name, []);
    case "deleteRole":
      return deleteRole(state, change.name);
    case "grantPermission":
      return grantPermission(state, change.role, change.permission);
    case "revokePermission": {
      const { role, key, rangeEnd } = change;
      const permissions = roleOf(state, role);
      const rest = permissions.filter((one) => one.key !== key || one.rangeEnd !== rangeEnd);
      if (rest.length === permissions.length) throw new KvError("PermissionNotGranted");
      return withRole(state, role, rest);
    }
  }
}

export function userOf(state: AuthState, name: string): User {
  const user = has(state.users, name) ? state.users[name] : undefined;
  if (user === undefined) throw new KvError("UserNotFound");
  return user;
}

export function roleOf(state: AuthState, name: string): readonly Permission[] {
  const role = has(state.roles, name) ? state.roles[name] : undefined;
  if (role === undefined) throw new KvError("RoleNotFound");
  return role;
}

/** Names are any text, also that of a property every object has. */
function has(table: object, name: string): boolean {
  return Object.hasOwn(table, name);
}

function next(state: AuthState, change: Partial<AuthState>): AuthState {
  return { ...state, ...change, revision: state.revision + 1 };
}

function without<T>(table: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(table).filter(([key]) => key !== name));
}

function withUser(state: AuthState, name: string, user: User): AuthState {
  return next(state, { users: Object.fromEntries([...Object.entries(without(state.users, name)), [name, user]]) });
}

function withRole(state: AuthState, name: string, permissions: readonly Permission[]): AuthState {
  return next(state, {
    roles: Object.fromEntries([...Object.entries(without(state.roles, name)), [name, permissions]]),
  });
}

function enable(state: AuthState): AuthState {
  if (!has(state.users, ROOT)) throw new KvError("RootUserNotExist");
  if (!userOf(state, ROOT).roles.includes(ROOT)) throw new KvError("RootRoleNotExist");
  return next(state, { enabled: true });
}

function grantRole(state: AuthState, name: string, role: string): AuthState {
  const user = userOf(state, name);
  if (role !== ROOT) roleOf(state, role);
  if (user.roles.includes(role)) return state;
  return withUser(state, name, { ...user, roles: [...user.roles, role].sort() });
}

function revokeRole(state: AuthState, name: string, role: string): AuthState {
  if (state.enabled && name === ROOT && role === ROOT) throw new KvError("InvalidAuthManagement");
  const user = userOf(state, name);
  if (!user.roles.includes(role)) throw new KvError("RoleNotGranted");
  return withUser(state, name, { ...user, roles: user.roles.filter((one) => one !== role) });
}

function deleteRole(state: AuthState, name: string): AuthState {
  if (state.enabled && name === ROOT) throw new KvError("InvalidAuthManagement");
  roleOf(state, name);
  const users = Object.entries(state.users).map(([user, facts]) => [
    user,
    { ...facts, roles: facts.roles.filter((role) => role !== name) },
  ]);
  return next(state, { roles: without(state.roles, name), users: Object.fromEntries(users) as AuthState["users"] });
}

function grantPermission(state: AuthState, role: string, permission: Permission): AuthState {
  const { key, rangeEnd } = permission;
  const valid = key !== "" && (rangeEnd === "" || rangeEnd === "\0" || rangeEnd > key);
  if (!valid) throw new KvError("InvalidAuthManagement");
  const others = roleOf(state, role).filter((one) => one.key !== key || one.rangeEnd !== rangeEnd);
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = [...others, permission].sort((a, b) => compare(a.key, b.key) || compare(a.rangeEnd, b.rangeEnd));
  return withRole(state, role, sorted);
}

/** What the roles of one user allow: permissions that touch are joined, so that a range may span several. */
export class Access {
  private constructor(
    private readonly all: boolean,
    private readonly readable: readonly KeyRange[],
    private readonly writable: readonly KeyRange[],
  ) {}

  static of(state: AuthState, name: string, toRange: (permission: Permission) => KeyRange): Access {
    const { roles } = userOf(state, name);
    const permissions = roles.flatMap((role) => (has(state.roles, role) ? roleOf(state, role) : []));
    const ranges = (type: PermissionType) =>
      joined(permissions.filter((one) => one.type === type || one.type === "readwrite").map(toRange));
    return new Access(roles.includes(ROOT), ranges("read"), ranges("write"));
  }

  get isRoot(): boolean {
    return this.all;
  }

  mayRead(range: KeyRange): boolean {
    return this.all || this.readable.some((allowed) => covers(allowed, range));
  }

  mayWrite(range: KeyRange): boolean {
    return this.all || this.writable.some((allowed) => covers(allowed, range));
  }

  /** All that an operation may do, in either branch. */
  allows(op: Op, toRange: (key: string) => KeyRange): boolean {
    switch (op.type) {
      case "range":
        return this.mayRead(op.range);
      case "put":
        return this.mayWrite(toRange(op.key)) && (!op.prevKv || this.mayRead(toRange(op.key)));
      case "deleteRange":
        return this.mayWrite(op.range) && (!op.prevKv || this.mayRead(op.range));
      case "txn":
        return (
          op.compares.every(({ range }) => this.mayRead(range)) &&
          [...op.success, ...op.failure].every((one) => this.allows(one, toRange))
        );
    }
  }
}

function joined(ranges: readonly KeyRange[]): KeyRange[] {
  const sorted = [...ranges].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const result: KeyRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    const touches = last !== undefined && (last.end === undefined || range.start <= last.end);
    if (!touches) result.push(range);
    else if (last.end !== undefined && (range.end === undefined || range.end > last.end))
      result[result.length - 1] = { start: last.start, end: range.end };
  }
  return result;
}
