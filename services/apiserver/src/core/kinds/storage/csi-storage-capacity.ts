import type { CSIStorageCapacity } from "@flotilla/api/types/storage/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import { formatQuantity } from "@flotilla/api/quantity.js";
import type { Strategy } from "../../registry/strategy.js";
import { quantityOrUndefined } from "../core/pod-spec/resources.js";
import { invalid, problems, NEGATIVE, type FieldError } from "../shared/field.js";
import { CREATED_AT_TABLE } from "../shared/table.js";
import { validateImmutable, validateLabelSelector } from "../shared/validators.js";

function validateSize(at: string, value: string | undefined): FieldError[] {
  const quantity = quantityOrUndefined(value);
  return quantity !== undefined && quantity.nanos < 0n ? [invalid(at, formatQuantity(quantity), NEGATIVE)] : [];
}

export const csiStorageCapacity: Strategy<CSIStorageCapacity> = {
  validate: ({ storageClassName = "", nodeTopology, capacity, maximumVolumeSize }) => [
    ...problems("storageClassName", storageClassName, subdomainName(storageClassName, false)),
    ...validateLabelSelector("nodeTopology", nodeTopology),
    ...validateSize("capacity", capacity),
    ...validateSize("maximumVolumeSize", maximumVolumeSize),
  ],
  validateUpdate: (object, old) => [
    ...validateImmutable("nodeTopology", object.nodeTopology, old.nodeTopology),
    ...validateImmutable("storageClassName", object.storageClassName, old.storageClassName),
  ],
  table: CREATED_AT_TABLE,
};
