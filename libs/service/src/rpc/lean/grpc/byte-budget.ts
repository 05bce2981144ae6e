/** Memory that the calls of a connection share for what came and is not read yet. */
export class ByteBudget {
  private used = 0;
  constructor(private readonly bytesMax: number) {}

  /** False if there is not so much left. */
  take(bytes: number): boolean {
    if (this.used + bytes > this.bytesMax) return false;
    this.used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.used -= bytes;
  }
}
