import type { Field, Message } from "@flotilla/api/schema/schema.js";
import type { KubeObject } from "@flotilla/api";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// prettier-ignore
const TEXTS = [
  "", "a", "default", "a-b", "A_B", "a/b", "example.com/a", "10.0.0.1", "fd00::1", "10.0.0.0/8", "50%", "*", "None", "x".repeat(300), "ü\u0000",
  "-1", "0", "1", "=", "a=b", "https://a.org", "/a/../b", "/a", "$(A)", "* * * * *", "TZ=UTC 0 0 * * *", "metadata.name",
  "system:masters", "__proto__", "constructor", "e30=", "requests.cpu", "hugepages-2Mi", "nvidia.com/gpu", "2026-01-01T00:00:00Z",
];
const NUMBERS = [0, 1, -1, 2, 80, 65_535, 65_536, 2_147_483_647, -2_147_483_648];
const QUANTITIES = ["0", "1", "-1", "1500m", "1Gi", "1e3", "0.5"];
/** Beyond, fields stay out: objects would have no end. */
const DEPTH_MAX = 14;
const FIELDS_MAX = 4000;

/** An object of a kind that the decoder takes, with fields and values drawn at random: rarely a valid one. */
export class RandomObjects {
  private left = FIELDS_MAX;

  constructor(private readonly random: () => number) {}

  object(message: Message): KubeObject {
    this.left = FIELDS_MAX;
    const { group, version } = message.package;
    return {
      apiVersion: group === "" ? version : `${group}/${version}`,
      kind: message.kind,
      ...this.fields(message, 0),
    } as KubeObject;
  }

  private pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)] as T;
  }

  private fields(message: Message, depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    // Shallow fields are seldom left out, else nothing deep is ever reached.
    const chance = depth < 3 ? 0.8 : 0.8 - depth * 0.045;
    for (const [name, field] of message.properties) {
      if (depth < DEPTH_MAX && this.left-- > 0 && this.random() < chance) result[name] = this.value(field, depth + 1);
    }
    return result;
  }

  private value(field: Field, depth: number): unknown {
    if (field.cardinality === "single") return this.single(field, depth);
    const count = Math.floor(this.random() * 3);
    const items = Array.from({ length: count }, () => this.single(field, depth));
    return field.cardinality === "list" ? items : Object.fromEntries(items.map((item) => [this.pick(TEXTS), item]));
  }

  private single(field: Field, depth: number): unknown {
    if (field.message !== undefined) return this.message(field.message, depth);
    if (field.type === "string")
      return field.values.length > 0 && this.random() < 0.8 ? this.pick(field.values) : this.pick(TEXTS);
    if (field.type === "bytes") return this.pick(["", "AP+A", "e30="]);
    if (field.type === "bool") return this.random() < 0.5;
    return this.pick(NUMBERS);
  }

  private message(message: Message, depth: number): unknown {
    switch (message.form) {
      case "quantity":
        return this.pick(QUANTITIES);
      case "intOrString":
        return this.pick<string | number>([0, 1, -1, 80, "50%", "http", ""]);
      case "time":
        return "2031-02-03T04:05:06Z";
      case "microTime":
        return "2031-02-03T04:05:06.123456Z";
      case "duration":
        return "1m30s";
      case "rawJson":
        return {};
      case "rawExtension":
        return { apiVersion: "v1", kind: "Pod" };
      case "stringList":
        return [this.pick(TEXTS)];
      case "schemaOrBool":
        return true;
      case "schemaOrArray":
      case "schemaOrStringArray":
        return { type: "string" };
      case "object":
        return this.fields(message, depth);
    }
  }
}
