/** How many placed pods use each claim on a volume, and which volumes are promised to claims that are not bound yet. */
export class ClaimUse {
  readonly #users = new Map<string, number>();
  /** Claim by name of the volume. */
  readonly #promised = new Map<string, string>();
  /** Grows with every change. */
  version = 0;

  users(claim: string): number {
    return this.#users.get(claim) ?? 0;
  }

  count(claim: string, sign: 1 | -1): void {
    const users = this.users(claim) + sign;
    if (users === 0) this.#users.delete(claim);
    else this.#users.set(claim, users);
    this.version++;
  }

  /** The claim that a volume is kept for until the binding is seen; undefined when it is free. */
  promisedTo(volume: string): string | undefined {
    return this.#promised.get(volume);
  }

  promise(volume: string, claim: string): void {
    this.#promised.set(volume, claim);
    this.version++;
  }

  release(volume: string): void {
    if (this.#promised.delete(volume)) this.version++;
  }
}
