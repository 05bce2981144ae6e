import { spawn } from "node:child_process";

/** A program of the system failed. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Runs a program to its end; resolves to its standard output. */
export function runCommand(program: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
    child.on("error", (error) =>
      reject(new CommandError(`${program} cannot be run: ${error.message}`, { cause: error })),
    );
    child.on("close", (code) =>
      code === 0
        ? resolve(output)
        : reject(new CommandError(`${program} ${args.join(" ")} failed (${code}): ${errors.trim()}`)),
    );
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}
