import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KubeObject } from "../object.js";
import { schema } from "../schema/schema.js";
import { decodeProtobufMessage, decodeProtobufObject } from "./decode-protobuf.js";
import { encodeProtobufMessage, encodeProtobufObject } from "./encode-protobuf.js";
import { readEnvelope } from "./envelope.js";

// The published test vectors of Kubernetes: each type with every field set, in both encodings. They are not part of this
// repository; where their folder stands beside it, the codec must match them byte for byte.
const folder = join(process.cwd(), "../shared/vectors/k8s-api-1.35");
const isPresent = existsSync(folder);
if (!isPresent) console.warn(`SKIPPED: the published vectors are not in ${folder}; only the project's own are checked`);

const names = isPresent
  ? readdirSync(folder)
      .filter((file) => file.endsWith(".pb"))
      .map((file) => file.slice(0, -".pb".length))
  : [];
const read = (name: string): { protobuf: Uint8Array; json: KubeObject } => ({
  protobuf: new Uint8Array(readFileSync(join(folder, `${name}.pb`))),
  json: JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as KubeObject,
});
/** The one whose envelope does not name its kind: events of a watch are no objects. */
const bare = "core.v1.WatchEvent";

(isPresent ? describe : describe.skip)("published vectors", () => {
  test("are all there", () => expect(names.length).toBeGreaterThanOrEqual(89));

  test.each(names.filter((name) => name !== bare))("%s", (name) => {
    const { protobuf, json } = read(name);
    expect(decodeProtobufObject(protobuf)).toEqual(json);
    expect(Buffer.from(encodeProtobufObject(json)).equals(protobuf)).toBe(true);
  });

  test(bare, () => {
    const { protobuf, json } = read(bare);
    const { raw } = readEnvelope(protobuf);
    const message = schema.get("meta.v1.WatchEvent");
    expect(decodeProtobufMessage(message, raw)).toEqual(json);
    expect(Buffer.from(encodeProtobufMessage(message, json)).equals(raw)).toBe(true);
  });
});
