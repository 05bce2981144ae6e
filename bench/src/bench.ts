/** One measurement: what was measured, the number, its unit. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same measured on a peer in the same run, and our value divided by it. */
  readonly peer?: { readonly name: string; readonly value: number; readonly ratio: number };
}

/** A group of benchmarks, run by `make bench` or alone by `make bench-NAME`. */
export interface Bench {
  readonly name: string;
  /** For people: what it shows, and against whom. */
  readonly about: string;
  run(say: (line: string) => void): Promise<Measurement[]>;
}
