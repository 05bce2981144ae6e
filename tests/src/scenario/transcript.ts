/**
 * A transcript is a text file of shell commands and of what the real Kubernetes answered:
 *
 *   Prose, at the left margin.
 *
 *     $ kubectl get configmap nope -o yaml <<'EOF'
 *     > more lines of the command
 *     > EOF
 *     standard output
 *     2> standard error
 *     [exit 1]
 *
 * A command after `$~` is repeated until it answers as written: it waits for a controller.
 */
export interface Step {
  readonly command: string;
  /** Repeat until the answer is the expected one. */
  readonly eventually: boolean;
  readonly answer: Answer;
  /** Line of the command in the file, from 1. */
  readonly line: number;
}

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export type Block = { readonly prose: string } | { readonly step: Step };

const INDENT = "  ";
const COMMAND = /^ {2}\$(~?) (.*)$/;
const CONTINUATION = "  > ";
const STDERR = "  2> ";
const EXIT = /^ {2}\[exit (\d+)\]$/;
/** Stands for an empty line of output, which would otherwise end the answer. */
const EMPTY_LINE = "~";

/** Reads a transcript. Prose is kept, so that a recorded file differs only in answers. */
export function parseTranscript(text: string): Block[] {
  const lines = text.replace(/\n$/, "").split("\n");
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const start = COMMAND.exec(lines[at] ?? "");
    if (start === null) {
      if ((lines[at] ?? "").startsWith(INDENT)) throw new Error(`line ${at + 1}: an answer without a command`);
      blocks.push({ prose: lines[at] ?? "" });
      at++;
      continue;
    }
    const line = at + 1;
    const command = [start[2] ?? ""];
    for (at++; lines[at]?.startsWith(CONTINUATION) || lines[at] === CONTINUATION.trimEnd(); at++)
      command.push(lines[at]!.slice(CONTINUATION.length));
    const answer: string[] = [];
    for (; lines[at]?.startsWith(INDENT) && !COMMAND.test(lines[at]!); at++) answer.push(lines[at]!);
    blocks.push({
      step: { command: command.join("\n"), eventually: start[1] === "~", answer: parseAnswer(answer), line },
    });
  }
  return blocks;
}

function parseAnswer(lines: readonly string[]): Answer {
  const exit = EXIT.exec(lines.at(-1) ?? "");
  const output = exit === null ? lines : lines.slice(0, -1);
  const text = (line: string): string => (line === EMPTY_LINE ? "" : line);
  return {
    stdout: output
      .filter((line) => !line.startsWith(STDERR))
      .map((line) => text(line.slice(INDENT.length)))
      .join("\n"),
    stderr: output
      .filter((line) => line.startsWith(STDERR))
      .map((line) => text(line.slice(STDERR.length)))
      .join("\n"),
    code: exit === null ? 0 : Number(exit[1]),
  };
}

export function printTranscript(blocks: readonly Block[]): string {
  return `${blocks.map((block) => ("prose" in block ? block.prose : printStep(block.step))).join("\n")}\n`;
}

function printStep(step: Step): string {
  const [first = "", ...rest] = step.command.split("\n");
  return [
    `${INDENT}$${step.eventually ? "~" : ""} ${first}`,
    ...rest.map((line) => (CONTINUATION + line).trimEnd()),
    ...printAnswer(step.answer),
  ].join("\n");
}

/** An answer as it stands in a transcript; also what a failing test shows. */
export function printAnswer(answer: Answer): string[] {
  const lines = (text: string, prefix: string): string[] =>
    text === "" ? [] : text.split("\n").map((line) => prefix + (line === "" ? EMPTY_LINE : line));
  return [
    ...lines(answer.stdout, INDENT),
    ...lines(answer.stderr, STDERR),
    ...(answer.code === 0 ? [] : [`${INDENT}[exit ${answer.code}]`]),
  ];
}
