/** Items in one message of a streamed list: far below the limit of a gRPC message. */
const PIECE = 500;

export function* pieces<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += PIECE) yield items.slice(at, at + PIECE);
}
