/** A media type with its parameters, as headers carry it. */
export interface MediaType {
  /** Lower case, such as "application/json". */
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export const JSON_TYPE = "application/json";
export const YAML_TYPE = "application/yaml";
export const PROTOBUF_TYPE = "application/vnd.kubernetes.protobuf";

export function parseMediaType(text: string): MediaType {
  const [type = "", ...parts] = text.split(";");
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const [name = "", value = ""] = part.split("=", 2);
    parameters.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1"));
  }
  return { type: type.trim().toLowerCase(), parameters };
}

/** The clauses of an Accept header, the most wanted first; those refused with q=0 are left out. */
export function parseAccept(header: string): MediaType[] {
  return header
    .split(",")
    .filter((clause) => clause.trim() !== "")
    .map((clause, index) => ({ media: parseMediaType(clause), index }))
    .map(({ media, index }) => ({ media, index, quality: Number(media.parameters.get("q") ?? 1) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index)
    .map(({ media }) => media);
}
