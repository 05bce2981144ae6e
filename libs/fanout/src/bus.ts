import type { Running } from "@flotilla/service";

/** One message as it arrives. Neither side may change `data`. */
export interface BusMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: BusHeaders;
}

/** Names are lower-case. */
export type BusHeaders = ReadonlyMap<string, string>;

/** What happened to the connection. After any of these, messages may have been lost. */
export type BusNotice =
  /** Also when the server cuts off a reader that does not keep up: nats-server closes the socket without a word. */
  | { readonly kind: "disconnected" }
  | { readonly kind: "connected" }
  /** The server does not allow what was asked for, such as a subject that this client may not read. */
  | { readonly kind: "refused"; readonly error: Error }
  /** Nothing more comes. */
  | { readonly kind: "closed" };

export interface BusSubscription {
  /** No message is handed over after this. */
  unsubscribe(): void;
}

/**
 * Publish and subscribe by subject, at most once. Messages may be lost (while disconnected, across a restart of the
 * server, for a slow reader). Those that arrive over one connection are in the order in which their publisher sent them,
 * subject by subject. `stop` hands over what was published, where it can, and closes.
 */
export interface Bus extends Running {
  /** For spans: "nats", "in-process". */
  readonly system: string;
  readonly connected: boolean;
  /** The most bytes of data that `publish` takes. */
  readonly maxPayloadBytes: number;
  /**
   * Sends without waiting. False when the message was dropped here: disconnected, closed, too large, or too much is on its
   * way already. True promises nothing.
   */
  publish(subject: string, data: Uint8Array, headers?: BusHeaders): boolean;
  /**
   * Hands each message whose subject matches the pattern to the handler, never within the call of `publish` or `subscribe`.
   * `*` stands for one token, `>` at the end for one or more. The handler must not block; what it throws is logged.
   */
  subscribe(pattern: string, handler: (message: BusMessage) => void): BusSubscription;
  /** Calls `listener` for each notice; returns how to stop that. */
  onNotice(listener: (notice: BusNotice) => void): () => void;
  /** Resolves when the server has taken all that was published and subscribed before. Rejects when disconnected. */
  flush(): Promise<void>;
}

/** What a bus does when it is asked for something while it cannot. */
export class BusClosedError extends Error {
  override readonly name = "BusClosedError";
}

/** A subject or pattern that is none: empty tokens, blanks, wildcards in the wrong place. */
export class InvalidSubjectError extends Error {
  override readonly name = "InvalidSubjectError";
}
