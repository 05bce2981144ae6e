import type { KubeObject } from "@flotilla/api";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { configMaps } from "@flotilla/api/resources.js";
import { Entry } from "../../core/storage/entry.js";
import { encodeEnvelope, encodeListEnvelope, encodeWatchFrame } from "./protobuf.js";

const configMap = (name: string): KubeObject =>
  ({ kind: "ConfigMap", apiVersion: "v1", metadata: { name }, data: { a: "x".repeat(200) } }) as KubeObject;
const resource = { ...configMaps, prefix: "/registry/configmaps/", strategy: {} };

test("a list of objects that are encoded one by one decodes as a list", () => {
  const head = { kind: "ConfigMapList", apiVersion: "v1", metadata: { resourceVersion: "7", continue: "next" } };
  const objects = ["a", "b"].map(configMap);
  const bytes = encodeListEnvelope(
    head,
    resource,
    objects.map((object) => Entry.ofObject(object)),
  );
  const items = objects.map(({ metadata }) => ({ metadata, data: { a: "x".repeat(200) } }));
  expect(decodeProtobufObject(bytes)).toMatchObject({ ...head, items });
  expect(Buffer.from(bytes).equals(encodeEnvelope({ ...head, items: objects } as KubeObject))).toBe(true);
});

test("a watch frame is its length, then type and object", () => {
  const object = encodeEnvelope(configMap("a"));
  const frame = Buffer.from(encodeWatchFrame("ADDED", object));
  expect(frame.readUInt32BE(0)).toBe(frame.length - 4);
  expect(frame.subarray(4, 11)).toEqual(Buffer.from([0x0a, 5, ...Buffer.from("ADDED")]));
  expect(frame.subarray(frame.length - object.length).equals(object)).toBe(true);
});
