import type { KubeObject } from "@flotilla/api";
import { deepClone } from "@flotilla/api/meta/equality.js";
import { isStatusError } from "@flotilla/api/status.js";
import { formatTime } from "@flotilla/api/time.js";
import type { ResourceRegistry } from "../registry/resource-registry.js";
import type { Caller, Target, WriteOptions } from "../verbs/caller.js";
import { createObject } from "../verbs/create.js";
import type { Machinery } from "../verbs/machinery.js";
import { replaceObject } from "../verbs/update.js";
import { contextOf } from "../verbs/write-context.js";

/** An object that has to exist. */
export interface WantedObject {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly object: KubeObject;
  /** Brings an existing object up to date, in place. Absent: what exists is left as it is. */
  readonly reconcile?: ((live: KubeObject) => void) | undefined;
  /** What its status says once it has been created. */
  readonly condition?: Omit<Condition, "lastTransitionTime">;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. */
  readonly lastTransitionTime: string;
}

const OPTIONS: WriteOptions = { fieldManager: "", fieldValidation: "Ignore", dryRun: false };

/** Creates what is missing and reconciles what is there. */
export async function ensureObject(
  machinery: Machinery,
  registry: ResourceRegistry,
  wanted: WantedObject,
  caller: Caller,
): Promise<void> {
  const { metadata = {} } = wanted.object;
  const resource = registry.get(wanted.group, wanted.version, wanted.resource);
  const target: Target = { resource, namespace: metadata.namespace ?? "", name: metadata.name ?? "", subresource: "" };
  try {
    await createObject(machinery, { ...target, name: "" }, deepClone(wanted.object), OPTIONS, caller);
    if (wanted.condition !== undefined) {
      const condition = { ...wanted.condition, lastTransitionTime: formatTime(machinery.clock.now()) };
      await replace(machinery, { ...target, subresource: "status" }, caller, (live) =>
        Object.assign(live, { status: { conditions: [condition] } }),
      );
    }
    return;
  } catch (error) {
    if (!isStatusError(error, "AlreadyExists")) throw error;
  }
  if (wanted.reconcile !== undefined) await replace(machinery, target, caller, wanted.reconcile);
}

async function replace(
  machinery: Machinery,
  target: Target,
  caller: Caller,
  change: (live: KubeObject) => void,
): Promise<void> {
  const context = contextOf(machinery, { target, caller }, "UPDATE", false);
  await replaceObject(machinery, target, context, caller, async (live) => {
    change(live);
    return live;
  });
}
