/** What a URL names, in the grammar of the API. Source: apiserver `request.RequestInfoFactory`. */
export type RequestPath = {
    readonly kind: "other";
    readonly path: string;
} | ResourcePath;
export interface ResourcePath {
    readonly kind: "resource";
    readonly group: string;
    readonly version: string;
    readonly resource: string;
    /** Empty: cluster scope, or all namespaces. */
    readonly namespace: string;
    /** Empty: the collection. */
    readonly name: string;
    readonly subresource: string;
    /** What follows a subresource that passes a path on (proxy), with its leading slash. */
    readonly rest: string;
    /** The deprecated "/watch/" form. */
    readonly watch: boolean;
}
/** Throws when a path segment is no proper percent-encoding. */
export declare function parseRequestPath(path: string): RequestPath;
