import { AlarmRequest_AlarmAction as AlarmAction, AlarmType } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { RpcCode } from "@flotilla/service";
import { putOf, rangeOf } from "./clients.js";
import { failure, put, type ContractContext } from "./contract-context.js";

export function maintenanceContract(context: ContractContext): void {
  const maintenance = () => context.clients.maintenance;
  const kv = () => context.clients.kv;

  describe("Maintenance and Cluster", () => {
    test("Status names a leader and a version that is one", async () => {
      const status = await maintenance().status({});
      expect(status.version).toMatch(/^3\.\d+\.\d+$/);
      expect(status.leader).not.toBe(0n);
      expect(status.dbSize).toBeGreaterThan(0n);
      expect(status.errors).toEqual([]);
    });

    test("MemberList holds the member that answers", async () => {
      const { members, header } = await context.clients.cluster.memberList({ linearizable: false });
      expect(members.map(({ ID }) => ID)).toContain(header!.memberId);
    });

    test("HashKV changes with a write, and not with a compaction", async () => {
      const p = context.prefix();
      await put(context.clients, p, "1");
      const revision = await put(context.clients, p, "2");
      const at = (value: number) => maintenance().hashKV({ revision: BigInt(value) });
      const before = await at(revision);
      await put(context.clients, p, "3");
      expect((await at(revision)).hash).toBe(before.hash);
      expect((await at(revision + 1)).hash).not.toBe(before.hash);
      await expect(at(revision + 1000)).rejects.toEqual(
        failure(RpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision"),
      );
      await kv().compact({ revision: BigInt(revision), physical: true });
      expect(await at(revision + 1)).toMatchObject({ compactRevision: BigInt(revision) });
      await expect(at(revision - 1)).rejects.toEqual(
        failure(RpcCode.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted"),
      );
    });

    test("Defragment changes nothing that can be read", async () => {
      const p = context.prefix();
      await put(context.clients, p, "1");
      await maintenance().defragment({});
      expect((await kv().range(rangeOf({ key: p }))).kvs[0]!.value.toString()).toBe("1");
    });

    test("a NOSPACE alarm refuses writes until it is cleared, and nothing else", async () => {
      const p = context.prefix();
      await put(context.clients, p, "1");
      const alarm = (action: AlarmAction) => maintenance().alarm({ action, memberID: 0n, alarm: AlarmType.NOSPACE });
      const member = (await maintenance().status({})).header!.memberId;
      await maintenance().alarm({ action: AlarmAction.ACTIVATE, memberID: member, alarm: AlarmType.NOSPACE });
      try {
        expect((await alarm(AlarmAction.GET)).alarms).toEqual([{ memberID: member, alarm: AlarmType.NOSPACE }]);
        const noSpace = failure(RpcCode.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded");
        await expect(kv().put(putOf({ key: p, value: "2" }))).rejects.toEqual(noSpace);
        await expect(context.clients.lease.leaseGrant({ TTL: 10n, ID: 0n })).rejects.toEqual(noSpace);
        expect((await kv().range(rangeOf({ key: p }))).count).toBe(1n);
      } finally {
        await maintenance().alarm({ action: AlarmAction.DEACTIVATE, memberID: member, alarm: AlarmType.NOSPACE });
      }
      expect((await alarm(AlarmAction.GET)).alarms).toEqual([]);
      await put(context.clients, p, "3");
    });

    test("Snapshot streams a file that ends with its SHA-256", async () => {
      const { createHash } = await import("node:crypto");
      const blobs: Buffer[] = [];
      let remaining: bigint | undefined;
      for await (const { blob, remainingBytes } of maintenance().snapshot({})) {
        if (remaining !== undefined && blob.length !== 32) expect(remaining).toBe(remainingBytes + BigInt(blob.length));
        remaining = remainingBytes;
        blobs.push(blob);
      }
      const file = Buffer.concat(blobs);
      expect(file.length % 512).toBe(32);
      expect(createHash("sha256").update(file.subarray(0, -32)).digest()).toEqual(file.subarray(-32));
    });
  });
}
