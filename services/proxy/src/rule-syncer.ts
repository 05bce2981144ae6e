import type { Node, Service } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import type { Informer } from "@flotilla/client";
import type { Environment, Running, Timer } from "@flotilla/service";
import type { ProxyBackend } from "./adapters/backend.js";
import type { Rule } from "./core/rules.js";
import { serviceRules } from "./core/service-rules.js";
import type { ProxyEventSink } from "./events.js";

const ZONE_LABEL = "topology.kubernetes.io/zone";
/** Wait before rules that could not be applied are tried again. */
const RETRY_MS = 1_000;
/** Everything is applied again so often, in case somebody else touched the rules. Source: kube-proxy `syncPeriod`. */
const RESYNC_MS = 30_000;

/** Where the picture of the cluster comes from. */
export interface ClusterView {
  readonly services: Informer<Service>;
  readonly slices: Informer<EndpointSlice>;
  /** This node alone, for its zone. */
  readonly node: Informer<Node>;
}

/** What is told about rules that were applied. */
export type AppliedListener = (rules: readonly Rule[], services: readonly Service[], generation: number) => void;

/** Keeps the rules of this node in step with Services and EndpointSlices. */
export class RuleSyncer implements Running {
  #timer: Timer | undefined;
  #applying: Promise<void> | undefined;
  #dirty = false;
  #stopped = false;
  #generation = 0;

  constructor(
    private readonly view: ClusterView,
    private readonly backend: ProxyBackend,
    private readonly applied: AppliedListener,
    private readonly events: ProxyEventSink,
    private readonly environment: Environment,
    private readonly options: { readonly nodeName: string; readonly debounceMs: number },
  ) {
    const changed = { add: () => this.#change(), update: () => this.#change(), delete: () => this.#change() };
    view.services.addHandler(changed);
    view.slices.addHandler(changed);
    view.node.addHandler({
      add: () => this.#change(),
      update: (old, now) => zoneOf(old) !== zoneOf(now) && this.#change(),
    });
  }

  /** True once rules have been applied. */
  get synced(): boolean {
    return this.#generation > 0;
  }

  start(): void {
    this.#change();
  }

  /** Stops following; the rules stay until the backend is stopped. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.stop();
    await this.#applying;
  }

  #change(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#schedule(this.options.debounceMs);
  }

  #schedule(delayMs: number): void {
    this.#timer?.stop();
    if (this.#stopped) return;
    this.#timer = this.environment.clock.after(delayMs, () => {
      this.#applying = (this.#applying ?? Promise.resolve()).then(() => this.#apply());
    });
  }

  async #apply(): Promise<void> {
    // Half a picture would take working rules away.
    const { services, slices, node } = this.view;
    if (!services.hasSynced || !slices.hasSynced || !node.hasSynced) return this.#schedule(this.options.debounceMs);
    this.#dirty = false;
    const began = this.environment.clock.monotonic();
    const all = services.store.list();
    const rules = serviceRules(all, slices.store.list(), {
      name: this.options.nodeName,
      zone: zoneOf(node.store.list()[0]),
    });
    try {
      await this.backend.apply(rules);
      this.#generation += 1;
      this.applied(rules, all, this.#generation);
      this.events.applied(rules.length, this.environment.clock.monotonic() - began);
      if (!this.#dirty) this.#schedule(RESYNC_MS);
    } catch (error) {
      this.events.failed(error);
      this.#dirty = true;
      this.#schedule(RETRY_MS);
    }
  }
}

function zoneOf(node: Node | undefined): string {
  return node?.metadata?.labels?.[ZONE_LABEL] ?? "";
}
