import { KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import * as fc from "fast-check";
import { decodeRecord, encodeRecord, encodeTombstone, valueOf } from "./record.js";

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const revision = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
const lease = fc.oneof(fc.constant(0n), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

test("records are what protobuf makes of a KeyValue, byte for byte, and decode to the same", () => {
  fc.assert(
    fc.property(
      bytes(300).filter((key) => key.length > 0),
      bytes(500),
      revision,
      revision,
      revision,
      lease,
      (key, value, create, mod, version, id) => {
        const fields = {
          key: key.toString("latin1"),
          createRevision: create,
          modRevision: mod,
          version,
          value,
          lease: id,
        };
        const record = encodeRecord(fields);
        const message = {
          key,
          value,
          createRevision: BigInt(create),
          modRevision: BigInt(mod),
          version: BigInt(version),
          lease: id,
        };
        expect(Buffer.from(record)).toEqual(Buffer.from(KeyValue.encode(message).finish()));
        const head = decodeRecord(record);
        expect(head).toMatchObject({ key: fields.key, createRevision: create, modRevision: mod, version, lease: id });
        expect(Buffer.from(valueOf(record, head))).toEqual(value);
      },
    ),
  );
});

test("long keys are kept", () => {
  const key = "k".repeat(10_000) + "\xff";
  expect(decodeRecord(encodeTombstone(key)).key).toBe(key);
});

test("a tombstone holds the key alone", () => {
  expect(KeyValue.decode(encodeTombstone("k\xff"))).toEqual(KeyValue.fromPartial({ key: Buffer.from([0x6b, 0xff]) }));
});
