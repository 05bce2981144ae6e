import type { PersistentVolume, PersistentVolumeSpec } from "@flotilla/api/types/core/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import { compareQuantities, formatQuantity, zeroQuantity } from "@flotilla/api/quantity.js";
import type { Strategy } from "../../registry/strategy.js";
import { unifiedDiff } from "../shared/diff.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import {
  forbidden,
  invalid,
  NOT_POSITIVE,
  notSupported,
  problems,
  required,
  type FieldError,
} from "../shared/field.js";
import { restore, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf, orUnset, wide } from "../shared/table.js";
import { validateEnum, validateImmutable, validateOptionalEnum } from "../shared/validators.js";
import { validateAccessModes, VOLUME_MODES } from "./claim-validation.js";
import { quantityOrUndefined, quantityOrZero } from "./pod-spec/resources.js";
import { validateNodeSelector } from "./pod-spec/validate-affinity.js";
import { hasBacksteps } from "../shared/paths.js";
import { validateCsiDriverName } from "./pod-spec/validate-volumes.js";

const SOURCES = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "glusterfs",
  "flocker",
  "nfs",
  "rbd",
  "quobyte",
  "cephfs",
  "iscsi",
  "cinder",
  "fc",
  "flexVolume",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "scaleIO",
  "local",
  "storageos",
  "csi",
] as const;

const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
const SHORT_MODES: readonly (readonly [string, string])[] = [
  ["ReadWriteOnce", "RWO"],
  ["ReadOnlyMany", "ROX"],
  ["ReadWriteMany", "RWX"],
  ["ReadWriteOncePod", "RWOP"],
];

export const accessModesText = (modes: readonly string[] | undefined): string =>
  SHORT_MODES.filter(([mode]) => (modes ?? []).includes(mode))
    .map(([, short]) => short)
    .join(",");

export const storageClassOf = (
  annotations: Readonly<Record<string, string>> | undefined,
  name: string | undefined,
): string => annotations?.[CLASS_ANNOTATION] ?? name ?? "";

function validateCapacity({ capacity = {} }: PersistentVolumeSpec): FieldError[] {
  const at = "spec.capacity";
  if (Object.keys(capacity).length === 0) return [required(at, "")];
  const storage = quantityOrUndefined(capacity["storage"]);
  if (storage === undefined || Object.keys(capacity).length > 1) return [notSupported(at, capacity, ["storage"])];
  const isPositive = compareQuantities(storage, zeroQuantity()) > 0;
  return isPositive ? [] : [invalid(`${at}[storage]`, formatQuantity(storage), NOT_POSITIVE)];
}

function validateSource(spec: PersistentVolumeSpec): FieldError[] {
  const [first, ...others] = SOURCES.filter((field) => spec[field] !== undefined);
  if (first === undefined) return [required("spec", "must specify a volume type")];
  const errors = others.map((field) => forbidden(`spec.${field}`, "may not specify more than 1 volume type"));
  const { hostPath, local, nfs, csi } = spec;
  if (first === "hostPath") errors.push(...validatePath("spec.hostPath.path", hostPath?.path ?? ""));
  if (first === "local") errors.push(...validatePath("spec.local.path", local?.path ?? ""));
  if (first === "nfs") {
    if (!nfs?.server) errors.push(required("spec.nfs.server", ""));
    errors.push(...validatePath("spec.nfs.path", nfs?.path ?? ""));
  }
  if (first === "csi") {
    errors.push(...validateCsiDriverName("spec.csi.driver", csi?.driver ?? ""));
    if (!csi?.volumeHandle) errors.push(required("spec.csi.volumeHandle", ""));
  }
  return errors;
}

function validatePath(at: string, path: string): FieldError[] {
  if (path === "") return [required(at, "")];
  return hasBacksteps(path) ? [invalid(at, path, "must not contain '..'")] : [];
}

