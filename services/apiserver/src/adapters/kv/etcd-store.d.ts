import { type Channel } from "@flotilla/service";
import { type Commit, type CommitResult, type KeyValueStore, type RangePage, type RangeQuery, type StoredValue, type StoreWatch } from "../../core/storage/key-value-store.js";
/** The KV store over `etcdserverpb`, ours or etcd's. */
export declare class EtcdStore implements KeyValueStore {
    #private;
    constructor(channel: Channel);
    get(key: string, revision?: number): Promise<{
        value: StoredValue | undefined;
        revision: number;
    }>;
    range(query: RangeQuery): Promise<RangePage>;
    commit(commit: Commit): Promise<CommitResult>;
    watch(prefix: string, fromRevision: number, signal: AbortSignal): StoreWatch;
    currentRevision(): Promise<number>;
    grantLease(ttlSeconds: number): Promise<bigint>;
    compact(revision: number): Promise<void>;
}
