import { hostname } from "node:os";
import { type ApiClient, LeaderElector } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";

const LEASE = { namespace: "kube-system", name: "kube-scheduler" };

/** Does `work` while this process leads, again and again: who has lost the lead stands for it anew. */
export class Leading implements Running {
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  constructor(client: ApiClient, environment: Environment, work: () => Running) {
    const identity = `${hostname()}_${environment.rng.uuid()}`;
    const elector = new LeaderElector(client, { ...LEASE, identity }, environment);
    const callbacks = {
      onStarted: async (signal: AbortSignal): Promise<void> => {
        const running = work();
        if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
        await running.stop();
      },
      onLost: () => environment.log.error("scheduler.lead_lost"),
      onNewLeader: (leader: string) => environment.log.info("scheduler.leader", { leader, mine: leader === identity }),
    };
    this.#running = this.#run(() => elector.run(callbacks, this.#stopping.signal));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(stand: () => Promise<void>): Promise<void> {
    while (!this.#stopping.signal.aborted) await stand();
  }
}
