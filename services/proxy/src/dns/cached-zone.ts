import type { Service } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import type { Informer } from "@flotilla/client";
import { type ZoneData, zoneData } from "../core/dns/zone-data.js";

/** The zone's content, made again when it is asked for after a change. */
export class CachedZone {
  #data: ZoneData | undefined;

  constructor(
    private readonly services: Informer<Service>,
    private readonly slices: Informer<EndpointSlice>,
    private readonly zone: string,
  ) {
    const forget = (): void => void (this.#data = undefined);
    const changed = { add: forget, update: forget, delete: forget };
    services.addHandler(changed);
    slices.addHandler(changed);
  }

  /** Undefined until all of it is known: half a zone would deny names that exist. */
  data(): ZoneData | undefined {
    if (!this.services.hasSynced || !this.slices.hasSynced) return undefined;
    return (this.#data ??= zoneData(this.services.store.list(), this.slices.store.list(), this.zone));
  }
}
