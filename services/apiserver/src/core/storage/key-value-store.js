/** The revision asked for is no longer in the store's history. */
export class CompactedError extends Error {
    name = "CompactedError";
}
/** The revision asked for has not happened yet. */
export class FutureRevisionError extends Error {
    name = "FutureRevisionError";
}
/** The end of the range that holds exactly the keys with `prefix`. Keys are ASCII. */
export function prefixEnd(prefix) {
    return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}
//# sourceMappingURL=key-value-store.js.map