import { EventType, type Event } from "@flotilla/contracts/gen/flotilla/watch/v1/watch.js";
import { formatSubject } from "./subjects.js";
import { resourceOfKey } from "./registry-key.js";

/** Where an event goes. */
export interface Route {
  readonly subjects: readonly string[];
  /** A pod whose node cannot be read: it may belong on any node's subject, and all of these have to heal. */
  readonly unknownNode: boolean;
}

/** Decides where an event goes. */
export type Router = (event: Event) => Route;

const NOWHERE: Route = { subjects: [], unknownNode: false };
const ALL_PODS = formatSubject({ group: "", resource: "pods" });

/** Resources that are not sent over the bus unless asked for: a bus has more readers than the ApiServer lets read them. */
export const EXCLUDED_BY_DEFAULT: readonly string[] = [formatSubject({ group: "", resource: "secrets" })];

export interface RouterOptions {
  /** Subjects of resources that are left out. Default: secrets. */
  readonly exclude?: readonly string[] | undefined;
  /** The JSON of stored bytes, where they are not stored as such (encryption at rest). */
  readonly decode?: ((key: string, value: Uint8Array) => Uint8Array) | undefined;
}

/** Routes by resource, and pods also by node. */
export function createRouter(options: RouterOptions = {}): Router {
  const excluded = new Set(options.exclude ?? EXCLUDED_BY_DEFAULT);
  const decode = options.decode ?? ((_key, value) => value);
  return (event) => {
    const resource = resourceOfKey(event.key);
    if (resource === undefined) return NOWHERE;
    const subject = formatSubject(resource);
    if (excluded.has(subject)) return NOWHERE;
    if (subject !== ALL_PODS) return { subjects: [subject], unknownNode: false };
    return routePod(event, (value) => nodeOf(decode(event.key, value)));
  };
}

/** Whether it is the subject of one node's pods. */
export function isNodeSubject(subject: string): boolean {
  return subject.startsWith(`${ALL_PODS}.`);
}

/** On the node's subject, and on that of the node it had before, whose followers see it leave. */
function routePod(event: Event, nodeOfValue: (value: Uint8Array) => string): Route {
  try {
    const nodes = new Set([nodeOfValue(event.value)]);
    if (event.type === EventType.EVENT_TYPE_MODIFIED) nodes.add(nodeOfValue(event.previousValue));
    const subjects = [...nodes].map((node) => formatSubject({ group: "", resource: "pods", node }));
    return { subjects: [ALL_PODS, ...subjects], unknownNode: false };
  } catch {
    return { subjects: [ALL_PODS], unknownNode: true };
  }
}

function nodeOf(value: Uint8Array): string {
  const pod = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()) as {
    spec?: { nodeName?: unknown };
  };
  const node = pod.spec?.nodeName ?? "";
  if (typeof node !== "string") throw new TypeError("a pod's node name is a string");
  return node;
}
