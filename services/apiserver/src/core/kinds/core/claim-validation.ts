import type { PersistentVolumeClaimSpec } from "@flotilla/api/types/core/v1.js";
import { dns1123SubdomainProblems, labelName, subdomainName } from "@flotilla/api/names.js";
import { compareQuantities, formatQuantity, zeroQuantity } from "@flotilla/api/quantity.js";
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
import { validateLabelSelector, validateOptionalEnum } from "../shared/validators.js";
import { quantityOrUndefined } from "./pod-spec/resources.js";

export const ACCESS_MODES: readonly string[] = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
export const VOLUME_MODES: readonly string[] = ["Block", "Filesystem"];

/** Source: kubernetes `pkg/apis/core/validation/validation.go`, ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(path: string, spec: PersistentVolumeClaimSpec): FieldError[] {
  const { storageClassName, volumeAttributesClassName } = spec;
  return [
    ...validateAccessModes(`${path}.accessModes`, spec.accessModes ?? [], "at least 1 access mode is required"),
    ...validateLabelSelector(`${path}.selector`, spec.selector),
    ...validateStorageRequest(`${path}.resources[storage]`, spec),
    ...(storageClassName
      ? problems(`${path}.storageClassName`, storageClassName, subdomainName(storageClassName, false))
      : []),
    ...validateOptionalEnum(`${path}.volumeMode`, spec.volumeMode, VOLUME_MODES),
    ...validateDataSources(path, spec),
    ...(volumeAttributesClassName
      ? problems(
          `${path}.volumeAttributesClassName`,
          volumeAttributesClassName,
          subdomainName(volumeAttributesClassName, false),
        )
      : []),
  ];
}

export function validateAccessModes(path: string, modes: readonly string[], whenEmpty: string): FieldError[] {
  const errors = modes.length === 0 ? [required(path, whenEmpty)] : [];
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(path, mode, ACCESS_MODES));
  if (
    modes.includes("ReadWriteOncePod") &&
    modes.some((mode) => mode !== "ReadWriteOncePod" && ACCESS_MODES.includes(mode))
  ) {
    errors.push(forbidden(path, "may not use ReadWriteOncePod with other access modes"));
  }
  return errors;
}

function validateStorageRequest(at: string, spec: PersistentVolumeClaimSpec): FieldError[] {
  const quantity = quantityOrUndefined(spec.resources?.requests?.["storage"]);
  if (quantity === undefined) return [required(at, "")];
  return compareQuantities(quantity, zeroQuantity()) <= 0 ? [invalid(at, formatQuantity(quantity), NOT_POSITIVE)] : [];
}

type DataSource = NonNullable<PersistentVolumeClaimSpec["dataSourceRef"]>;

function validateDataSource(at: string, { apiGroup, kind, name, namespace }: Partial<DataSource>): FieldError[] {
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${at}.name`, ""));
  if (!kind) errors.push(required(`${at}.kind`, ""));
  if (!apiGroup && kind !== "PersistentVolumeClaim") {
    errors.push(invalid(at, kind ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
  }
  if (apiGroup) errors.push(...problems(`${at}.apiGroup`, apiGroup, dns1123SubdomainProblems(apiGroup)));
  if (namespace) errors.push(...problems(`${at}.namespace`, namespace, labelName(namespace, false)));
  return errors;
}

function validateDataSources(path: string, { dataSource, dataSourceRef }: PersistentVolumeClaimSpec): FieldError[] {
  const errors: FieldError[] = [];
  if (dataSource !== undefined) errors.push(...validateDataSource(`${path}.dataSource`, dataSource));
  if (dataSourceRef !== undefined) errors.push(...validateDataSource(`${path}.dataSourceRef`, dataSourceRef));
  if (dataSource === undefined || dataSourceRef === undefined) return errors;
  const shown = `${path}.dataSource`;
  if (dataSourceRef.namespace) {
    errors.push(invalid(path, shown, "may not be specified when dataSourceRef.namespace is specified"));
  } else {
    const { namespace: _, ...reference } = dataSourceRef;
    if (!semanticEqual(dataSource, reference)) errors.push(invalid(path, shown, "must match dataSourceRef"));
  }
  return errors;
}
