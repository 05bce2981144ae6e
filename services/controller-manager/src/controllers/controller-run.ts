import { controllerOf, type KubeObject, objectKey, type ResourceType } from "@flotilla/api";
import { Controller, type ControllerOptions, type Informer, type WorkQueue } from "@flotilla/client";
import type { Running, Timer } from "@flotilla/service";
import type { ControllerContext } from "./controller-definition.js";

/**
 * One run of a controller: its queue and workers, what it listens to, and its timers. Stopping it takes all of that
 * back, so that a controller can be turned off while the shared informers go on.
 */
export class ControllerRun implements Running {
  private readonly controller: Controller;
  private readonly informers = new Set<Informer<KubeObject>>();
  private readonly undo: (() => void)[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly context: ControllerContext,
    options: Omit<ControllerOptions, "synced">,
  ) {
    const synced = async (signal: AbortSignal): Promise<void> => {
      // They fill at the same time; the order of waiting does not matter.
      for (const informer of this.informers) await informer.synced(signal);
    };
    this.controller = new Controller({ ...options, synced }, context.environment);
  }

  get queue(): WorkQueue {
    return this.controller.queue;
  }

  /** The shared informer of a resource; the workers wait until it is filled. */
  informer<T extends KubeObject>(type: ResourceType<T>): Informer<T> {
    const informer = this.context.informers.for(type);
    this.informers.add(informer as unknown as Informer<KubeObject>);
    return informer;
  }

  /** Queues every object of an informer whenever it changes. */
  reconcileAll<T extends KubeObject>(informer: Informer<T>): this {
    return this.on(informer, (object) => this.queue.add(objectKey(object)));
  }

  /** Queues the controlling owner of every object that changes, and its former owner when that changed. */
  reconcileOwners<T extends KubeObject>(informer: Informer<T>, ownerKind: string): this {
    const addOwner = (object: T | undefined): void => {
      const owner = object && controllerOf(object);
      if (owner?.kind === ownerKind) this.queue.add(`${object?.metadata?.namespace}/${owner.name}`);
    };
    return this.on(informer, (current, old) => {
      addOwner(current);
      if (old && controllerOf(old)?.uid !== controllerOf(current)?.uid) addOwner(old);
    });
  }

  /** Calls back on every addition, change and deletion; `old` only on a change. */
  on<T extends KubeObject>(informer: Informer<T>, changed: (current: T, old?: T) => void): this {
    this.undo.push(
      informer.addHandler({
        add: (object) => changed(object),
        update: (old, current) => changed(current, old),
        delete: (last) => changed(last),
      }),
    );
    return this;
  }

  /** Calls back on deletions, also on those that were missed and found later. */
  onDelete<T extends KubeObject>(informer: Informer<T>, deleted: (last: T) => void): this {
    this.undo.push(informer.addHandler({ delete: (last) => deleted(last) }));
    return this;
  }

  /** Calls back again and again, with so long a pause between. */
  every(periodMs: number, callback: () => void): this {
    let timer: Timer | undefined;
    const schedule = (): void => {
      timer = this.context.environment.clock.after(periodMs, () => {
        callback();
        if (!this.stopping.signal.aborted) schedule();
      });
    };
    schedule();
    this.undo.push(() => timer?.stop());
    return this;
  }

  /** Waits until an informer has seen one's own write, so that the next look does not decide the same again. */
  async seen<T extends KubeObject>(informer: Informer<T>, written: KubeObject): Promise<void> {
    await informer.waitForRevision(written.metadata?.resourceVersion ?? "0", this.stopping.signal);
  }

  onStop(undo: () => void): this {
    this.undo.push(undo);
    return this;
  }

  start(): this {
    this.controller.start();
    return this;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.undo.splice(0).forEach((undo) => undo());
    await this.controller.stop();
  }
}
