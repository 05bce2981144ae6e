import { Access, applyAuthChange, NO_AUTH, type AuthChange, type AuthState, type Permission } from "./auth.js";
import { KvError } from "./errors.js";
import { keyRange } from "./key-range.js";
import type { Op } from "./operations.js";

const after = (...changes: readonly AuthChange[]): AuthState => changes.reduce(applyAuthChange, NO_AUTH);
const addUser = (name: string): AuthChange => ({ type: "addUser", name, passwordHash: "hash" });
const addRole = (name: string): AuthChange => ({ type: "addRole", name });
const grant = (user: string, role: string): AuthChange => ({ type: "grantRole", user, role });
const permit = (role: string, type: Permission["type"], key: string, rangeEnd = ""): AuthChange => ({
  type: "grantPermission",
  role,
  permission: { type, key, rangeEnd },
});
const enabled = after(addUser("root"), grant("root", "root"), { type: "enable" }, addUser("u"), addRole("r"));

test.each<[string, AuthState, AuthChange, string]>([
  ["enabling without root", NO_AUTH, { type: "enable" }, "RootUserNotExist"],
  ["enabling with a powerless root", after(addUser("root")), { type: "enable" }, "RootRoleNotExist"],
  ["a user without a name", NO_AUTH, addUser(""), "UserEmpty"],
  ["a user that exists", enabled, addUser("u"), "UserAlreadyExist"],
  ["deleting no user", enabled, { type: "deleteUser", name: "constructor" }, "UserNotFound"],
  ["deleting root while enabled", enabled, { type: "deleteUser", name: "root" }, "InvalidAuthManagement"],
  ["a role without a name", NO_AUTH, addRole(""), "RoleEmpty"],
  ["a role that exists", enabled, addRole("r"), "RoleAlreadyExist"],
  ["granting no role", enabled, grant("u", "none"), "RoleNotFound"],
  ["granting to no user", enabled, grant("none", "r"), "UserNotFound"],
  ["revoking what is not granted", enabled, { type: "revokeRole", user: "u", role: "r" }, "RoleNotGranted"],
  [
    "taking root from root while enabled",
    enabled,
    { type: "revokeRole", user: "root", role: "root" },
    "InvalidAuthManagement",
  ],
  ["permission to no role", enabled, permit("none", "read", "a"), "RoleNotFound"],
  ["permission to a backward range", enabled, permit("r", "read", "b", "a"), "InvalidAuthManagement"],
  [
    "revoking no permission",
    enabled,
    { type: "revokePermission", role: "r", key: "a", rangeEnd: "" },
    "PermissionNotGranted",
  ],
])("refuses %s", (_, state, change, reason) => {
  expect(() => applyAuthChange(state, change)).toThrow(new KvError(reason as KvError["reason"]));
});

test("each change counts, and a grant made twice does not", () => {
  const once = applyAuthChange(enabled, grant("u", "r"));
  expect(once.revision).toBe(enabled.revision + 1);
  expect(applyAuthChange(once, grant("u", "r"))).toBe(once);
});

test("deleting a role takes it from its users", () => {
  const state = applyAuthChange(applyAuthChange(enabled, grant("u", "r")), { type: "deleteRole", name: "r" });
  expect(state.users["u"]!.roles).toEqual([]);
});

test("permitting a range again replaces what it permits", () => {
  const state = [permit("r", "read", "a"), permit("r", "write", "b"), permit("r", "readwrite", "a")].reduce(
    applyAuthChange,
    enabled,
  );
  expect(state.roles["r"]).toEqual([
    { type: "readwrite", key: "a", rangeEnd: "" },
    { type: "write", key: "b", rangeEnd: "" },
  ]);
});

const single = (key: string) => keyRange(key, "");
const accessOf = (state: AuthState, name: string) =>
  Access.of(state, name, ({ key, rangeEnd }) => keyRange(key, rangeEnd));

test("permissions that touch allow a range across them, others do not", () => {
  const state = [
    permit("r", "read", "a", "c"),
    permit("r", "readwrite", "c", "e"),
    permit("r", "read", "x"),
    grant("u", "r"),
  ].reduce(applyAuthChange, enabled);
  const access = accessOf(state, "u");
  expect(access.mayRead(keyRange("a", "e"))).toBe(true);
  expect(access.mayRead(keyRange("a", "f"))).toBe(false);
  expect(access.mayRead(single("x"))).toBe(true);
  expect(access.mayWrite(keyRange("c", "e"))).toBe(true);
  expect(access.mayWrite(single("a"))).toBe(false);
  expect(accessOf(state, "root").mayWrite(keyRange("\0", "\0"))).toBe(true);
});

const put = (key: string, prevKv = false): Op => ({
  type: "put",
  key,
  value: new Uint8Array(),
  lease: 0n,
  prevKv,
  ignoreValue: false,
  ignoreLease: false,
});

test("an operation needs all that it may do", () => {
  const state = [permit("r", "write", "a"), permit("r", "read", "b"), grant("u", "r")].reduce(applyAuthChange, enabled);
  const allows = (op: Op) => accessOf(state, "u").allows(op, single);
  expect(allows(put("a"))).toBe(true);
  expect(allows(put("a", true))).toBe(false);
  expect(allows(put("b"))).toBe(false);
  expect(allows({ type: "txn", compares: [], success: [put("a")], failure: [put("b")] })).toBe(false);
  expect(allows({ type: "deleteRange", range: single("a"), prevKv: true })).toBe(false);
});
