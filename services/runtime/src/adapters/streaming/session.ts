/** What a client's streams are joined to: a process of a container. */
export interface Session {
  /** Resolves when there is room for more. */
  write(data: Buffer): Promise<void>;
  closeStdin(): void;
  resize(rows: number, columns: number): void;
  /** Holds output back and lets it flow again, for a client that is slow. */
  pause(): void;
  resume(): void;
  /** How it ended: an exit code; undefined when only our connection ended. After all output. */
  readonly ended: Promise<number | undefined>;
  /** The client has left. */
  close(): void;
}

export type OutputListener = (stream: "stdout" | "stderr", data: Buffer) => void;

/** Opens a session that gives its output to the listener. */
export type OpenSession = (listener: OutputListener) => Promise<Session>;
