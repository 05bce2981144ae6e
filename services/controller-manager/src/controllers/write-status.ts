import { type KubeObject, type ResourceType, semanticEqual } from "@flotilla/api";
import { ifFound, isConflict, isNotFound, type ApiClient } from "@flotilla/client";

/**
 * Writes an object's status when it differs. When somebody wrote between, once more onto the newest state: what was
 * counted is still what was counted. Not written at all when the object was made anew meanwhile.
 */
export async function writeStatus<T extends KubeObject & { status?: unknown }>(
  client: ApiClient,
  type: ResourceType<T>,
  object: T,
  status: T["status"],
): Promise<void> {
  if (semanticEqual(object.status, status)) return;
  try {
    await client.update(type, { ...object, status }, { subresource: "status" });
  } catch (error) {
    if (isNotFound(error)) return;
    if (!isConflict(error)) throw error;
    const { namespace, name = "", uid } = object.metadata ?? {};
    const fresh = await ifFound(client.get(type, { namespace, name }));
    if (!fresh || fresh.metadata?.uid !== uid || semanticEqual(fresh.status, status)) return;
    await client.update(type, { ...fresh, status }, { subresource: "status" });
  }
}

/**
 * Writes a status that others write, too: only onto the state that it was decided from. Otherwise it fails as a
 * Conflict, and has to be decided again.
 */
export async function writeSharedStatus<T extends KubeObject & { status?: unknown }>(
  client: ApiClient,
  type: ResourceType<T>,
  object: T,
  status: T["status"],
): Promise<void> {
  if (!semanticEqual(object.status, status))
    await client.update(type, { ...object, status }, { subresource: "status" });
}
