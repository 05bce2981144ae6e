import type { KVDefinition, LeaseDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Client, Running } from "@flotilla/service";
import { campaign, type Term } from "./election.js";
import { publishTerm, type PublisherOptions } from "./publisher.js";

export interface ElectedPublisherOptions extends PublisherOptions {
  readonly kv: Client<KVDefinition>;
  readonly lease: Client<LeaseDefinition>;
  /** Unique among all that may publish. */
  readonly identity: string;
  /** Default `/flotilla/fanout/publisher`, outside of what is published. */
  readonly key?: string | undefined;
  readonly ttlSeconds?: number | undefined;
}

export interface ElectedPublisher extends Running {
  /** The epoch in which this one publishes; undefined while another does. */
  readonly epoch: bigint | undefined;
}

const DEFAULT_KEY = "/flotilla/fanout/publisher";

/** Stands for election again and again, and publishes whenever it leads. `stop` gives the lead back. */
export function startElectedPublisher(options: ElectedPublisherOptions): ElectedPublisher {
  const stopping = new AbortController();
  let term: Term | undefined;
  const run = async (): Promise<void> => {
    const election = { ...options, key: options.key ?? DEFAULT_KEY };
    for (;;) {
      const won = await campaign(election, stopping.signal).catch(() => undefined);
      // Only the stop ends a campaign without a lead.
      if (won === undefined) return;
      term = won;
      if (stopping.signal.aborted) return won.resign();
      options.environment.log.info("fanout_leading", { identity: options.identity, epoch: won.epoch });
      await publishTerm(options, won.epoch, won.signal);
      term = undefined;
    }
  };
  const ended = run();
  return {
    get epoch() {
      return term?.signal.aborted === false ? term.epoch : undefined;
    },
    stop: async () => {
      stopping.abort();
      await term?.resign();
      await ended;
    },
  };
}
