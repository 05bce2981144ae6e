import type { KubeObject, ResourceType } from "@flotilla/api";
import { type ApiClient, Informer } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";

/** How long a first read waits for the API. */
const FIRST_READ_TIMEOUT_MS = 10_000;

interface Watched<T extends KubeObject> {
  readonly informer: Informer<T>;
  /** Uids of the pods that refer to the object. */
  readonly users: Set<string>;
}

/**
 * Local copies of the single objects that pods refer to (their ConfigMaps, Secrets), each with a watch of its own for
 * as long as a pod needs it: reads are free, changes are heard at once, and a node sees only what its pods use.
 * Source: kubelet `watch_based_manager.go`.
 */
export class ObjectWatcher<T extends KubeObject> implements Running {
  readonly #watched = new Map<string, Watched<T>>();

  constructor(
    private readonly client: ApiClient,
    private readonly type: ResourceType<T>,
    private readonly environment: Environment,
    private readonly changed: (podUid: string) => void,
  ) {}

  /** Undefined when there is no such object. Waits only the first time. Throws when the API does not answer. */
  async get(podUid: string, namespace: string, name: string): Promise<T | undefined> {
    const key = `${namespace}/${name}`;
    const watched = this.#watched.get(key) ?? this.#watch(key, namespace, name);
    watched.users.add(podUid);
    if (!watched.informer.hasSynced) await this.#synced(watched.informer, key);
    return watched.informer.store.get(key);
  }

  /** The pod refers to nothing but `names` any more. */
  keepOnly(podUid: string, namespace: string, names: ReadonlySet<string>): void {
    for (const [key, watched] of this.#watched) {
      if (!watched.users.has(podUid) || (key.startsWith(`${namespace}/`) && names.has(key.slice(namespace.length + 1))))
        continue;
      watched.users.delete(podUid);
      if (watched.users.size > 0) continue;
      this.#watched.delete(key);
      void watched.informer.stop();
    }
  }

  forgetPod(podUid: string): void {
    this.keepOnly(podUid, "", new Set());
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ informer }) => informer.stop()));
    this.#watched.clear();
  }

  #watch(key: string, namespace: string, name: string): Watched<T> {
    const informer = new Informer(this.client, this.type, this.environment, {
      namespace,
      fieldSelector: `metadata.name=${name}`,
    });
    const watched: Watched<T> = { informer, users: new Set() };
    this.#watched.set(key, watched);
    const tell = (): void => {
      if (informer.hasSynced) for (const uid of watched.users) this.changed(uid);
    };
    informer.addHandler({ add: tell, update: tell, delete: tell });
    informer.start();
    return watched;
  }

  async #synced(informer: Informer<T>, key: string): Promise<void> {
    const giveUp = new AbortController();
    const timer = this.environment.clock.after(FIRST_READ_TIMEOUT_MS, () =>
      giveUp.abort(new Error(`the API did not answer for ${this.type.resource} ${key}`)),
    );
    try {
      await informer.synced(giveUp.signal);
    } finally {
      timer.stop();
    }
  }
}
