import type {
  ConfigMap,
  DownwardAPIVolumeFile,
  KeyToPath,
  Pod,
  ProjectedVolumeSource,
  Secret,
  Volume,
} from "@flotilla/api/types/core/v1.js";
import { containerFieldValue, podFieldValue, type DownwardInput } from "./downward-api.js";
import { ConfigError } from "./environment-variables.js";

/** A file of a volume before it is written. */
export interface PlannedFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

/** What the files of a pod's volumes are made from. */
export interface VolumeSources extends DownwardInput {
  readonly configMap: (name: string) => ConfigMap | undefined;
  readonly secret: (name: string) => Secret | undefined;
  /** A token for the pod's service account. */
  readonly token: (audience: string | undefined, expirationSeconds: number) => string;
}

/** Files are readable by everybody unless the volume says otherwise. Source: Kubernetes API, `defaultMode`. */
const DEFAULT_MODE = 0o644;
/** A token's lifetime when the volume does not say. Source: Kubernetes API, `ServiceAccountTokenProjection`. */
const TOKEN_LIFETIME_SECONDS = 3600;

/** The files of a volume that is made from the API; undefined for volumes of other kinds. */
export function volumeFiles(volume: Volume, sources: VolumeSources): PlannedFile[] | undefined {
  if (volume.configMap !== undefined) {
    const { name = "", items, optional, defaultMode } = volume.configMap;
    return fromConfigMap(name, items, optional, defaultMode ?? DEFAULT_MODE, sources);
  }
  if (volume.secret !== undefined) {
    const { secretName = "", items, optional, defaultMode } = volume.secret;
    return fromSecret(secretName, items, optional, defaultMode ?? DEFAULT_MODE, sources);
  }
  if (volume.downwardAPI !== undefined)
    return fromDownward(volume.downwardAPI.items, volume.downwardAPI.defaultMode ?? DEFAULT_MODE, sources);
  if (volume.projected !== undefined) return fromProjected(volume.projected, sources);
  return undefined;
}

/** Names of the ConfigMaps and Secrets that a pod refers to, and the tokens that it wants. */
export function references(pod: Pod): {
  configMaps: Set<string>;
  secrets: Set<string>;
  tokens: { audience: string | undefined; expirationSeconds: number }[];
} {
  const configMaps = new Set<string>();
  const secrets = new Set<string>();
  const tokens: { audience: string | undefined; expirationSeconds: number }[] = [];
  const add = (set: Set<string>, name: string | undefined): void => void (name ? set.add(name) : undefined);
  for (const container of [
    ...(pod.spec?.initContainers ?? []),
    ...(pod.spec?.containers ?? []),
    ...(pod.spec?.ephemeralContainers ?? []),
  ]) {
    for (const source of container.envFrom ?? []) {
      add(configMaps, source.configMapRef?.name);
      add(secrets, source.secretRef?.name);
    }
    for (const entry of container.env ?? []) {
      add(configMaps, entry.valueFrom?.configMapKeyRef?.name);
      add(secrets, entry.valueFrom?.secretKeyRef?.name);
    }
  }
  for (const volume of pod.spec?.volumes ?? []) {
    add(configMaps, volume.configMap?.name);
    add(secrets, volume.secret?.secretName);
    for (const source of volume.projected?.sources ?? []) {
      add(configMaps, source.configMap?.name);
      add(secrets, source.secret?.name);
      const token = source.serviceAccountToken;
      if (token !== undefined)
        tokens.push({
          audience: token.audience || undefined,
          expirationSeconds: token.expirationSeconds ?? TOKEN_LIFETIME_SECONDS,
        });
    }
  }
  for (const secret of pod.spec?.imagePullSecrets ?? []) add(secrets, secret.name);
  return { configMaps, secrets, tokens };
}

function fromConfigMap(
  name: string,
  items: readonly KeyToPath[] | undefined,
  optional: boolean | undefined,
  mode: number,
  sources: VolumeSources,
): PlannedFile[] {
  const map = sources.configMap(name);
  if (map === undefined && !optional) throw new ConfigError(`configmap "${name}" not found`);
  const data = new Map<string, Uint8Array>();
  for (const [key, text] of Object.entries(map?.data ?? {})) data.set(key, utf8(text));
  for (const [key, encoded] of Object.entries(map?.binaryData ?? {})) data.set(key, Buffer.from(encoded, "base64"));
  return select(`configmap "${name}"`, data, items, optional ?? false, mode);
}

function fromSecret(
  name: string,
  items: readonly KeyToPath[] | undefined,
  optional: boolean | undefined,
  mode: number,
  sources: VolumeSources,
): PlannedFile[] {
  const secret = sources.secret(name);
  if (secret === undefined && !optional) throw new ConfigError(`secret "${name}" not found`);
  const data = new Map(
    Object.entries(secret?.data ?? {}).map(([key, encoded]) => [key, Buffer.from(encoded, "base64")]),
  );
  return select(`secret "${name}"`, data, items, optional ?? false, mode);
}

function select(
  what: string,
  data: ReadonlyMap<string, Uint8Array>,
  items: readonly KeyToPath[] | undefined,
  optional: boolean,
  mode: number,
): PlannedFile[] {
  if (items === undefined) return [...data].map(([path, content]) => ({ path, content, mode }));
  return items.flatMap((item) => {
    const content = data.get(item.key);
    if (content !== undefined) return [{ path: item.path, content, mode: item.mode ?? mode }];
    if (optional) return [];
    throw new ConfigError(`${what} references non-existent config key: ${item.key}`);
  });
}

function fromDownward(
  items: readonly DownwardAPIVolumeFile[] | undefined,
  mode: number,
  sources: VolumeSources,
): PlannedFile[] {
  return (items ?? []).map((item) => {
    const text =
      item.fieldRef !== undefined
        ? podFieldValue(sources, item.fieldRef.fieldPath)
        : item.resourceFieldRef !== undefined
          ? containerFieldValue(sources, undefined, item.resourceFieldRef)
          : "";
    return { path: item.path, content: utf8(text), mode: item.mode ?? mode };
  });
}

function fromProjected(projected: ProjectedVolumeSource, sources: VolumeSources): PlannedFile[] {
  const mode = projected.defaultMode ?? DEFAULT_MODE;
  return (projected.sources ?? []).flatMap((source) => {
    if (source.configMap !== undefined)
      return fromConfigMap(
        source.configMap.name ?? "",
        source.configMap.items,
        source.configMap.optional,
        mode,
        sources,
      );
    if (source.secret !== undefined)
      return fromSecret(source.secret.name ?? "", source.secret.items, source.secret.optional, mode, sources);
    if (source.downwardAPI !== undefined) return fromDownward(source.downwardAPI.items, mode, sources);
    const token = source.serviceAccountToken;
    if (token === undefined) return [];
    const text = sources.token(token.audience || undefined, token.expirationSeconds ?? TOKEN_LIFETIME_SECONDS);
    return [{ path: token.path, content: utf8(text), mode }];
  });
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}
