import { ContainerEventType, type ContainerEventResponse } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { Pushable } from "@flotilla/service";

export { ContainerEventType };

/** Events that wait at most for a slow reader; it then loses the oldest, and finds out by listing. */
const CAPACITY = 1000;

/** Tells everyone who listens what happens to containers. */
export class ContainerEvents {
  private readonly listeners = new Set<Pushable<ContainerEventResponse>>();

  publish(event: ContainerEventResponse): void {
    for (const listener of this.listeners) listener.push(event);
  }

  /** Events from now on, until `signal` aborts or the reader leaves. */
  subscribe(signal: AbortSignal): AsyncIterable<ContainerEventResponse> {
    const listener: Pushable<ContainerEventResponse> = new Pushable({
      capacity: CAPACITY,
      overflow: "drop-oldest",
      onReturn: () => this.listeners.delete(listener),
    });
    this.listeners.add(listener);
    signal.addEventListener("abort", () => {
      this.listeners.delete(listener);
      listener.end();
    });
    return listener;
  }
}
