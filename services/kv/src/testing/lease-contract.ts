import { Pushable, RpcCode } from "@flotilla/service";
import type { LeaseKeepAliveRequest } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { endOf, putOf, rangeOf, WatchSession } from "./clients.js";
import { failure, put, type ContractContext } from "./contract-context.js";

export function leaseContract(context: ContractContext): void {
  const lease = () => context.clients.lease;
  const kv = () => context.clients.kv;
  const grant = async (TTL: bigint, ID = 0n) => (await lease().leaseGrant({ TTL, ID })).ID;

  describe("Lease", () => {
    test("grants under a given ID or one of its own, once", async () => {
      const id = await grant(60n);
      expect(id).not.toBe(0n);
      const own = id ^ 0x5555n;
      expect(await grant(60n, own)).toBe(own);
      const exists = failure(RpcCode.FAILED_PRECONDITION, "etcdserver: lease already exists");
      await expect(lease().leaseGrant({ TTL: 60n, ID: own })).rejects.toEqual(exists);
      const ids = (await lease().leaseLeases({})).leases.map(({ ID }) => ID);
      expect(ids).toEqual(expect.arrayContaining([id, own]));
    });

    test("raises a short TTL, refuses a huge one", async () => {
      expect((await lease().leaseGrant({ TTL: 1n, ID: 0n })).TTL).toBeGreaterThanOrEqual(2n);
      const tooLarge = failure(RpcCode.OUT_OF_RANGE, "etcdserver: too large lease TTL");
      await expect(lease().leaseGrant({ TTL: 9_000_000_001n, ID: 0n })).rejects.toEqual(tooLarge);
    });

    test("tells what is left, and its keys", async () => {
      const p = context.prefix();
      const id = await grant(1000n);
      for (const key of ["c", "a", "b"]) await kv().put(putOf({ key: p + key, lease: id }));
      await put(context.clients, `${p}b`, "detached");
      const answer = await lease().leaseTimeToLive({ ID: id, keys: true });
      expect(answer.grantedTTL).toBe(1000n);
      expect(Number(answer.TTL)).toBeGreaterThan(900);
      expect(answer.keys.map(String).sort()).toEqual([`${p}a`, `${p}c`]);
      expect(await lease().leaseTimeToLive({ ID: 987654321n, keys: false })).toMatchObject({
        TTL: -1n,
        grantedTTL: 0n,
      });
    });

    test("revoking deletes the keys in one revision", async () => {
      const p = context.prefix();
      const id = await grant(1000n);
      await kv().put(putOf({ key: `${p}b`, lease: id }));
      const before = Number((await kv().put(putOf({ key: `${p}a`, lease: id }))).header!.revision);
      const session = new WatchSession(context.clients);
      await session.open({ key: p, rangeEnd: endOf(p) });
      await lease().leaseRevoke({ ID: id });
      expect(await session.events(2)).toEqual([`DELETE ${p}a= 0/${before + 1}/0`, `DELETE ${p}b= 0/${before + 1}/0`]);
      await session.close();
      expect((await kv().range(rangeOf({ key: p, rangeEnd: endOf(p) }))).count).toBe(0n);
      const unknown = failure(RpcCode.NOT_FOUND, "etcdserver: requested lease not found");
      await expect(lease().leaseRevoke({ ID: id })).rejects.toEqual(unknown);
    });

    test("a lease that is not kept alive ends, with its keys", async () => {
      const p = context.prefix();
      const id = await grant(2n);
      await kv().put(putOf({ key: p, lease: id }));
      const session = new WatchSession(context.clients);
      await session.open({ key: p });
      expect(await session.events(1)).toEqual([expect.stringContaining("DELETE")]);
      await session.close();
      expect((await lease().leaseTimeToLive({ ID: id, keys: false })).TTL).toBe(-1n);
    });

    test("keep-alive answers each request, with 0 for an unknown lease", async () => {
      const id = await grant(1000n);
      const requests = new Pushable<LeaseKeepAliveRequest>();
      const answers = lease().leaseKeepAlive(requests)[Symbol.asyncIterator]();
      requests.push({ ID: id });
      expect((await answers.next()).value).toMatchObject({ ID: id, TTL: 1000n });
      requests.push({ ID: 123456789n });
      expect((await answers.next()).value).toMatchObject({ ID: 123456789n, TTL: 0n });
      requests.end();
      expect((await answers.next()).done).toBe(true);
    });
  });
}
