import { controllerOf, objectKey, parseObjectKey, type KubeObject } from "@flotilla/api";
import { matcherOfLabels, parseLabelSelector } from "@flotilla/api/selectors/label.js";
import type {
  AttachReconcilerResponse,
  Registration,
  WatchedResource,
  WorkAnswer,
} from "@flotilla/contracts/gen/flotilla/controllermanager/v1/controllermanager.js";
import type { Informer, ReconcileResult } from "@flotilla/client";
import { Pushable, type Running, type Timer } from "@flotilla/service";
import type { ControllerContext } from "../controllers/controller-definition.js";
import { ControllerRun } from "../controllers/controller-run.js";
import type { AnyType } from "../controllers/deletable-resources.js";
import { ActionExecutor } from "./action-executor.js";

const CONCURRENCY_MAX = 100;
const WORK_TIMEOUT = { defaultMs: 30_000, maxMs: 600_000 };

/** A resource that a reconciler watches, with what it wants to see of it. */
interface Watched {
  readonly type: AnyType;
  readonly informer: Informer<KubeObject>;
  readonly matches: (object: KubeObject) => boolean;
}

/** One reconciler in another process: its queue and its watches are here, its decisions come as answers. */
export class ReconcilerSession implements Running {
  /** The work that goes to the reconciler. */
  readonly work = new Pushable<AttachReconcilerResponse>();
  private readonly run: ControllerRun;
  private readonly primary: Watched;
  private readonly owned: readonly Watched[];
  private readonly executor: ActionExecutor;
  private readonly pending = new Map<
    bigint,
    { resolve: (answer: WorkAnswer) => void; reject: (error: Error) => void; timer: Timer }
  >();
  private readonly timeoutMs: number;
  private nextId = 1n;

  constructor(
    private readonly context: ControllerContext,
    registration: Registration,
    typeOf: (resource: WatchedResource) => AnyType,
  ) {
    const { name, concurrency, resyncMs, workTimeoutMs } = registration;
    this.timeoutMs = Math.min(WORK_TIMEOUT.maxMs, Number(workTimeoutMs) || WORK_TIMEOUT.defaultMs);
    this.run = new ControllerRun(context, {
      name,
      concurrency: Math.min(CONCURRENCY_MAX, concurrency || 1),
      reconcile: (key) => this.reconcile(key),
    });
    const watch = (resource: WatchedResource): Watched => {
      const type = typeOf(resource);
      const matcher = resource.labelSelector === "" ? matcherOfLabels({}) : parseLabelSelector(resource.labelSelector);
      return { type, informer: this.run.informer(type), matches: (object) => matcher.matches(object.metadata?.labels) };
    };
    this.primary = watch(registration.primary!);
    this.owned = registration.owned.map(watch);
    this.executor = new ActionExecutor(context, name, typeOf);
    const addAll = (): void =>
      this.primary.informer.store
        .list()
        .filter(this.primary.matches)
        .forEach((object) => this.run.queue.add(objectKey(object)));
    if (resyncMs > 0n) this.run.every(Number(resyncMs), addAll);
  }

  start(): this {
    this.run.on(
      this.primary.informer,
      (object, old) =>
        (this.primary.matches(object) || (old && this.primary.matches(old))) && this.run.queue.add(objectKey(object)),
    );
    for (const { informer } of this.owned) this.run.reconcileOwners(informer, this.primary.type.kind);
    this.run.start();
    return this;
  }

  /** An answer whose work was given up is ignored. */
  answer(answer: WorkAnswer): void {
    const waiting = this.pending.get(answer.id);
    this.pending.delete(answer.id);
    waiting?.timer.stop();
    waiting?.resolve(answer);
  }

  async stop(): Promise<void> {
    const stopped = this.run.stop();
    for (const { reject, timer } of this.pending.values()) {
      timer.stop();
      reject(new Error("the reconciler is gone"));
    }
    this.pending.clear();
    this.work.end();
    await stopped;
  }

  private async reconcile(key: string): Promise<ReconcileResult> {
    const object = this.primary.informer.store.get(key);
    const answer = await this.ask(key, object);
    if (answer.error !== "") throw new Error(answer.error);
    for (const action of answer.actions) await this.executor.execute(action, this.primary.type, object);
    return answer.requeueAfterMs > 0n ? { requeueAfterMs: Number(answer.requeueAfterMs) } : {};
  }

  private ask(key: string, object: KubeObject | undefined): Promise<WorkAnswer> {
    const id = this.nextId++;
    const { namespace, name } = parseObjectKey(key);
    const answered = new Promise<WorkAnswer>((resolve, reject) => {
      const timer = this.context.environment.clock.after(this.timeoutMs, () => {
        this.pending.delete(id);
        reject(new Error(`the reconciler did not answer within ${this.timeoutMs} ms`));
      });
      this.pending.set(id, { resolve, reject, timer });
    });
    const owned = this.owned.map((watched) => ({
      objects: object ? controlledObjects(watched, object).map(encode) : [],
    }));
    this.work.push({
      id,
      namespace,
      name,
      object: object ? encode(object) : Buffer.alloc(0),
      owned,
      failureCount: this.run.queue.retries(key),
    });
    return answered;
  }
}

function controlledObjects({ informer, matches }: Watched, owner: KubeObject): KubeObject[] {
  const { uid, namespace } = owner.metadata ?? {};
  const candidates = namespace ? informer.store.inNamespace(namespace) : informer.store.list();
  return candidates
    .filter((object) => controllerOf(object)?.uid === uid && matches(object))
    .sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}

function encode(object: KubeObject): Buffer {
  return Buffer.from(JSON.stringify(object));
}
