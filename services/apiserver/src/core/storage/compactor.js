/** Where the ApiServers of a cluster, ours and upstream's, agree on who compacts. Source: apiserver etcd3 `compact.go`. */
const KEY = "compact_rev_key";
/**
 * Forgets the store's history up to where it was one round ago. Of several ApiServers the first one of a round
 * compacts; the others only note where the store is.
 */
export class Compactor {
    store;
    /** mod_revision of the key as last seen. */
    #seen = 0;
    /** The store's revision at the last round. */
    #previous = 0;
    constructor(store) {
        this.store = store;
    }
    async round() {
        const value = new TextEncoder().encode(String(this.#previous));
        const result = await this.store.commit({ key: KEY, expectedRevision: this.#seen, value });
        if (!result.ok) {
            this.#seen = result.current?.modRevision ?? 0;
            this.#previous = result.revision;
            return;
        }
        const compactable = this.#previous;
        this.#seen = result.revision;
        this.#previous = result.revision;
        if (compactable > 0)
            await this.store.compact(compactable);
    }
}
//# sourceMappingURL=compactor.js.map