import type { ResourceQuota } from "@flotilla/api/types/core/v1.js";
import type { QuotaStore } from "../admission/resource-quota.js";
import { Entry } from "./entry.js";
import { prefixEnd, type KeyValueStore } from "./key-value-store.js";
import { objectKey, resourcePrefix } from "./keys.js";
import { toStoredJson } from "./stored-json.js";

const PREFIX = resourcePrefix("", "resourcequotas");

/** Quotas straight from the store: what is left of one must not be read from a cache. */
export class StoredQuotas implements QuotaStore {
  constructor(private readonly store: KeyValueStore) {}

  async quotasOf(namespace: string): Promise<readonly ResourceQuota[]> {
    const start = `${PREFIX}${namespace}/`;
    const { values } = await this.store.range({ start, end: prefixEnd(start) });
    return values.map(({ key, modRevision, value }) => Entry.fromStored(key, modRevision, value).copy<ResourceQuota>());
  }

  async writeUsed(quota: ResourceQuota): Promise<boolean> {
    const { namespace = "", name = "", resourceVersion = "" } = quota.metadata ?? {};
    const commit = {
      key: objectKey(PREFIX, namespace, name),
      expectedRevision: Number(resourceVersion),
      value: toStoredJson(quota),
    };
    return (await this.store.commit(commit)).ok;
  }
}
