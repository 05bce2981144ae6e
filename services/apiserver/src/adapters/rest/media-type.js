export const JSON_TYPE = "application/json";
export const YAML_TYPE = "application/yaml";
export const PROTOBUF_TYPE = "application/vnd.kubernetes.protobuf";
export function parseMediaType(text) {
    const [type = "", ...parts] = text.split(";");
    const parameters = new Map();
    for (const part of parts) {
        const [name = "", value = ""] = part.split("=", 2);
        parameters.set(name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1"));
    }
    return { type: type.trim().toLowerCase(), parameters };
}
/** The clauses of an Accept header, the most wanted first; those refused with q=0 are left out. */
export function parseAccept(header) {
    return header
        .split(",")
        .filter((clause) => clause.trim() !== "")
        .map((clause, index) => ({ media: parseMediaType(clause), index }))
        .map(({ media, index }) => ({ media, index, quality: Number(media.parameters.get("q") ?? 1) }))
        .filter(({ quality }) => quality > 0)
        .sort((a, b) => b.quality - a.quality || a.index - b.index)
        .map(({ media }) => media);
}
//# sourceMappingURL=media-type.js.map