/** What one connection may take of us. Exceeding a limit ends the call or the connection, never the program. */
export interface ConnectionLimits {
  /** Streams that the other side may have open at once. */
  readonly streamsMax: number;
  /** Names and values of one call's metadata, and 32 bytes for each field. */
  readonly headerListBytesMax: number;
  /** Encoded bytes of one header block, over all its frames. */
  readonly headerBlockBytesMax: number;
  /** Frames that continue one header block. */
  readonly continuationsMax: number;
  /** Size of the table in which the other side may keep header fields. */
  readonly headerTableBytesMax: number;
  /** Unread bytes that the other side may send on one stream. */
  readonly streamWindowBytes: number;
  /** Bytes on their way to us over all streams. */
  readonly connectionWindowBytes: number;
  /** Streams that the other side may reset in a second, once it has used up `resetsBurst`. */
  readonly resetsPerSecond: number;
  readonly resetsBurst: number;
  /** Frames that carry nothing (PING, SETTINGS, PRIORITY, empty DATA, unknown ones) in a second, after `noiseBurst`. */
  readonly noisePerSecond: number;
  readonly noiseBurst: number;
}

const STREAMS_MAX = 16_384;

export const DEFAULT_LIMITS: ConnectionLimits = {
  // A store's client opens a stream for each of thousands of watches.
  streamsMax: STREAMS_MAX,
  // As Node's HTTP/2 and grpc-js have it.
  headerListBytesMax: 64 * 1024,
  headerBlockBytesMax: 64 * 1024,
  continuationsMax: 8,
  // The protocol's own default.
  headerTableBytesMax: 4096,
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 16 * 1024 * 1024,
  resetsPerSecond: 1000,
  // A client that shuts down ends all its streams at once.
  resetsBurst: STREAMS_MAX,
  noisePerSecond: 1000,
  noiseBurst: 10_000,
};
