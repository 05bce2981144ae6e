import type { ResourceRegistry } from "../registry/resource-registry.js";
import { Compactor } from "../storage/compactor.js";
import { runChore } from "../chore.js";
import type { Machinery } from "../verbs/machinery.js";
import { EndpointReconciler } from "./endpoint-reconciler.js";
import { ensureObject, type WantedObject } from "./ensure.js";
import { identityLease } from "./identity-lease.js";
import { systemCaller } from "./system-caller.js";

/** How often a server shows that it lives. Source: kube-apiserver (endpoints 10 s, identity lease 10 s). */
const ALIVE_INTERVAL_MS = 10_000;
const RETRY_MS = 1_000;

export interface OwnStateOptions {
  readonly machinery: Machinery;
  readonly registry: ResourceRegistry;
  /** In this order, so that namespaces come before what lies in them. */
  readonly objects: readonly WantedObject[];
  /** Name of this server's identity lease. */
  readonly identity: string;
  readonly hostname: string;
  /** Where the cluster reaches this server; undefined: nowhere. */
  readonly advertiseAddress: string | undefined;
  readonly port: number;
  /** 0: never. */
  readonly compactionIntervalMs: number;
  readonly onError: (chore: string, error: unknown) => void;
}

export interface OwnState {
  /** All objects are there. */
  readonly ready: boolean;
  /** Resolves when they are. */
  readonly whenReady: Promise<void>;
  /** Takes this server out of the endpoints. */
  leave(): Promise<void>;
}

/** Creates what an ApiServer needs to exist, and keeps its signs of life fresh. */
export function startOwnState(options: OwnStateOptions): OwnState {
  const { machinery, registry, onError } = options;
  const { clock, lifetime } = machinery;
  const caller = systemCaller(lifetime);
  const state = { ready: false };
  let announce = (): void => undefined;
  const whenReady = new Promise<void>((resolve) => (announce = resolve));
  const { advertiseAddress: address, port } = options;
  const endpoints =
    address === undefined ? undefined : new EndpointReconciler(machinery, registry, caller, address, port);
  const chore = (name: string, intervalMs: number, work: () => Promise<void>) =>
    void runChore(clock, { intervalMs, retryMs: RETRY_MS }, lifetime, work, (error) => onError(name, error));

  chore("own-objects", Number.MAX_SAFE_INTEGER, async () => {
    const isNamespace = ({ resource }: WantedObject): boolean => resource === "namespaces";
    for (const wanted of options.objects.filter(isNamespace)) await ensureObject(machinery, registry, wanted, caller);
    await Promise.all(
      options.objects
        .filter((wanted) => !isNamespace(wanted))
        .map((wanted) => ensureObject(machinery, registry, wanted, caller)),
    );
    state.ready = true;
    announce();
    if (endpoints !== undefined) chore("endpoints", ALIVE_INTERVAL_MS, () => endpoints.round());
    chore("identity", ALIVE_INTERVAL_MS, () =>
      ensureObject(machinery, registry, identityLease(options.identity, options.hostname, clock.now()), caller),
    );
  });
  if (options.compactionIntervalMs > 0) {
    const compactor = new Compactor(machinery.kv);
    chore("compaction", options.compactionIntervalMs, () => compactor.round());
  }
  return {
    get ready() {
      return state.ready;
    },
    whenReady,
    leave: async () => endpoints?.leave(),
  };
}
