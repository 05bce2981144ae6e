/** A part that was started. `stop` drains, then cuts; calling it again is harmless. */
export interface Running {
  stop(): Promise<void>;
}
