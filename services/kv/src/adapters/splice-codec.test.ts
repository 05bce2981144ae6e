import { RangeResponse, WatchResponse } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import * as fc from "fast-check";
import { encodeRecord } from "../core/record.js";
import { SplicedKV, SplicedWatch } from "./splice-codec.js";
import { StoredKeyValue } from "./stored-key-value.js";

const record = fc.record({
  key: fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 200 }),
  value: fc.uint8Array({ maxLength: 300 }),
  keyOnly: fc.boolean(),
});

function stored({ key, value, keyOnly }: { key: string; value: Uint8Array; keyOnly: boolean }): StoredKeyValue {
  return new StoredKeyValue(
    encodeRecord({ key, value, createRevision: 3, modRevision: 2 ** 40, version: 200, lease: -5n }),
    keyOnly,
  );
}

/** The same as a message without tricks. */
function plain(kv: KeyValue): KeyValue {
  const { key, value, createRevision, modRevision, version, lease } = kv;
  return { key, value, createRevision, modRevision, version, lease };
}

const header = { clusterId: 2n ** 64n - 1n, memberId: 7n, revision: 300n, raftTerm: 2n };

test("a range is encoded as the generated code does it", () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), fc.boolean(), fc.nat(), (records, more, count) => {
      const message = { header, kvs: records.map(stored), more, count: BigInt(count) };
      const bytes = SplicedKV.methods.range.responseType.encode(message).finish();
      expect(Buffer.from(bytes)).toEqual(
        Buffer.from(RangeResponse.encode({ ...message, kvs: message.kvs.map(plain) }).finish()),
      );
    }),
  );
});

test("watch events are encoded as the generated code does it", () => {
  const event = fc.record({ put: fc.boolean(), kv: record, prevKv: fc.option(record, { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 5 }), fc.boolean(), (events, created) => {
      const message: WatchResponse = {
        header,
        watchId: -1n,
        created,
        canceled: false,
        compactRevision: 5n,
        cancelReason: "why",
        fragment: true,
        events: events.map(({ put, kv, prevKv }) => ({
          type: put ? 0 : 1,
          kv: stored(kv),
          prevKv: prevKv && stored(prevKv),
        })),
      };
      const bytes = SplicedWatch.methods.watch.responseType.encode(message).finish();
      const expected = {
        ...message,
        events: message.events.map(({ type, kv, prevKv }) => ({
          type,
          kv: plain(kv!),
          prevKv: prevKv && plain(prevKv),
        })),
      };
      expect(Buffer.from(bytes)).toEqual(Buffer.from(WatchResponse.encode(expected).finish()));
    }),
  );
});
