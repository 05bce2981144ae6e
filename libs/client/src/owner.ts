import {
  controllerOf,
  controllerReference,
  formatApiVersion,
  type KubeObject,
  type ObjectMeta,
  type OwnerReference,
  type ResourceType,
} from "@flotilla/api";
import type { ApiClient } from "./api-client.js";
import { isInvalid, isNotFound } from "./status-reason.js";

/** The reference that `owner` leaves in what it makes and manages; its foreground deletion waits for that object. */
export function ownedBy<T extends KubeObject>(type: ResourceType<T>, owner: T): OwnerReference {
  const { name = "", uid = "" } = owner.metadata ?? {};
  return controllerReference({ apiVersion: formatApiVersion(type), kind: type.kind, name, uid });
}

/** What to do about ownership, decided from the objects that a controller sees. */
export interface ClaimPlan<T> {
  /** Owned and matching. */
  readonly owned: T[];
  /** Matching, without a controller: to be taken over. */
  readonly adopt: T[];
  /** Owned, not matching any more: to be let go. */
  readonly release: T[];
}

/** Sorts candidates into kept, to adopt and to release. An owner that is being deleted neither adopts nor releases. */
export function planClaims<T extends KubeObject>(
  owner: KubeObject,
  candidates: readonly T[],
  matches: (labels: Record<string, string>) => boolean,
): ClaimPlan<T> {
  const plan: ClaimPlan<T> = { owned: [], adopt: [], release: [] };
  const deleting = owner.metadata?.deletionTimestamp !== undefined;
  for (const candidate of candidates) {
    const fits = matches(candidate.metadata?.labels ?? {});
    const controller = controllerOf(candidate);
    if (controller) {
      if (controller.uid !== owner.metadata?.uid) continue;
      if (fits) plan.owned.push(candidate);
      else if (!deleting) plan.release.push(candidate);
    } else if (fits && !deleting && !candidate.metadata?.deletionTimestamp) {
      plan.adopt.push(candidate);
    }
  }
  return plan;
}

/**
 * Carries a plan out and returns what is owned then. Before anything is adopted, the owner is read from the server: a
 * lagging store may show one that is gone or was made anew under its name.
 */
export async function claim<T extends KubeObject, O extends KubeObject>(
  client: ApiClient,
  objects: ResourceType<T>,
  owner: { readonly type: ResourceType<O>; readonly object: O },
  plan: ClaimPlan<T>,
): Promise<T[]> {
  const owned = [...plan.owned];
  if (plan.adopt.length > 0 && (await isAlive(client, owner.type, owner.object))) {
    for (const object of plan.adopt) {
      const adopted = await adopt(client, objects, owner, object);
      if (adopted) owned.push(adopted);
    }
  }
  for (const object of plan.release) await release(client, objects, owner.object, object);
  return owned;
}

async function isAlive<O extends KubeObject>(client: ApiClient, type: ResourceType<O>, owner: O): Promise<boolean> {
  try {
    const fresh = await client.get(type, { namespace: owner.metadata?.namespace, name: owner.metadata?.name ?? "" });
    return fresh.metadata?.uid === owner.metadata?.uid && fresh.metadata?.deletionTimestamp === undefined;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

async function adopt<T extends KubeObject, O extends KubeObject>(
  client: ApiClient,
  type: ResourceType<T>,
  owner: { readonly type: ResourceType<O>; readonly object: O },
  object: T,
): Promise<T | undefined> {
  const reference = ownedBy(owner.type, owner.object);
  const patch = {
    metadata: {
      uid: object.metadata?.uid,
      ownerReferences: [...(object.metadata?.ownerReferences ?? []), reference],
      resourceVersion: object.metadata?.resourceVersion,
    },
  };
  return patchOwned(client, type, object, patch);
}

async function release<T extends KubeObject>(
  client: ApiClient,
  type: ResourceType<T>,
  owner: KubeObject,
  object: T,
): Promise<void> {
  const others = object.metadata?.ownerReferences?.filter((reference) => reference.uid !== owner.metadata?.uid) ?? [];
  await patchOwned(client, type, object, {
    metadata: { uid: object.metadata?.uid, ownerReferences: others, resourceVersion: object.metadata?.resourceVersion },
  });
}

/** A merge patch with the uid in it fails as Invalid when the object was made anew; both that and a gone object are no error here. */
async function patchOwned<T extends KubeObject>(
  client: ApiClient,
  type: ResourceType<T>,
  object: T,
  patch: { metadata: ObjectMeta | Record<string, unknown> },
): Promise<T | undefined> {
  try {
    return await client.patch(
      type,
      { namespace: object.metadata?.namespace, name: object.metadata?.name ?? "" },
      "merge",
      patch,
    );
  } catch (error) {
    if (isNotFound(error) || isInvalid(error)) return undefined;
    throw error;
  }
}
