/** Shows what is being done, one line a step, with the time it took. On a terminal with a tick; else plain. */
export class Steps {
  readonly #fancy: boolean;

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly quiet: boolean,
  ) {
    this.#fancy = output.isTTY === true && process.env["NO_COLOR"] === undefined;
  }

  done(text: string, elapsedMs: number, detail = ""): void {
    if (this.quiet) return;
    const tick = this.#fancy ? "\u001b[32m✓\u001b[0m" : "✓";
    const time = elapsedMs < 1000 ? `${Math.round(elapsedMs)} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
    this.output.write(` ${tick} ${text}${detail === "" ? "" : `: ${detail}`} (${time})\n`);
  }

  note(text: string): void {
    if (!this.quiet) this.output.write(`   ${text}\n`);
  }
}
