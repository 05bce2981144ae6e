import { StatusError, type KubeObject, type ResourceType } from "@flotilla/api";
import { persistentVolumeClaims, persistentVolumes } from "@flotilla/api/resources.js";
import type { ConfigMap, Pod, Secret } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { DownwardInput } from "../core/downward-api.js";
import { ConfigError } from "../core/environment-variables.js";
import { references, type VolumeSources } from "../core/volume-files.js";
import type { PreparedVolume } from "../volumes/pod-volumes.js";
import type { ObjectWatcher } from "./object-watcher.js";
import type { TokenManager } from "./token-manager.js";

/** Everything from the API that a pod's containers and volumes are made of, read at one moment. */
export interface PodInputs {
  readonly sources: VolumeSources;
  readonly claims: ReadonlyMap<string, PreparedVolume>;
}

/** Where the inputs come from. */
export interface InputSources {
  readonly client: ApiClient;
  readonly tokens: TokenManager;
  readonly configMaps: ObjectWatcher<ConfigMap>;
  readonly secrets: ObjectWatcher<Secret>;
}

/** Reads what the pod refers to. What does not exist is left out: whether that matters is decided where it is used. */
export async function readPodInputs(
  { client, tokens, configMaps, secrets }: InputSources,
  pod: Pod,
  downward: DownwardInput,
): Promise<PodInputs> {
  const wanted = references(pod);
  const [maps, secretObjects, tokenTexts, claims] = await Promise.all([
    readAll(configMaps, pod, wanted.configMaps),
    readAll(secrets, pod, wanted.secrets),
    Promise.all(
      wanted.tokens.map(
        async (token) =>
          [
            tokenKey(token.audience, token.expirationSeconds),
            await tokens.get(pod, token.audience, token.expirationSeconds),
          ] as const,
      ),
    ),
    readClaims(client, pod),
  ]);
  const byKey = new Map(tokenTexts);
  return {
    sources: {
      ...downward,
      configMap: (name) => maps.get(name),
      secret: (name) => secretObjects.get(name),
      token: (audience, seconds) => byKey.get(tokenKey(audience, seconds)) ?? "",
    },
    claims,
  };
}

function tokenKey(audience: string | undefined, expirationSeconds: number): string {
  return `${audience ?? ""}/${expirationSeconds}`;
}

async function readAll<T extends KubeObject>(
  watcher: ObjectWatcher<T>,
  pod: Pod,
  names: ReadonlySet<string>,
): Promise<Map<string, T>> {
  const { uid = "", namespace = "" } = pod.metadata ?? {};
  watcher.keepOnly(uid, namespace, names);
  const found = new Map<string, T>();
  await Promise.all(
    [...names].map(async (name) => {
      const object = await watcher.get(uid, namespace, name);
      if (object !== undefined) found.set(name, object);
    }),
  );
  return found;
}

async function readOne<T extends KubeObject>(
  client: ApiClient,
  type: ResourceType<T>,
  namespace: string | undefined,
  name: string,
): Promise<T | undefined> {
  try {
    return await client.get(type, { namespace, name });
  } catch (error) {
    if (error instanceof StatusError && error.status.reason === "NotFound") return undefined;
    throw error;
  }
}

/** Claims that are bound to a volume which is a path on this node (`hostPath` or `local`). */
async function readClaims(client: ApiClient, pod: Pod): Promise<Map<string, PreparedVolume>> {
  const claims = new Map<string, PreparedVolume>();
  for (const volume of pod.spec?.volumes ?? []) {
    const name =
      volume.persistentVolumeClaim?.claimName ??
      (volume.ephemeral === undefined ? undefined : `${pod.metadata?.name ?? ""}-${volume.name}`);
    if (name === undefined) continue;
    const claim = await readOne(client, persistentVolumeClaims, pod.metadata?.namespace, name);
    const volumeName = claim?.spec?.volumeName;
    if (claim === undefined || !volumeName) throw new ConfigError(`persistentvolumeclaim "${name}" is not bound`);
    const bound = await readOne(client, persistentVolumes, undefined, volumeName);
    const path = bound?.spec?.hostPath?.path ?? bound?.spec?.local?.path;
    if (path === undefined)
      throw new ConfigError(`persistent volume "${volumeName}" is of a kind that this node does not support`);
    claims.set(volume.name, { path, readOnly: volume.persistentVolumeClaim?.readOnly ?? false });
  }
  return claims;
}
