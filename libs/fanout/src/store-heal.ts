import type { WatchDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Client } from "@flotilla/service";
import type { Router } from "./routing.js";
import { HistoryCompactedError, watchStore } from "./store-watch.js";
import type { Heal } from "./subscriber.js";

/** Heals a subject straight from the store, for those that may read it: replicas of the ApiServer. */
export function healFromStore(
  client: Client<WatchDefinition>,
  keyPrefix: string,
  subject: string,
  router: Router,
): Heal {
  return async function* (startRevision, signal) {
    for await (const { revision, events, incomplete } of watchStore(client, keyPrefix, startRevision, signal)) {
      if (incomplete) throw new HistoryCompactedError(0n);
      yield { revision, events: events.filter((event) => router(event).subjects.includes(subject)) };
    }
  };
}
