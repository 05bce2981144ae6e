import type { PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import { compareQuantities, formatQuantity } from "@flotilla/api/quantity.js";
import type { Strategy } from "../../registry/strategy.js";
import { unifiedDiff } from "../shared/diff.js";
import { deepClone, semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, type FieldError } from "../shared/field.js";
import { restore, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf, orUnset, wide } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
import { defaultClaimSpec } from "./claim-defaults.js";
import { validateClaimSpec } from "./claim-validation.js";
import { accessModesText, storageClassOf } from "./persistent-volume.js";
import { quantityOrZero } from "./pod-spec/resources.js";

/** What changes: the volume once, the size when bound, the class when there was none. */
function validateUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const spec = claim.spec ?? {};
  const before = old.spec ?? {};
  const munged = deepClone(spec);
  const mungedOld = deepClone(before);
  if (!before.volumeName) restore(mungedOld, munged, "volumeName");
  if (before.storageClassName === undefined) restore(munged, before, "storageClassName");
  if (claim.status?.phase === "Bound") {
    const { storage, ...requests } = munged.resources?.requests ?? {};
    const oldStorage = before.resources?.requests?.["storage"];
    if (storage !== undefined && oldStorage !== undefined) {
      munged.resources = { ...munged.resources, requests: { ...requests, storage: oldStorage } };
    }
    restore(munged, before, "volumeAttributesClassName");
  }
  const errors: FieldError[] = [];
  if (!semanticEqual(munged, mungedOld)) {
    const why =
      "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    errors.push(forbidden("spec", `${why}\n${unifiedDiff(mungedOld, munged)}`));
  }
  const sizeOf = (resources: { requests?: Record<string, string> } | undefined) =>
    quantityOrZero(resources?.requests?.["storage"]);
  const size = sizeOf(spec.resources);
  const isSmaller = compareQuantities(size, sizeOf(before.resources)) < 0;
  if (isSmaller && compareQuantities(size, quantityOrZero(old.status?.capacity?.["storage"])) <= 0) {
    errors.push(forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
  }
  errors.push(...validateImmutable("volumeMode", spec.volumeMode, before.volumeMode));
  if (old.status?.currentVolumeAttributesClassName !== undefined && !spec.volumeAttributesClassName) {
    const what = spec.volumeAttributesClassName === undefined ? "nil" : "empty string";
    const why = `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`;
    errors.push(forbidden("spec.volumeAttributesClassName", why));
  }
  return errors;
}

export const persistentVolumeClaim: Strategy<PersistentVolumeClaim> = {
  defaults(claim) {
    defaultClaimSpec((claim.spec ??= {}));
    (claim.status ??= {}).phase ||= "Pending";
  },
  prepareForCreate(claim) {
    claim.status = { phase: "Pending" };
  },
  prepareForUpdate: (claim, old) => restore(claim, old, "status"),
  validate: ({ spec }) => validateClaimSpec("spec", spec ?? {}),
  validateUpdate,
  table: {
    columns: [
      NAME,
      ...columns("Status", "Volume", "Capacity", "Access Modes", "StorageClass", "VolumeAttributesClass"),
      AGE,
      wide("VolumeMode"),
    ],
    cells(claim, now) {
      const { spec = {}, status = {}, metadata = {} } = claim;
      const isBound = Boolean(spec.volumeName);
      return [
        nameOf(claim),
        metadata.deletionTimestamp === undefined ? (status.phase ?? "") : "Terminating",
        spec.volumeName ?? "",
        isBound ? formatQuantity(quantityOrZero(status.capacity?.["storage"])) : "",
        isBound ? accessModesText(status.accessModes) : "",
        storageClassOf(metadata.annotations, spec.storageClassName),
        orUnset(spec.volumeAttributesClassName),
        ageOf(claim, now),
        orUnset(spec.volumeMode),
      ];
    },
  },
  subresources: { status: statusSubresource<PersistentVolumeClaim>() },
};
