import { parseJson, replaceResourceVersion, spliceResourceVersion, toJson } from "./stored-json.js";
/**
 * One revision of one object. It is parsed at most once and encoded at most once per encoding, however many readers
 * and watchers it has.
 */
export class Entry {
    key;
    revision;
    json;
    #object;
    #memo;
    /** `json` has the resourceVersion in it. */
    constructor(key, revision, json) {
        this.key = key;
        this.revision = revision;
        this.json = json;
    }
    /** From the bytes of the store. */
    static fromStored(key, revision, stored) {
        return new Entry(key, revision, spliceResourceVersion(stored, revision));
    }
    /** An object that is not in the store: an answer of a subresource, or of a dry run. */
    static ofObject(object, key = "", revision = 0) {
        return new Entry(key, revision, toJson(object));
    }
    /** Shared by all readers: never change it. */
    get object() {
        return (this.#object ??= parseJson(this.json));
    }
    /** A copy of its own for somebody who wants to change it. Parsing anew is faster than cloning. */
    copy() {
        return parseJson(this.json);
    }
    /** The same content under another revision. */
    atRevision(revision) {
        return revision === this.revision ? this : new Entry(this.key, revision, replaceResourceVersion(this.json, this.revision, revision));
    }
    /** What was derived from this revision under `name`, made on first use. */
    memo(name, make) {
        const memo = (this.#memo ??= new Map());
        let value = memo.get(name);
        if (value === undefined)
            memo.set(name, (value = make()));
        return value;
    }
}
//# sourceMappingURL=entry.js.map