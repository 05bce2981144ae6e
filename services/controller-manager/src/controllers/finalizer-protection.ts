import {
  hasFinalizer,
  isBeingDeleted,
  objectKey,
  parseObjectKey,
  withFinalizer,
  withoutFinalizer,
  type KubeObject,
  type ResourceType,
} from "@flotilla/api";
import { ifFound, type Informer } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import type { ControllerContext } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

export interface Protection<T extends KubeObject> {
  readonly controllerName: string;
  readonly type: ResourceType<T>;
  readonly finalizer: string;
  /** Whether an object that is being deleted is still needed. Asked live: a store that is behind may not have seen a user yet. */
  isUsed(object: T): boolean | Promise<boolean>;
  /** What else to listen to, given how to bring an object up by its key. */
  listen?(run: ControllerRun, objects: Informer<T>, look: (key: string) => void): void;
}

/** Keeps objects that are in use from being deleted, by a finalizer that goes with the last user. */
export function startProtection<T extends KubeObject>(context: ControllerContext, protection: Protection<T>): Running {
  const { client } = context;
  const { type, finalizer } = protection;
  const run = new ControllerRun(context, { name: protection.controllerName, reconcile });
  const objects = run.informer(type);
  run.on(objects, (object) => run.queue.add(objectKey(object)));
  protection.listen?.(run, objects, (key) => run.queue.add(key));

  async function reconcile(key: string): Promise<void> {
    const object = objects.store.get(key);
    if (!object) return;
    const isHeld = hasFinalizer(object, finalizer);
    const { uid, resourceVersion, finalizers } = object.metadata ?? {};
    if (isBeingDeleted(object)) {
      if (!isHeld || (await protection.isUsed(object))) return;
      await ifFound(
        client.patch(type, parseObjectKey(key), "merge", {
          metadata: { uid, resourceVersion, finalizers: withoutFinalizer(finalizers, finalizer) },
        }),
      );
    } else if (!isHeld) {
      await ifFound(
        client.patch(type, parseObjectKey(key), "merge", {
          metadata: { uid, resourceVersion, finalizers: withFinalizer(finalizers, finalizer) },
        }),
      );
    }
  }

  return run.start();
}
