import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  ProjectedVolumeSource,
  Volume,
  VolumeProjection,
} from "@flotilla/api/types/core/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  problems,
  required,
  type FieldError,
} from "../../shared/field.js";
import { localPath, noBacksteps } from "../../shared/paths.js";
import { validateDns1123Label, validateTemplateMeta } from "../../shared/validators.js";
import { validateClaimSpec } from "../claim-validation.js";
import { quantityOrUndefined } from "./resources.js";
import { validateFieldRef, validateResourceFieldRef } from "./validate-env.js";

export type VolumesByName = ReadonlyMap<string, Volume>;

const FILE_MODE_MAX = 0o777;
const FILE_MODE_PROBLEM = "must be a number between 0 and 0777 (octal), both inclusive";
const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;

const FIELDS_FOR_VOLUMES: readonly string[] = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

/** Volumes that are fine, by name, and what is wrong with the others. */
export function validateVolumes(
  path: string,
  volumes: readonly Volume[],
  podName: string | undefined,
): [VolumesByName, FieldError[]] {
  const valid = new Map<string, Volume>();
  const createdClaims = new Set(
    podName ? volumes.filter((volume) => volume.ephemeral !== undefined).map(({ name }) => `${podName}-${name}`) : [],
  );
  const errors = volumes.flatMap((volume, i) => {
    const { name = "" } = volume;
    const at = `${path}[${i}]`;
    const found = validateSource(at, volume, podName);
    if (name === "") found.push(required(`${at}.name`, ""));
    else found.push(...validateDns1123Label(`${at}.name`, name));
    if (valid.has(name)) found.push(duplicate(`${at}.name`, name));
    if (found.length === 0) valid.set(name, volume);
    const claim = volume.persistentVolumeClaim?.claimName ?? "";
    if (createdClaims.has(claim)) {
      const why = "must not reference a PVC that gets created for an ephemeral volume";
      found.push(invalid(`${at}.persistentVolumeClaim.claimName`, claim, why));
    }
    return found;
  });
  return [valid, errors];
}

type Check = (at: string, volume: Volume, podName: string | undefined) => FieldError[];

/** The sources in the order in which upstream looks at them: the first is checked, the others are too many. */
const SOURCES: readonly (readonly [keyof Volume, Check])[] = [
  ["emptyDir", (at, { emptyDir }) => negativeSize(`${at}.sizeLimit`, emptyDir?.sizeLimit)],
  ["hostPath", (at, { hostPath }) => validateHostPath(at, hostPath ?? {})],
  ["gitRepo", (at, { gitRepo }) => needs(at, { repository: gitRepo?.repository })],
  ["gcePersistentDisk", (at, { gcePersistentDisk }) => needs(at, { pdName: gcePersistentDisk?.pdName })],
  ["awsElasticBlockStore", (at, { awsElasticBlockStore }) => needs(at, { volumeID: awsElasticBlockStore?.volumeID })],
  ["secret", (at, { secret }) => [...needs(at, { secretName: secret?.secretName }), ...modeAndItems(at, secret ?? {})]],
  ["nfs", (at, { nfs }) => validateNfs(at, nfs ?? {})],
  ["iscsi", (at, { iscsi }) => needs(at, { targetPortal: iscsi?.targetPortal, iqn: iscsi?.iqn })],
  ["glusterfs", (at, { glusterfs }) => needs(at, { endpoints: glusterfs?.endpoints, path: glusterfs?.path })],
  ["flocker", () => []],
  [
    "persistentVolumeClaim",
    (at, { persistentVolumeClaim }) => needs(at, { claimName: persistentVolumeClaim?.claimName }),
  ],
  ["rbd", (at, { rbd }) => [...emptyList(`${at}.monitors`, rbd?.monitors), ...needs(at, { image: rbd?.image })]],
  ["cinder", (at, { cinder }) => needs(at, { volumeID: cinder?.volumeID })],
  ["cephfs", (at, { cephfs }) => emptyList(`${at}.monitors`, cephfs?.monitors)],
  ["quobyte", (at, { quobyte }) => needs(at, { registry: quobyte?.registry, volume: quobyte?.volume })],
  ["downwardAPI", (at, { downwardAPI }) => validateDownwardAPI(at, downwardAPI ?? {})],
  ["fc", () => []],
  ["flexVolume", (at, { flexVolume }) => needs(at, { driver: flexVolume?.driver })],
  ["configMap", (at, { configMap }) => [...needs(at, { name: configMap?.name }), ...modeAndItems(at, configMap ?? {})]],
  [
    "azureFile",
    (at, { azureFile }) => needs(at, { secretName: azureFile?.secretName, shareName: azureFile?.shareName }),
  ],
  ["vsphereVolume", (at, { vsphereVolume }) => needs(at, { volumePath: vsphereVolume?.volumePath })],
  ["photonPersistentDisk", (at, { photonPersistentDisk }) => needs(at, { pdID: photonPersistentDisk?.pdID })],
  ["portworxVolume", (at, { portworxVolume }) => needs(at, { volumeID: portworxVolume?.volumeID })],
  ["azureDisk", (at, { azureDisk }) => needs(at, { diskName: azureDisk?.diskName, diskURI: azureDisk?.diskURI })],
  ["storageos", (at, { storageos }) => needs(at, { volumeName: storageos?.volumeName })],
  ["projected", (at, { projected }) => validateProjected(at, projected ?? {})],
  [
    "scaleIO",
    (at, { scaleIO }) =>
      needs(at, { gateway: scaleIO?.gateway, system: scaleIO?.system, volumeName: scaleIO?.volumeName }),
  ],
  ["csi", (at, { csi }) => validateCsi(at, csi ?? {})],
  ["ephemeral", (at, volume, podName) => validateEphemeral(at, volume, podName)],
  ["image", (at, { image }) => validateImageVolume(at, image ?? {})],
];

