let enabled = false;

/** Whether calls make spans. Asked at each call, so that tracing costs nothing when it is off. */
export function isTracing(): boolean {
  return enabled;
}

/** For whoever registers a tracer provider. */
export function setTracing(on: boolean): void {
  enabled = on;
}
