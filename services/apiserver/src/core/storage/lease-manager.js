/** A lease serves keys for this long, so that not every event costs a lease of its own. Source: upstream's lease manager. */
const REUSE_SECONDS = 60;
const KEYS_PER_LEASE = 1_000;
/** Leases for objects that vanish by themselves, shared by those written at about the same time. */
export class LeaseManager {
    store;
    clock;
    #leases = new Map();
    constructor(store, clock) {
        this.store = store;
        this.clock = clock;
    }
    leaseFor(ttlSeconds) {
        const now = this.clock.monotonic();
        const shared = this.#leases.get(ttlSeconds);
        if (shared !== undefined && shared.until > now && shared.keys < KEYS_PER_LEASE) {
            shared.keys++;
            return shared.id;
        }
        const id = this.store.grantLease(ttlSeconds + REUSE_SECONDS);
        this.#leases.set(ttlSeconds, { id, until: now + REUSE_SECONDS * 1000, keys: 1 });
        id.catch(() => this.#leases.delete(ttlSeconds));
        return id;
    }
}
//# sourceMappingURL=lease-manager.js.map