/** How an answer is encoded. */
export type Encoding = "json" | "yaml" | "protobuf";
/** What an answer is turned into before it is encoded. */
export type Transform = "none" | "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList";
export interface Negotiated {
    readonly encoding: Encoding;
    readonly transform: Transform;
    /** Indented JSON, for people. */
    readonly pretty: boolean;
}
export declare const MEDIA_TYPE_OF: Readonly<Record<Encoding, string>>;
export declare const ALL_ENCODINGS: readonly Encoding[];
/** YAML cannot be framed. */
export declare const STREAM_ENCODINGS: readonly Encoding[];
export interface NegotiationRequest {
    readonly accept: string;
    readonly userAgent: string;
    /** The query parameter. */
    readonly pretty: string | null;
    readonly encodings: readonly Encoding[];
    readonly transforms: readonly Transform[];
}
/** Throws NotAcceptable when nothing fits. */
export declare function negotiate(request: NegotiationRequest): Negotiated;