function validateSource(at: string, volume: Volume, podName: string | undefined): FieldError[] {
  const given = SOURCES.filter(([field]) => volume[field] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [required(at, "must specify a volume type")];
  const [field, check] = first;
  return [
    ...check(`${at}.${field}`, volume, podName),
    ...others.map(([other]) => forbidden(`${at}.${other}`, "may not specify more than 1 volume type")),
  ];
}

/** A `Required` for every field that is missing or empty. */
function needs(at: string, fields: Readonly<Record<string, string | undefined>>): FieldError[] {
  return Object.entries(fields)
    .filter(([, value]) => !value)
    .map(([field]) => required(`${at}.${field}`, ""));
}

const emptyList = (at: string, list: readonly unknown[] | undefined): FieldError[] =>
  (list ?? []).length === 0 ? [required(at, "")] : [];

function negativeSize(at: string, size: string | number | undefined): FieldError[] {
  const quantity = quantityOrUndefined(size);
  const isNegative = quantity !== undefined && quantity.nanos < 0n;
  return isNegative ? [forbidden(at, "SizeLimit field must be a valid resource quantity")] : [];
}

const HOST_PATH_TYPES = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

function validateHostPath(at: string, { path = "", type }: { path?: string; type?: string }): FieldError[] {
  if (path === "") return [required(`${at}.path`, "")];
  const errors = noBacksteps(`${at}.path`, path);
  if (type !== undefined && !HOST_PATH_TYPES.includes(type))
    errors.push(notSupported(`${at}.type`, type, HOST_PATH_TYPES));
  return errors;
}

function validateNfs(at: string, { server, path = "" }: { server?: string; path?: string }): FieldError[] {
  const errors = needs(at, { server, path });
  if (!path.startsWith("/")) errors.push(invalid(`${at}.path`, path, "must be an absolute path"));
  return errors;
}

/** Bytes of a CSI driver's name. */
const DRIVER_NAME_MAX = 63;

export function validateCsiDriverName(at: string, name: string): FieldError[] {
  const errors = name === "" ? [required(at, "")] : [];
  if (name.length > DRIVER_NAME_MAX)
    errors.push(invalid(at, name, `must be no more than ${DRIVER_NAME_MAX} characters`));
  if (name !== "") errors.push(...problems(at, name, subdomainName(name.toLowerCase(), false)));
  return errors;
}

function validateCsi(at: string, csi: { driver?: string; nodePublishSecretRef?: { name?: string } }): FieldError[] {
  const errors = validateCsiDriverName(`${at}.driver`, csi.driver ?? "");
  if (csi.nodePublishSecretRef === undefined) return errors;
  const { name = "" } = csi.nodePublishSecretRef;
  if (name === "") return [...errors, required(`${at}.nodePublishSecretRef.name`, "")];
  return [...errors, ...problems(`${at}.name`, name, subdomainName(name, false))];
}

function validateEphemeral(at: string, { name = "", ephemeral }: Volume, podName: string | undefined): FieldError[] {
  const template = ephemeral?.volumeClaimTemplate;
  const errors =
    template === undefined
      ? [required(`${at}.volumeClaimTemplate`, "")]
      : [
          ...validateTemplateMeta(`${at}.volumeClaimTemplate.metadata`, template.metadata),
          ...validateClaimSpec(`${at}.volumeClaimTemplate.spec`, template.spec ?? {}),
        ];
  if (podName && name !== "") {
    const claim = `${podName}-${name}`;
    const found = subdomainName(claim, false).map((problem) => `PVC name ${JSON.stringify(claim)}: ${problem}`);
    errors.push(...problems(`${at.replace(/\.ephemeral$/, "")}.name`, name, found));
  }
  return errors;
}

function validateImageVolume(
  at: string,
  { reference, pullPolicy }: { reference?: string; pullPolicy?: string },
): FieldError[] {
  const policies = ["Always", "IfNotPresent", "Never"];
  const errors = needs(at, { reference });
  if (!pullPolicy) errors.push(required(`${at}.pullPolicy`, ""));
  else if (!policies.includes(pullPolicy)) errors.push(notSupported(`${at}.pullPolicy`, pullPolicy, policies));
  return errors;
}

function validateMode(at: string, mode: number | undefined): FieldError[] {
  return mode !== undefined && (mode < 0 || mode > FILE_MODE_MAX) ? [invalid(at, mode, FILE_MODE_PROBLEM)] : [];
}

function modeAndItems(at: string, source: { defaultMode?: number; items?: readonly KeyToPath[] }): FieldError[] {
  const items = (source.items ?? []).flatMap((item, i) => validateKeyToPath(`${at}.items[${i}]`, item));
  return [...validateMode(`${at}.defaultMode`, source.defaultMode), ...items];
}

function validateKeyToPath(at: string, { key, path = "", mode }: KeyToPath): FieldError[] {
  return [...needs(at, { key, path }), ...localPath(`${at}.path`, path), ...validateMode(`${at}.mode`, mode)];
}

function validateDownwardAPI(
  at: string,
  source: { defaultMode?: number; items?: readonly DownwardAPIVolumeFile[] },
): FieldError[] {
  const files = (source.items ?? []).flatMap((file) => validateDownwardFile(at, file));
  return [...validateMode(`${at}.defaultMode`, source.defaultMode), ...files];
}

function validateDownwardFile(
  at: string,
  { path = "", fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile,
): FieldError[] {
  const errors = [...needs(at, { path }), ...localPath(`${at}.path`, path)];
  if (fieldRef !== undefined) {
    errors.push(...validateFieldRef(`${at}.fieldRef`, fieldRef, FIELDS_FOR_VOLUMES));
    if (resourceFieldRef !== undefined) {
      errors.push(invalid(at, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
    }
  } else if (resourceFieldRef !== undefined) {
    errors.push(...validateResourceFieldRef(`${at}.resourceFieldRef`, resourceFieldRef, true));
  } else {
    errors.push(required(at, "one of fieldRef and resourceFieldRef is required"));
  }
  return [...errors, ...validateMode(`${at}.mode`, mode)];
}

function validateProjected(at: string, { defaultMode, sources = [] }: ProjectedVolumeSource): FieldError[] {
  const paths = new Set<string>();
  const errors = sources.flatMap((source, i) => {
    const place = `${at}.sources[${i}]`;
    const kinds = Object.values(source).filter((value) => value !== undefined).length;
    const found = [...validateProjection(at, place, source), ...pathConflicts(at, source, paths)];
    return kinds > 1 ? [...found, forbidden(place, "may not specify more than 1 volume type per source")] : found;
  });
  return [...validateMode(`${at}.defaultMode`, defaultMode), ...errors];
}

function validateProjection(volumeAt: string, at: string, source: VolumeProjection): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ["secret", "configMap"] as const) {
    const reference = source[field];
    if (reference === undefined) continue;
    errors.push(...needs(`${at}.${field}`, { name: reference.name }));
    errors.push(...(reference.items ?? []).flatMap((item, i) => validateKeyToPath(`${at}.${field}.items[${i}]`, item)));
  }
  for (const file of source.downwardAPI?.items ?? []) errors.push(...validateDownwardFile(`${at}.downwardAPI`, file));
  const token = source.serviceAccountToken;
  if (token !== undefined) {
    const seconds = token.expirationSeconds ?? 0;
    const place = `${at}.serviceAccountToken.expirationSeconds`;
    if (seconds < TOKEN_SECONDS_MIN)
      errors.push(invalid(place, seconds, "may not specify a duration less than 10 minutes"));
    if (seconds > TOKEN_SECONDS_MAX)
      errors.push(invalid(place, seconds, "may not specify a duration larger than 2^32 seconds"));
    if (!token.path) errors.push(required(`${volumeAt}.path`, ""));
    else errors.push(...localPath(`${volumeAt}.path`, token.path));
  }
  const bundle = source.clusterTrustBundle;
  if (bundle?.name !== undefined && bundle.signerName !== undefined) {
    errors.push(invalid(`${at}.clusterTrustBundle`, bundle, "only one of name and signerName may be used"));
  }
  return errors;
}

/** Two sources may not write one file. */
function pathConflicts(at: string, source: VolumeProjection, taken: Set<string>): FieldError[] {
  const files = [
    ...(source.secret?.items ?? []).map(({ path }) => ({ path, shown: source.secret?.name })),
    ...(source.configMap?.items ?? []).map(({ path }) => ({ path, shown: source.configMap?.name })),
    ...(source.downwardAPI?.items ?? []).map(({ path }) => ({ path, shown: path })),
    ...(source.serviceAccountToken?.path
      ? [{ path: source.serviceAccountToken.path, shown: source.serviceAccountToken.path }]
      : []),
  ];
  return files.flatMap(({ path, shown }) => {
    if (!path) return [];
    if (taken.has(path)) return [invalid(at, shown ?? "", "conflicting duplicate paths")];
    taken.add(path);
    return [];
  });
}
