/** One number of one server. */
export interface Sample {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}
