import type { KubeObject } from "@flotilla/api";
import type { JsonObject } from "@flotilla/api/codec/json-object.js";
import { isJsonObject } from "@flotilla/api/codec/json-object.js";
import { schema, type Field, type Message } from "@flotilla/api/schema/schema.js";
import { apiVersionOf, type Resource } from "./resource.js";

/** The fields of a message that Go writes whatever they hold: structs that are no pointers, and scalars without `omitempty`. */
interface Zeros {
  readonly structs: readonly (readonly [name: string, message: Message])[];
  readonly scalars: readonly (readonly [name: string, zero: string | number | boolean])[];
  /** Written as null. */
  readonly lists: readonly string[];
  /** Written as null. */
  readonly times: readonly string[];
  /** Where to look further. */
  readonly nested: readonly (readonly [name: string, field: Field, message: Message])[];
}

/** Times that are no pointers in Go, and so are null when they are not set. Source: the `types.go` of k8s.io/api 0.35. */
const VALUE_TIMES: ReadonlySet<string> = new Set([
  "deprecatedFirstTimestamp",
  "deprecatedLastTimestamp",
  "eventTime",
  "evictionTime",
  "finishedAt",
  "firstTimestamp",
  "lastHeartbeatTime",
  "lastObservedTime",
  "lastProbeTime",
  "lastTimestamp",
  "lastTransitionTime",
  "lastUpdateTime",
  "startedAt",
]);

const zerosOf = new WeakMap<Message, Zeros>();

/**
 * Brings an object into the form in which upstream would store and show it: defaults, and the zeros that Go writes out.
 * Clients compare what they sent with what they get, and apply would see fields come and go. Lists that Go
 * writes as null stay absent. Changes `object`.
 */
export function toNormalForm(resource: Resource, object: KubeObject): void {
  resource.strategy.defaults?.(object);
  fillZeros(object as JsonObject, schema.get(resource.message), false);
}

/** What there is of an object before anybody set a field: who creates an object does not come to own these. */
export function emptyObject(resource: Resource): KubeObject {
  const object: JsonObject = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  fillZeros(object, schema.get(resource.message), true);
  return object as KubeObject;
}

function fillZeros(object: JsonObject, message: Message, withNull: boolean): void {
  const { structs, scalars, lists, times, nested } = zerosFor(message);
  if (withNull) for (const name of lists) object[name] ??= null;
  for (const name of times) object[name] ??= null;
  for (const [name] of structs) object[name] ??= {};
  for (const [name, zero] of scalars) object[name] ??= zero;
  for (const [name, field, inner] of nested) {
    const value = object[name];
    if (field.cardinality === "single") fillOne(value, inner, withNull);
    else if (Array.isArray(value)) for (const item of value) fillOne(item, inner, withNull);
    else if (isJsonObject(value)) for (const item of Object.values(value)) fillOne(item, inner, withNull);
  }
}

function fillOne(value: unknown, message: Message, withNull: boolean): void {
  if (isJsonObject(value)) fillZeros(value, message, withNull);
}

function zerosFor(message: Message): Zeros {
  let zeros = zerosOf.get(message);
  if (zeros === undefined) zerosOf.set(message, (zeros = makeZeros(message)));
  return zeros;
}

function makeZeros({ properties }: Message): Zeros {
  const structs: [string, Message][] = [];
  const scalars: [string, string | number | boolean][] = [];
  const lists: string[] = [];
  const times: string[] = [];
  const nested: [string, Field, Message][] = [];
  for (const [name, field] of properties) {
    if (isStruct(field)) {
      nested.push([name, field, field.message]);
      if (field.cardinality === "single" && !field.optional) structs.push([name, field.message]);
    }
    if (field.always && field.cardinality !== "single") lists.push(name);
    if (isTime(field) && VALUE_TIMES.has(name)) times.push(name);
    if (field.always && field.cardinality === "single" && field.type !== "message") {
      scalars.push([name, field.type === "string" || field.type === "bytes" ? "" : field.type === "bool" ? false : 0]);
    }
  }
  return { structs, scalars, lists, times, nested };
}

function isTime({ message }: Field): boolean {
  return message?.form === "time" || message?.form === "microTime";
}

function isStruct(field: Field): field is Field & { message: Message } {
  return field.type === "message" && field.message?.form === "object";
}
