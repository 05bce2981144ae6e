import * as fc from "fast-check";
import { schema } from "../schema/schema.js";
import { filledObject } from "../schema/testing/filled-object.js";
import { decodeProtobufMessage, decodeProtobufObject } from "./decode-protobuf.js";
import { encodeProtobufMessage, encodeProtobufObject } from "./encode-protobuf.js";
import { hasEnvelope, readEnvelope, writeEnvelope } from "./envelope.js";
import { ProtobufError } from "./protobuf-error.js";

const kinds = [...schema.names()].map((name) => schema.get(name)).filter((message) => message.isObject);
const pod = schema.get("core.v1.Pod");
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ProtobufError) return error.reason;
    throw error;
  }
  return "nothing was thrown";
};

describe("round trip", () => {
  test("there are kinds to try", () => expect(kinds.length).toBeGreaterThan(130));

  test.each(kinds.map((kind) => kind.name))("%s with every field set", (name) => {
    const object = filledObject(schema.get(name));
    expect(decodeProtobufObject(encodeProtobufObject(object))).toEqual(object);
  });

  test.each(kinds.map((kind) => kind.name))("%s with no field set encodes to bytes that are stable", (name) => {
    const { apiVersion, kind } = filledObject(schema.get(name)) as { apiVersion: string; kind: string };
    const once = encodeProtobufObject({ apiVersion, kind });
    expect(encodeProtobufObject(decodeProtobufObject(once))).toEqual(once);
  });
});

describe("Go's zero values", () => {
  const decode = (object: object): object => decodeProtobufMessage(pod, encodeProtobufMessage(pod, object));

  test("plain values that are zero are left out of JSON, and a time that is unset, too", () => {
    expect(decode({ metadata: { name: "a" } })).toEqual({ metadata: { name: "a" }, spec: {}, status: {} });
  });

  test("pointers keep their zero", () => {
    const spec = { containers: [], automountServiceAccountToken: false, priority: 0, terminationGracePeriodSeconds: 0 };
    expect(decode({ spec })).toMatchObject({
      spec: { automountServiceAccountToken: false, priority: 0, terminationGracePeriodSeconds: 0 },
    });
  });

  test("required values are in JSON even when they are zero", () => {
    expect(decode({ spec: { containers: [{}] } })).toMatchObject({ spec: { containers: [{ name: "" }] } });
  });

  test("null is the same as absent", () => {
    const withNull = { metadata: { creationTimestamp: null, labels: null }, spec: null };
    expect(encodeProtobufMessage(pod, withNull)).toEqual(encodeProtobufMessage(pod, {}));
  });

  test("an empty list's items are [] and not null", () => {
    const object = { apiVersion: "v1", kind: "PodList", metadata: { resourceVersion: "5" } };
    expect(decodeProtobufObject(encodeProtobufObject(object))).toEqual({ ...object, items: [] });
  });
});

describe("forms", () => {
  const decodeSpec = (kind: string, object: object): object => {
    const message = schema.get(kind);
    return decodeProtobufMessage(message, encodeProtobufMessage(message, object));
  };

  test("the Unix epoch is a time, not an unset one", () => {
    const time = "1970-01-01T00:00:00Z";
    expect(decode({ creationTimestamp: time })).toEqual({ creationTimestamp: time });
    function decode(metadata: object): object {
      return decodeSpec("meta.v1.ObjectMeta", metadata);
    }
  });

  test("quantities come back in canonical form", () => {
    expect(decodeSpec("core.v1.ResourceRequirements", { limits: { cpu: "0.5", memory: "1.5Gi" } })).toEqual({
      limits: { cpu: "500m", memory: "1536Mi" },
    });
  });

  test.each([0, 8080, -1, "http", ""])("int-or-string %p", (port) => {
    expect(decodeSpec("core.v1.TCPSocketAction", { port })).toEqual({ port });
  });

  test.each([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -1, 1, 2 ** 31, 2 ** 32, -(2 ** 32)])(
    "int64 %p",
    (generation) => {
      expect(decodeSpec("meta.v1.ObjectMeta", { generation })).toEqual({ generation });
    },
  );

  test("JSON schemas with their alternatives", () => {
    const schemaProps = {
      type: "object",
      properties: {
        list: { type: "array", items: { type: "string" } },
        tuple: { items: [{ type: "string" }, { type: "integer" }] },
        open: { additionalProperties: true },
        closed: { additionalProperties: false },
        typed: { additionalProperties: { type: "string" }, default: { a: [1, null] }, enum: ["x", 2] },
      },
      dependencies: { a: ["b"], c: { type: "object" } },
    };
    expect(decodeSpec("apiextensions.v1.JSONSchemaProps", schemaProps)).toEqual(schemaProps);
  });

  test("a key that JavaScript treats specially is a key like any other", () => {
    const labels = JSON.parse('{"__proto__":"x","constructor":"y"}') as object;
    const decoded = decodeSpec("meta.v1.ObjectMeta", { labels }) as { labels: object };
    expect(Object.entries(decoded.labels)).toEqual(Object.entries(labels));
  });

  test("repeated numbers are read packed and unpacked", () => {
    const field = schema.get("core.v1.PodSecurityContext").properties.get("supplementalGroups");
    const tag = (field?.number ?? 0) * 8;
    const message = schema.get("core.v1.PodSecurityContext");
    expect(decodeProtobufMessage(message, bytes(tag, 1, tag, 2))).toEqual({ supplementalGroups: [1, 2] });
    expect(decodeProtobufMessage(message, bytes(tag + 2, 2, 1, 2))).toEqual({ supplementalGroups: [1, 2] });
  });

  test("an object inside another may have its own envelope", () => {
    const inner = { apiVersion: "v1", kind: "Secret", data: { a: "AP+A" } };
    const event = schema.get("meta.v1.WatchEvent");
    const raw = encodeProtobufObject(inner);
    const object = [0x0a, ...varint(raw.length), ...raw];
    const encoded = bytes(0x0a, 5, ...Buffer.from("ADDED"), 0x12, ...varint(object.length), ...object);
    expect(decodeProtobufMessage(event, encoded)).toMatchObject({ type: "ADDED", object: inner });
  });
});

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
}

