/** Which streams an exec or attach has. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

export interface CommandOutput {
  readonly stream: "stdout" | "stderr" | "status";
  /** For `status`: the Status in JSON that tells how the command ended. It comes last. */
  readonly data: Buffer;
}

/** The runtime's end of an exec or attach, whatever protocol carries it. */
export interface CommandStream {
  readonly output: AsyncIterable<CommandOutput>;
  stdin(data: Uint8Array): Promise<void>;
  closeStdin(): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  close(): void;
}

/** The runtime's end of one forwarded connection. */
export interface ForwardStream {
  /** Ends when the pod sends no more. Fails with ForwardError when the connection could not be made. */
  readonly output: AsyncIterable<Buffer>;
  write(data: Uint8Array): Promise<void>;
  /** No more will be written; where the protocol cannot say that, nothing happens. */
  closeInput(): Promise<void>;
  close(): void;
}

/** What the runtime says of a connection that it could not make. */
export class ForwardError extends Error {
  override readonly name = "ForwardError";
}

/** The size of a terminal as the protocols carry it. */
export function sizeMessage(width: number, height: number): Buffer {
  return Buffer.from(JSON.stringify({ Width: width, Height: height }));
}