function validate({ spec = {} }: PersistentVolume): FieldError[] {
  const { storageClassName, volumeAttributesClassName: attributes } = spec;
  const errors = [
    ...validateAccessModes("spec.accessModes", spec.accessModes ?? [], ""),
    ...validateCapacity(spec),
    ...validateEnum("spec.persistentVolumeReclaimPolicy", spec.persistentVolumeReclaimPolicy, [
      "Delete",
      "Recycle",
      "Retain",
    ]),
  ];
  const terms = spec.nodeAffinity?.required;
  if (spec.nodeAffinity !== undefined && terms === undefined) {
    errors.push(required("spec.nodeAffinity.required", "must specify required node constraints"));
  }
  if (terms !== undefined) errors.push(...validateNodeSelector("spec.nodeAffinity.required", terms));
  if (spec.local !== undefined && spec.nodeAffinity === undefined) {
    errors.push(required("spec.nodeAffinity", "Local volume requires node affinity"));
  }
  errors.push(...validateSource(spec));
  if (spec.hostPath?.path === "/" && spec.persistentVolumeReclaimPolicy === "Recycle") {
    errors.push(forbidden("spec.persistentVolumeReclaimPolicy", "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (storageClassName)
    errors.push(...problems("spec.storageClassName", storageClassName, subdomainName(storageClassName, false)));
  errors.push(...validateOptionalEnum("spec.volumeMode", spec.volumeMode, VOLUME_MODES));
  if (attributes === undefined) return errors;
  const at = "spec.volumeAttributesClassName";
  if (attributes === "") errors.push(required(at, "an empty string is disallowed"));
  else errors.push(...problems(at, attributes, subdomainName(attributes, false)));
  if (spec.csi === undefined)
    errors.push(required("spec.csi", "has to be specified when using volumeAttributesClassName"));
  return errors;
}

function validateUpdate({ spec = {} }: PersistentVolume, { spec: old = {} }: PersistentVolume): FieldError[] {
  const sourceOf = (volume: PersistentVolumeSpec): object =>
    Object.fromEntries(SOURCES.map((field) => [field, volume[field]]));
  const errors: FieldError[] = [];
  const added = spec.csi !== undefined && old.csi !== undefined && old.csi.controllerExpandSecretRef === undefined;
  const source = added
    ? { ...sourceOf(spec), csi: { ...spec.csi, controllerExpandSecretRef: undefined } }
    : sourceOf(spec);
  if (!semanticEqual(source, sourceOf(old))) {
    const why = `spec.persistentvolumesource is immutable after creation\n${unifiedDiff(sourceOf(old), sourceOf(spec))}`;
    errors.push(forbidden("spec.persistentvolumesource", why));
  }
  errors.push(...validateImmutable("volumeMode", spec.volumeMode, old.volumeMode));
  if (old.nodeAffinity !== undefined)
    errors.push(...validateImmutable("nodeAffinity", spec.nodeAffinity, old.nodeAffinity));
  if (old.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined) {
    errors.push(forbidden("spec.volumeAttributesClassName", "update from non-nil value to nil is forbidden"));
  }
  return errors;
}

export const persistentVolume: Strategy<PersistentVolume> = {
  defaults(volume) {
    const spec = (volume.spec ??= {});
    spec.persistentVolumeReclaimPolicy ||= "Retain";
    spec.volumeMode ??= "Filesystem";
    if (spec.hostPath !== undefined) spec.hostPath.type ??= "";
    (volume.status ??= {}).phase ||= "Pending";
  },
  prepareForCreate(volume, { now }) {
    volume.status = { phase: "Pending", lastPhaseTransitionTime: now };
  },
  prepareForUpdate: (volume, old) => restore(volume, old, "status"),
  validate,
  validateUpdate,
  table: {
    columns: [
      NAME,
      ...columns(
        "Capacity",
        "Access Modes",
        "Reclaim Policy",
        "Status",
        "Claim",
        "StorageClass",
        "VolumeAttributesClass",
        "Reason",
      ),
      AGE,
      wide("VolumeMode"),
    ],
    cells(volume, now) {
      const { spec = {}, status = {}, metadata = {} } = volume;
      const claim = spec.claimRef;
      return [
        nameOf(volume),
        formatQuantity(quantityOrZero(spec.capacity?.["storage"])),
        accessModesText(spec.accessModes),
        spec.persistentVolumeReclaimPolicy ?? "",
        metadata.deletionTimestamp === undefined ? (status.phase ?? "") : "Terminating",
        claim === undefined ? "" : `${claim.namespace ?? ""}/${claim.name ?? ""}`,
        storageClassOf(metadata.annotations, spec.storageClassName),
        orUnset(spec.volumeAttributesClassName),
        status.reason ?? "",
        ageOf(volume, now),
        orUnset(spec.volumeMode),
      ];
    },
  },
  subresources: {
    status: {
      ...statusSubresource<PersistentVolume>(),
      prepareForUpdate(volume, old, { now }) {
        restore(volume, old, "spec");
        const status = (volume.status ??= {});
        if (status.phase !== old.status?.phase) status.lastPhaseTransitionTime = now;
      },
    },
  },
};
