import type { Container, PersistentVolume, Pod, Volume } from "@flotilla/api/types/core/v1.js";

/** What a pod needs from its namespace, and so its node may read. Source: kubernetes `pkg/api/v1/pod/util.go`. */
export interface PodReferences {
  readonly secrets: ReadonlySet<string>;
  readonly configMaps: ReadonlySet<string>;
  readonly claims: ReadonlySet<string>;
  readonly resourceClaims: ReadonlySet<string>;
  readonly serviceAccount: string;
}

/** Kinds of volumes that carry a reference to a secret. */
const SECRET_REFERENCES = [
  "azureFile",
  "cephfs",
  "cinder",
  "flexVolume",
  "iscsi",
  "rbd",
  "scaleIO",
  "storageos",
] as const;

function volumeSecrets(volume: Volume): (string | undefined)[] {
  const referenced = SECRET_REFERENCES.map((kind) => {
    const source = volume[kind] as { secretRef?: { name?: string }; secretName?: string } | undefined;
    return source?.secretRef?.name ?? source?.secretName;
  });
  const projected = (volume.projected?.sources ?? []).map(({ secret }) => secret?.name);
  return [volume.secret?.secretName, volume.csi?.nodePublishSecretRef?.name, ...referenced, ...projected];
}

function environment(containers: readonly Container[]): {
  secrets: (string | undefined)[];
  configMaps: (string | undefined)[];
} {
  const from = containers.flatMap(({ envFrom = [] }) => envFrom);
  const values = containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom));
  return {
    secrets: [...from.map(({ secretRef }) => secretRef?.name), ...values.map((value) => value?.secretKeyRef?.name)],
    configMaps: [
      ...from.map(({ configMapRef }) => configMapRef?.name),
      ...values.map((value) => value?.configMapKeyRef?.name),
    ],
  };
}

const named = (names: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(names.filter((name): name is string => name !== undefined && name !== ""));

export function podReferences({ metadata, spec, status }: Pod): PodReferences {
  const volumes = spec?.volumes ?? [];
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ] as Container[];
  const env = environment(containers);
  const claimed = (spec?.resourceClaims ?? []).map(
    ({ name, resourceClaimName }) =>
      resourceClaimName ??
      (status?.resourceClaimStatuses ?? []).find((candidate) => candidate.name === name)?.resourceClaimName,
  );
  return {
    secrets: named([
      ...(spec?.imagePullSecrets ?? []).map(({ name }) => name),
      ...volumes.flatMap(volumeSecrets),
      ...env.secrets,
    ]),
    configMaps: named([
      ...volumes.flatMap(({ configMap, projected }) => [
        configMap?.name,
        ...(projected?.sources ?? []).map((source) => source.configMap?.name),
      ]),
      ...env.configMaps,
    ]),
    claims: named(
      volumes.map(({ name, persistentVolumeClaim, ephemeral }) =>
        ephemeral === undefined ? persistentVolumeClaim?.claimName : `${metadata?.name ?? ""}-${name}`,
      ),
    ),
    resourceClaims: named(claimed),
    serviceAccount: spec?.serviceAccountName ?? "",
  };
}

interface SecretReference {
  readonly name?: string;
  readonly namespace?: string;
}

/** Secrets that mounting a volume takes, as "namespace/name"; those without a namespace lie in the claim's. */
export function volumeSecretKeys({ spec }: PersistentVolume): ReadonlySet<string> {
  const home = spec?.claimRef?.namespace ?? "";
  const references: (SecretReference | undefined)[] = [
    spec?.csi?.nodePublishSecretRef,
    spec?.csi?.nodeStageSecretRef,
    spec?.csi?.nodeExpandSecretRef,
    spec?.cephfs?.secretRef,
    spec?.cinder?.secretRef,
    spec?.flexVolume?.secretRef,
    spec?.iscsi?.secretRef,
    spec?.rbd?.secretRef,
    spec?.scaleIO?.secretRef,
  ];
  if (spec?.azureFile !== undefined) {
    references.push({ name: spec.azureFile.secretName, namespace: spec.azureFile.secretNamespace ?? home });
  }
  return named(
    references.map((reference) => (reference?.name ? `${reference.namespace || home}/${reference.name}` : undefined)),
  );
}
