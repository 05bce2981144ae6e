import type { AuthDefinition, ResponseHeader } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { Permission_Type as WireType, type Permission as WirePermission } from "@flotilla/contracts/gen/authpb/auth.js";
import type { CallContext, Handlers } from "@flotilla/service";
import { ROOT, roleOf, userOf, type AuthChange, type Permission, type PermissionType } from "../core/auth.js";
import { KvError } from "../core/errors.js";
import type { Store } from "../core/store.js";
import type { AuthGuard } from "./auth-guard.js";
import { toKey } from "./decode-requests.js";
import type { HeaderAt } from "./headers.js";
import { answer } from "./kv-api.js";
import { hashPassword, verifyPassword } from "./passwords.js";

export interface AuthApiOptions {
  readonly store: Store;
  readonly guard: AuthGuard;
  readonly headerAt: HeaderAt;
}

/** etcdserverpb.Auth. */
export function authApi(options: AuthApiOptions): Handlers<AuthDefinition> {
  return { ...sessionApi(options), ...userApi(options), ...roleApi(options) };
}

/** Makes a handler that only root may call and that answers with a header. */
function changes({ store, guard, headerAt }: AuthApiOptions) {
  return (context: CallContext, change: () => AuthChange | Promise<AuthChange>): Promise<{ header: ResponseHeader }> =>
    answer(async () => {
      guard.checkAdmin(context);
      await guard.change(await change());
      return { header: headerAt(store.revision) };
    });
}

function sessionApi(options: AuthApiOptions): Handlers<AuthDefinition> {
  const { store, guard, headerAt } = options;
  const change = changes(options);
  return {
    authEnable: (_, context) => change(context, () => ({ type: "enable" })),
    authDisable: (_, context) => change(context, () => ({ type: "disable" })),
    authStatus: (_, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        const { enabled, revision } = guard.state;
        return { header: headerAt(store.revision), enabled, authRevision: BigInt(revision) };
      }),
    authenticate: ({ name, password }) =>
      answer(async () => {
        const { enabled, users } = guard.state;
        if (!enabled) throw new KvError("AuthNotEnabled");
        const hash = Object.hasOwn(users, name) ? users[name]?.passwordHash : undefined;
        if (hash === undefined || !(await verifyPassword(password, hash))) throw new KvError("AuthFailed");
        // The password may have been changed while it was being verified.
        if (guard.state.users[name]?.passwordHash !== hash) throw new KvError("AuthFailed");
        return { header: headerAt(store.revision), token: guard.issueToken(name) };
      }),
  };
}

function userApi(options: AuthApiOptions): Handlers<AuthDefinition> {
  const { store, guard, headerAt } = options;
  const change = changes(options);
  return {
    userAdd: ({ name, password, options: userOptions }, context) =>
      change(context, async () => ({
        type: "addUser",
        name,
        passwordHash: userOptions?.noPassword ? undefined : await hashPassword(password),
      })),
    userGet: ({ name }, context) =>
      answer(async () => {
        guard.checkAdminOr(context, (user) => user === name);
        return { header: headerAt(store.revision), roles: [...userOf(guard.state, name).roles] };
      }),
    userList: (_, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        return { header: headerAt(store.revision), users: Object.keys(guard.state.users).sort() };
      }),
    userDelete: ({ name }, context) => change(context, () => ({ type: "deleteUser", name })),
    userChangePassword: ({ name, password }, context) =>
      change(context, async () => ({ type: "changePassword", name, passwordHash: await hashPassword(password) })),
    userGrantRole: ({ user, role }, context) => change(context, () => ({ type: "grantRole", user, role })),
    userRevokeRole: ({ name, role }, context) => change(context, () => ({ type: "revokeRole", user: name, role })),
  };
}

function roleApi(options: AuthApiOptions): Handlers<AuthDefinition> {
  const { store, guard, headerAt } = options;
  const change = changes(options);
  return {
    roleAdd: ({ name }, context) => change(context, () => ({ type: "addRole", name })),
    roleGet: ({ role }, context) =>
      answer(async () => {
        const { users } = guard.state;
        guard.checkAdminOr(context, (user) => Object.hasOwn(users, user) && users[user]!.roles.includes(role));
        const perm = role === ROOT ? [EVERYTHING] : roleOf(guard.state, role).map(toWire);
        return { header: headerAt(store.revision), perm };
      }),
    roleList: (_, context) =>
      answer(async () => {
        guard.checkAdmin(context);
        return { header: headerAt(store.revision), roles: Object.keys(guard.state.roles).sort() };
      }),
    roleDelete: ({ role }, context) => change(context, () => ({ type: "deleteRole", name: role })),
    roleGrantPermission: ({ name, perm }, context) =>
      change(context, () => {
        if (perm === undefined) throw new KvError("PermissionNotGiven");
        return { type: "grantPermission", role: name, permission: fromWire(perm) };
      }),
    roleRevokePermission: ({ role, key, rangeEnd }, context) =>
      change(context, () => ({ type: "revokePermission", role, key: toKey(key), rangeEnd: toKey(rangeEnd) })),
  };
}

const EVERYTHING: WirePermission = { permType: WireType.READWRITE, key: Buffer.alloc(0), rangeEnd: Buffer.from([0]) };

const WIRE_TYPES: Readonly<Record<PermissionType, WireType>> = {
  read: WireType.READ,
  write: WireType.WRITE,
  readwrite: WireType.READWRITE,
};

function toWire({ type, key, rangeEnd }: Permission): WirePermission {
  return { permType: WIRE_TYPES[type], key: Buffer.from(key, "latin1"), rangeEnd: Buffer.from(rangeEnd, "latin1") };
}

function fromWire({ permType, key, rangeEnd }: WirePermission): Permission {
  const type = permType === WireType.READ ? "read" : permType === WireType.WRITE ? "write" : "readwrite";
  return { type, key: toKey(key), rangeEnd: toKey(rangeEnd) };
}
