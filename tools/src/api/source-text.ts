export const generatedBanner = "// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.";

/** Where a line of a comment ends; prettier does not touch generated files. */
const lineWidth = 120;

/** A JSDoc comment with a line break behind it; empty for an empty text. */
export function jsDoc(text: string, indent: string): string {
  if (text === "") return "";
  const safe = text.replaceAll("*/", "* /");
  const oneLine = `${indent}/** ${safe} */`;
  if (oneLine.length <= lineWidth && !safe.includes("\n")) return oneLine + "\n";
  const lines = safe.split("\n").flatMap((line) => wrap(line, lineWidth - indent.length - 3));
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join("\n") + "\n";
}

function wrap(line: string, width: number): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

/** "core.v1" -> "core/v1". */
export function packagePath(packageName: string): string {
  return packageName.replace(".", "/");
}
