import { Event_EventType, type Event as StoredEvent } from "@flotilla/contracts/gen/mvccpb/kv.js";
import { parseSubject } from "../subjects.js";

/** What somebody got or should get, for comparing. */
export function describeEvent(revision: bigint, key: string, deleted: boolean): string {
  return `${revision} ${deleted ? "deleted" : "written"} ${key}`;
}

/** What a follower of the subject has to get of the store's log, worked out without any code of the fan-out's own routing. */
export function expectedEvents(
  log: readonly StoredEvent[],
  subject: string,
  keyPrefix: string,
  after: bigint,
): string[] {
  const { node } = parseSubject(subject)!;
  return log
    .filter(({ kv }) => kv!.modRevision > after && kv!.key.toString().startsWith(keyPrefix))
    .filter((event) => node === undefined || nodesOf(event).includes(node))
    .map(({ kv, type }) => describeEvent(kv!.modRevision, kv!.key.toString(), type === Event_EventType.DELETE));
}

function nodesOf({ type, kv, prevKv }: StoredEvent): string[] {
  const states = type === Event_EventType.DELETE ? [prevKv] : [kv, prevKv];
  return states.filter((state) => state !== undefined).map(({ value }) => nodeOf(value));
}

function nodeOf(value: Buffer): string {
  return (JSON.parse(value.toString()) as { spec: { nodeName?: string } }).spec.nodeName ?? "";
}
