/** A media type with its parameters, as headers carry it. */
export interface MediaType {
    /** Lower case, such as "application/json". */
    readonly type: string;
    readonly parameters: ReadonlyMap<string, string>;
}
export declare const JSON_TYPE = "application/json";
export declare const YAML_TYPE = "application/yaml";
export declare const PROTOBUF_TYPE = "application/vnd.kubernetes.protobuf";
export declare function parseMediaType(text: string): MediaType;
/** The clauses of an Accept header, the most wanted first; those refused with q=0 are left out. */
export declare function parseAccept(header: string): MediaType[];
