import { objectKey, parseObjectKey, semanticEqual, type KubeObject, type ResourceType } from "@flotilla/api";
import { controllerRevisions } from "@flotilla/api/resources.js";
import type { ControllerRevision } from "@flotilla/api/types/apps/v1.js";
import { ifFound, isAlreadyExists, ownedBy, type ApiClient } from "@flotilla/client";
import type { RevisionPlan } from "../core/revisions.js";

/**
 * Makes the newest revision the stored one, and returns it. Undefined when its name was taken by another template: the
 * caller notes the collision, and the next try takes another name.
 */
export async function writeRevision<O extends KubeObject>(
  client: ApiClient,
  type: ResourceType<O>,
  owner: O,
  { newest, write }: RevisionPlan,
): Promise<ControllerRevision | undefined> {
  if (write === "nothing") return newest;
  if (write === "update") return client.update(controllerRevisions, newest);
  try {
    return await client.create(controllerRevisions, {
      ...newest,
      metadata: { ...newest.metadata, ownerReferences: [ownedBy(type, owner)] },
    });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const existing = await client.get(controllerRevisions, parseObjectKey(objectKey(newest)));
    return semanticEqual(existing.data, newest.data) ? existing : undefined;
  }
}

export async function deleteRevisions(client: ApiClient, surplus: readonly ControllerRevision[]): Promise<void> {
  for (const { metadata } of surplus) {
    await ifFound(
      client.delete(
        controllerRevisions,
        { namespace: metadata?.namespace, name: metadata?.name ?? "" },
        { preconditions: { uid: metadata?.uid } },
      ),
    );
  }
}
