import { notAcceptable } from "@flotilla/api/status.js";
import { JSON_TYPE, parseAccept, PROTOBUF_TYPE, YAML_TYPE, type MediaType } from "./media-type.js";

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

export const MEDIA_TYPE_OF: Readonly<Record<Encoding, string>> = {
  json: JSON_TYPE,
  yaml: YAML_TYPE,
  protobuf: PROTOBUF_TYPE,
};

export const ALL_ENCODINGS: readonly Encoding[] = ["json", "yaml", "protobuf"];
/** YAML cannot be framed. */
export const STREAM_ENCODINGS: readonly Encoding[] = ["json", "protobuf"];

/** Tools of people who read the bytes as they come. Source: apiserver `negotiation.isPrettyPrint`. */
const HUMAN_AGENTS = /^(curl|Wget|Mozilla\/5\.0)/;

const META_VERSIONS: ReadonlySet<string> = new Set(["v1", "v1beta1"]);

export interface NegotiationRequest {
  readonly accept: string;
  readonly userAgent: string;
  /** The query parameter. */
  readonly pretty: string | null;
  readonly encodings: readonly Encoding[];
  readonly transforms: readonly Transform[];
}

/** Throws NotAcceptable when nothing fits. */
export function negotiate(request: NegotiationRequest): Negotiated {
  const clauses = parseAccept(request.accept === "" ? "*/*" : request.accept);
  for (const clause of clauses) {
    const encoding = encodingOf(clause, request.encodings);
    const transform = encoding && transformOf(clause, request.transforms);
    if (encoding !== undefined && transform !== undefined)
      return { encoding, transform, pretty: isPretty(request, clause) };
  }
  throw notAcceptable(request.encodings.map((encoding) => MEDIA_TYPE_OF[encoding]));
}

function encodingOf({ type }: MediaType, encodings: readonly Encoding[]): Encoding | undefined {
  if (type === "*/*" || type === "application/*") return encodings[0];
  return encodings.find((encoding) => MEDIA_TYPE_OF[encoding] === type);
}

function transformOf({ parameters }: MediaType, transforms: readonly Transform[]): Transform | undefined {
  const as = parameters.get("as");
  if (as === undefined) return "none";
  const wanted = transforms.find((transform) => transform === as);
  const known = parameters.get("g") === "meta.k8s.io" && META_VERSIONS.has(parameters.get("v") ?? "");
  return known ? wanted : undefined;
}

function isPretty({ pretty, userAgent }: NegotiationRequest, { parameters }: MediaType): boolean {
  const asked = pretty ?? parameters.get("pretty");
  if (asked !== null && asked !== undefined && asked !== "") return asked === "1" || asked === "true";
  return HUMAN_AGENTS.test(userAgent);
}
