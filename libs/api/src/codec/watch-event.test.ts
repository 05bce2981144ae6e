import { schema } from "../schema/schema.js";
import { decodeProtobufMessage } from "./decode-protobuf.js";
import { encodeProtobufObject } from "./encode-protobuf.js";
import { encodeWatchFrame } from "./watch-event.js";

test("a frame is its length, and an event whose object has its own envelope", () => {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, data: { key: "AP+A" } };
  const frame = encodeWatchFrame("ADDED", encodeProtobufObject(secret));
  expect(new DataView(frame.buffer).getUint32(0)).toBe(frame.length - 4);
  expect(decodeProtobufMessage(schema.get("meta.v1.WatchEvent"), frame.subarray(4))).toEqual({
    type: "ADDED",
    object: secret,
  });
});
