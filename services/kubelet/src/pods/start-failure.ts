/** A container could not be started now. `reason` is the waiting reason that users know, such as "ErrImagePull". */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
  constructor(
    readonly reason: string,
    message: string,
    /** When to try again, ms since 1970; undefined for the next ordinary look. */
    readonly retryAt?: number,
  ) {
    super(message);
  }
}
