/**
 * What differs from run to run, replaced by its name. The order matters: a timestamp holds what looks like an age.
 * Names that controllers generate use the letters of SAFE, which has no vowels.
 */
const SAFE = "[bcdfghjklmnpqrstvwxz2456789]";

const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uid>"],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( ?Z|[ ]?[+-]\d\d:?\d\d)?/g, "<time>"],
  [/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, "<time>"],
  [/\b[EWI]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ ([a-z_]+\.go):\d+\]/g, "<log> $1]"],
  [/("?resourceVersion"?:\s?")\d+"/g, '$1<rv>"'],
  [/(resource version: )\d+/g, "$1<rv>"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "<token>"],
  [/\b10\.244\.\d+\.\d+\b/g, "<pod-ip>"],
  [/\b10\.\d+\.\d+\.\d+\b(?!\/)/g, "<cluster-ip>"],
  [/\b3[0-2]\d{3}\b/g, "<node-port>"],
  [/https:\/\/127\.0\.0\.1:\d+/g, "<server>"],
  [/\bnode-[ab]\b/g, "<node>"],
  [/\/tmp\/kubectl-edit-\d+/g, "<tmp>/edit"],
  [/\/tmp\/(LIVE|MERGED)-\d+/g, "<tmp>/$1"],
  [new RegExp(`((?:pod-template|controller-revision)-hash"?[=:] ?"?)(?:[a-z0-9.]+-)?${SAFE}{6,10}`, "g"), "$1<hash>"],
  [new RegExp(`(kube-api-access-)${SAFE}{5}\\b`, "g"), "$1<random>"],
  [new RegExp(`-${SAFE}{6,10}-${SAFE}{5}\\b`, "g"), "-<hash>-<random>"],
  [new RegExp(`-${SAFE}{8,10}\\b`, "g"), "-<hash>"],
  [new RegExp(`-${SAFE}{5}\\b`, "g"), "-<random>"],
  [/(?<!for |cpu:? +)(?<=\s|\()(<invalid>|(\d+[smhd]){1,2})(?=\s|\)|$)( \(x\d+ over (\d+[smhd]){1,2}\))?/gm, "<age>"],
];

/** What kubectl 1.32 says and 1.35 does not, or says otherwise: the transcripts hold for both. */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/ deleted from \S+ namespace/g, " deleted"],
  [/error: no objects passed to scale (.* not found)/g, "Error from server (NotFound): $1"],
  [/ConfigMapOptional: +<nil>/g, "Optional:  false"],
  [/(\d\/TCP) \(http\)$/gm, "$1"],
  [/^ +creationTimestamp: null\n/gm, ""],
  [/^(Mountable secrets|Tokens): .*\n/gm, ""],
  [/^Flag --cpu-percent has been deprecated.*\n/gm, ""],
  [/^WARNING: version difference between client .*\n/gm, ""],
];

/** Makes an answer comparable: changing values get a name, columns one distance, line ends no space. */
export function normalise(text: string): string {
  const named = [...CLIENTS, ...RULES].reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text,
  );
  return named
    .split("\n")
    .map((line) => line.trimEnd().replace(/(?<=\S) {2,}/g, "  "))
    .join("\n")
    .replace(/\n+$/, "");
}
