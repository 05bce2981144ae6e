import { endpointSlices, services } from "@flotilla/api/resources.js";
import { type ApiClient, Informer } from "@flotilla/client";
import type { Environment, Running, Timer } from "@flotilla/service";
import type { ProxyBackend } from "./adapters/backend.js";
import type { RulePublisher } from "./adapters/proxy-handlers.js";
import { serviceRules } from "./core/service-rules.js";
import type { ProxyEventSink } from "./events.js";

/** Wait before rules that could not be applied are tried again. */
const RETRY_MS = 1_000;
/** Everything is applied again so often, in case somebody else touched the rules. Source: kube-proxy `syncPeriod`. */
const RESYNC_MS = 30_000;

/** Keeps the rules of this node in step with Services and EndpointSlices. */
export class RuleSyncer implements Running {
  readonly #services;
  readonly #slices;
  #timer: Timer | undefined;
  #applying: Promise<void> | undefined;
  #dirty = false;
  #stopped = false;
  #generation = 0;

  constructor(
    client: ApiClient,
    private readonly backend: ProxyBackend,
    private readonly publisher: RulePublisher,
    private readonly events: ProxyEventSink,
    private readonly environment: Environment,
    private readonly options: { readonly nodeName: string; readonly debounceMs: number },
  ) {
    this.#services = new Informer(client, services, environment);
    this.#slices = new Informer(client, endpointSlices, environment);
    const changed = { add: () => this.#change(), update: () => this.#change(), delete: () => this.#change() };
    this.#services.addHandler(changed);
    this.#slices.addHandler(changed);
  }

  /** True once rules have been applied. */
  get synced(): boolean {
    return this.#generation > 0;
  }

  start(): void {
    this.#services.start();
    this.#slices.start();
    this.#change();
  }

  /** Stops following; the rules stay until the backend is stopped. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.stop();
    await Promise.all([this.#services.stop(), this.#slices.stop()]);
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
    if (!this.#services.hasSynced || !this.#slices.hasSynced) return this.#schedule(this.options.debounceMs);
    this.#dirty = false;
    const began = this.environment.clock.monotonic();
    const rules = serviceRules(this.#services.store.list(), this.#slices.store.list(), { name: this.options.nodeName, zone: "" });
    try {
      await this.backend.apply(rules);
      this.#generation += 1;
      this.publisher.publish({ generation: this.#generation, mode: this.backend.mode, rules });
      this.events.applied(rules.length, this.environment.clock.monotonic() - began);
      if (!this.#dirty) this.#schedule(RESYNC_MS);
    } catch (error) {
      this.events.failed(error);
      this.#dirty = true;
      this.#schedule(RETRY_MS);
    }
  }
}
