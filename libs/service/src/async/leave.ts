/** Tells an iterator that nobody reads it any more; what it says to that is of no interest. */
export async function leave(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // It was about to fail, or fails to clean up: its reader has left.
  }
}
