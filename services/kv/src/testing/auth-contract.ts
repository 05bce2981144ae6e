import { Permission_Type as Type } from "@flotilla/contracts/gen/authpb/auth.js";
import { RpcCode, type CallOptions } from "@flotilla/service";
import { deleteOf, endOf, opPut, opRange, putOf, rangeOf, txnOf, WatchSession } from "./clients.js";
import { failure, type ContractContext } from "./contract-context.js";

const DENIED = failure(RpcCode.PERMISSION_DENIED, "etcdserver: permission denied");

export function authContract(context: ContractContext): void {
  const auth = () => context.clients.auth;
  const kv = () => context.clients.kv;
  const precondition = (message: string) => failure(RpcCode.FAILED_PRECONDITION, `etcdserver: ${message}`);
  const user = (name: string, password: string) => ({ name, password, options: undefined, hashedPassword: "" });
  const withToken = (token: string): CallOptions => ({ metadata: new Map([["token", [token]]]) });
  const login = async (name: string, password: string) =>
    withToken((await auth().authenticate({ name, password })).token);
  const permission = (key: string, rangeEnd: string, permType: Type = Type.READWRITE) => ({
    permType,
    key: Buffer.from(key),
    rangeEnd: Buffer.from(rangeEnd),
  });

  describe("Auth", () => {
    test("keeps users and roles, and refuses what makes no sense", async () => {
      await expect(auth().authenticate({ name: "u", password: "p" })).rejects.toEqual(
        precondition("authentication is not enabled"),
      );
      await expect(auth().authEnable({})).rejects.toEqual(precondition("root user does not exist"));
      await auth().userAdd(user("u1", "p"));
      await expect(auth().userAdd(user("u1", "p"))).rejects.toEqual(precondition("user name already exists"));
      await expect(auth().userAdd(user("", "p"))).rejects.toEqual(
        failure(RpcCode.INVALID_ARGUMENT, "etcdserver: user name is empty"),
      );
      await expect(auth().userGet({ name: "nobody" })).rejects.toEqual(precondition("user name not found"));
      await auth().roleAdd({ name: "r1" });
      await expect(auth().roleAdd({ name: "r1" })).rejects.toEqual(precondition("role name already exists"));
      await expect(auth().roleGet({ role: "none" })).rejects.toEqual(precondition("role name not found"));
      await expect(auth().userGrantRole({ user: "u1", role: "none" })).rejects.toEqual(
        precondition("role name not found"),
      );
      await auth().userGrantRole({ user: "u1", role: "r1" });
      expect((await auth().userGet({ name: "u1" })).roles).toEqual(["r1"]);
      await auth().roleGrantPermission({ name: "r1", perm: permission("b", "c") });
      await auth().roleGrantPermission({ name: "r1", perm: permission("a", "", Type.READ) });
      const { perm } = await auth().roleGet({ role: "r1" });
      expect(perm.map((one) => [one.permType, String(one.key), String(one.rangeEnd)])).toEqual([
        [Type.READ, "a", ""],
        [Type.READWRITE, "b", "c"],
      ]);
      const revoke = { role: "r1", key: Buffer.from("a"), rangeEnd: Buffer.alloc(0) };
      await auth().roleRevokePermission(revoke);
      await expect(auth().roleRevokePermission(revoke)).rejects.toEqual(
        precondition("permission is not granted to the role"),
      );
      await auth().userRevokeRole({ name: "u1", role: "r1" });
      await expect(auth().userRevokeRole({ name: "u1", role: "r1" })).rejects.toEqual(
        precondition("role is not granted to the user"),
      );
      await auth().userGrantRole({ user: "u1", role: "r1" });
      await auth().roleDelete({ role: "r1" });
      expect((await auth().userGet({ name: "u1" })).roles).toEqual([]);
      expect((await auth().userList({})).users).toEqual(["u1"]);
      expect((await auth().roleList({})).roles).toEqual([]);
      await auth().userDelete({ name: "u1" });
    });

    test("while enabled, lets a user do what its roles permit", async () => {
      const p = context.prefix();
      await auth().userAdd(user("root", "secret"));
      await auth().roleAdd({ name: "root" });
      await auth().userGrantRole({ user: "root", role: "root" });
      await auth().userAdd(user("alice", "wonder"));
      await auth().roleAdd({ name: "part" });
      await auth().roleGrantPermission({ name: "part", perm: permission(`${p}rw/`, endOf(`${p}rw/`)) });
      await auth().roleGrantPermission({ name: "part", perm: permission(`${p}ro`, "", Type.READ) });
      await auth().userGrantRole({ user: "alice", role: "part" });
      await kv().put(putOf({ key: `${p}ro`, value: "1" }));
      await auth().authEnable({});
      const root = await login("root", "secret");
      try {
        const wrong = failure(
          RpcCode.INVALID_ARGUMENT,
          "etcdserver: authentication failed, invalid user ID or password",
        );
        await expect(login("alice", "guess")).rejects.toEqual(wrong);
        await expect(login("nobody", "guess")).rejects.toEqual(wrong);
        await expect(kv().range(rangeOf({ key: p }))).rejects.toEqual(
          failure(RpcCode.INVALID_ARGUMENT, "etcdserver: user name is empty"),
        );
        const invalidToken = failure(RpcCode.UNAUTHENTICATED, "etcdserver: invalid auth token");
        await expect(kv().range(rangeOf({ key: p }), withToken("made.up"))).rejects.toEqual(invalidToken);
        await checkAlice(await login("alice", "wonder"), p);
        await kv().put(putOf({ key: `${p}any`, value: "1" }), root);
      } finally {
        await auth().authDisable({}, root);
      }
      for (const name of ["alice", "root"]) await auth().userDelete({ name });
      for (const role of ["part", "root"]) await auth().roleDelete({ role });
      await kv().put(putOf({ key: `${p}any`, value: "2" }));
    });

    async function checkAlice(alice: CallOptions, p: string): Promise<void> {
      await kv().put(putOf({ key: `${p}rw/a`, value: "1" }), alice);
      expect((await kv().range(rangeOf({ key: `${p}rw/`, rangeEnd: endOf(`${p}rw/`) }), alice)).count).toBe(1n);
      expect((await kv().range(rangeOf({ key: `${p}ro` }), alice)).count).toBe(1n);
      await expect(kv().range(rangeOf({ key: p, rangeEnd: endOf(p) }), alice)).rejects.toEqual(DENIED);
      await expect(kv().put(putOf({ key: `${p}ro`, value: "2" }), alice)).rejects.toEqual(DENIED);
      await expect(kv().deleteRange(deleteOf({ key: `${p}ro` }), alice)).rejects.toEqual(DENIED);
      const mixed = txnOf({ success: [opRange({ key: `${p}ro` })], failure: [opPut({ key: `${p}ro` })] });
      await expect(kv().txn(mixed, alice)).rejects.toEqual(DENIED);
      await expect(auth().userAdd(user("mallory", "x"), alice)).rejects.toEqual(DENIED);
      await expect(auth().userList({}, alice)).rejects.toEqual(DENIED);
      expect((await auth().userGet({ name: "alice" }, alice)).roles).toEqual(["part"]);
      await expect(auth().userGet({ name: "root" }, alice)).rejects.toEqual(DENIED);
      const session = new WatchSession(context.clients, alice);
      expect(await session.open({ key: p, rangeEnd: endOf(p) })).toMatchObject({
        created: true,
        canceled: true,
        cancelReason: expect.stringContaining("permission denied"),
      });
      expect(await session.open({ key: `${p}ro` })).toMatchObject({ created: true, canceled: false });
      await session.close();
    }
  });
}
