import { codeOfReason, serviceUnavailable, statusError, type StatusReason } from "@flotilla/api/status.js";
import type { BindRequest, BindResponse } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import type { Clock } from "@flotilla/service";
import { Pushable } from "@flotilla/service/async/pushable.js";
import type { BindDecision } from "./api-client.js";

/** How often a decision is sent again on a new stream before its caller is told. */
const MAX_RECONNECTS = 5;
/** Waits before each reconnect, doubling. */
const RECONNECT_INITIAL_MS = 50;

interface Pending {
  readonly request: BindRequest;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * One long-lived stream for all decisions. Decisions made in one turn leave together; each is answered by its id. When
 * the stream breaks, what was not answered is sent again on a new one: the server may see a decision twice, which its
 * contract allows.
 */
export class BindStream {
  private readonly pending = new Map<bigint, Pending>();
  private requests: Pushable<BindRequest> | undefined;
  private nextId = 1n;
  private failures = 0;

  constructor(
    private readonly open: (requests: AsyncIterable<BindRequest>) => AsyncIterable<BindResponse>,
    private readonly clock: Clock,
  ) {}

  bind(decision: BindDecision): Promise<void> {
    const id = this.nextId++;
    const request = {
      id,
      namespace: decision.namespace,
      name: decision.name,
      uid: decision.uid ?? "",
      nodeName: decision.nodeName,
    };
    return new Promise((resolve, reject) => {
      this.pending.set(id, { request, resolve, reject });
      if (this.requests) this.requests.push(request);
      else void this.run();
    });
  }

  private async run(): Promise<void> {
    while (this.pending.size > 0) {
      const requests = new Pushable<BindRequest>();
      this.requests = requests;
      for (const { request } of this.pending.values()) requests.push(request);
      let reason = "the stream of bindings was closed by the server";
      try {
        for await (const response of this.open(requests)) {
          this.failures = 0;
          this.settle(response);
        }
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
      requests.end();
      if (this.pending.size > 0) await this.beforeReconnect(reason);
    }
    this.requests = undefined;
  }

  private async beforeReconnect(reason: string): Promise<void> {
    this.failures++;
    if (this.failures > MAX_RECONNECTS) {
      this.failures = 0;
      for (const { reject } of this.pending.values()) reject(serviceUnavailable(reason));
      this.pending.clear();
      return;
    }
    await this.clock.sleep(RECONNECT_INITIAL_MS * 2 ** (this.failures - 1));
  }

  private settle(response: BindResponse): void {
    const pending = this.pending.get(response.id);
    if (!pending) return;
    this.pending.delete(response.id);
    if (response.reason === "") return pending.resolve();
    const reason = response.reason as StatusReason;
    pending.reject(
      statusError(reason, response.message, { name: pending.request.name, kind: "pods" }, codeOfReason(reason)),
    );
  }
}