describe("errors", () => {
  test.each<[string, string, () => unknown]>([
    ["no envelope", "NoEnvelope", () => decodeProtobufObject(bytes(1, 2, 3))],
    [
      "a kind that is not built in",
      "UnknownKind",
      () => decodeProtobufObject(writeEnvelope("example.com/v1", "Widget", bytes())),
    ],
    ["a length beyond the end", "Truncated", () => decodeProtobufMessage(pod, bytes(0x0a, 100, 1))],
    ["a varint without end", "Malformed", () => decodeProtobufMessage(pod, bytes(...Array<number>(11).fill(0xff)))],
    ["field number 0", "Malformed", () => decodeProtobufMessage(pod, bytes(0x02, 0))],
    ["a group", "Malformed", () => decodeProtobufMessage(pod, bytes(0x7b))],
    [
      "a string as varint",
      "WireTypeMismatch",
      () => decodeProtobufMessage(schema.get("meta.v1.ObjectMeta"), bytes(0x08, 1)),
    ],
    [
      "text that is not UTF-8",
      "InvalidUtf8",
      () => decodeProtobufMessage(schema.get("meta.v1.ObjectMeta"), bytes(0x0a, 1, 0xff)),
    ],
    [
      "JSON that does not parse",
      "InvalidJson",
      () => decodeProtobufMessage(schema.get("meta.v1.WatchEvent"), bytes(0x12, 3, 0x0a, 1, 0x7b)),
    ],
    [
      "nesting without end",
      "TooDeep",
      () => decodeProtobufMessage(schema.get("apiextensions.v1.JSONSchemaProps"), nested(300)),
    ],
    ["a number where a string belongs", "WrongType", () => encodeProtobufMessage(pod, { metadata: { name: 1 } })],
    ["half a number", "WrongType", () => encodeProtobufMessage(pod, { metadata: { generation: 1.5 } })],
    [
      "bytes that are not base64",
      "WrongType",
      () => encodeProtobufMessage(schema.get("core.v1.Secret"), { data: { a: "%" } }),
    ],
  ])("%s: %s", (_, reason, run) => expect(reasonOf(run)).toBe(reason));

  /** `not` within `not`: field 28, so many times. */
  function nested(depth: number): Uint8Array {
    let inner: number[] = [];
    for (let level = 0; level < depth; level++) inner = [0xe2, 0x01, ...varint(inner.length), ...inner];
    return bytes(...inner);
  }

  test("any bytes decode or are refused by a ProtobufError", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.uint8Array({ maxLength: 200 }), (kind, input) => {
        expect(() => decodeOrRefuse(kind.name, input)).not.toThrow();
      }),
    );
  });

  test("any damage to valid bytes decodes or is refused by a ProtobufError", () => {
    const valid = encodeProtobufObject(filledObject(pod));
    fc.assert(
      fc.property(
        fc.nat(valid.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(valid.length),
        (at, value, end) => {
          const damaged = valid.slice(0, Math.max(at + 1, end));
          damaged[at] = value;
          expect(() => refusedOr(() => decodeProtobufObject(damaged))).not.toThrow();
        },
      ),
    );
  });

  function decodeOrRefuse(name: string, input: Uint8Array): void {
    refusedOr(() => decodeProtobufMessage(schema.get(name), input));
  }

  function refusedOr(run: () => unknown): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof ProtobufError)) throw error;
    }
  }
});

test("the envelope is recognised and read", () => {
  const wrapped = writeEnvelope("v1", "Pod", bytes(1, 2, 3));
  expect(hasEnvelope(wrapped)).toBe(true);
  expect(hasEnvelope(bytes(0x7b))).toBe(false);
  expect(readEnvelope(wrapped)).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    raw: bytes(1, 2, 3),
    contentEncoding: "",
    contentType: "",
  });
});
