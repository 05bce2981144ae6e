import type { VolumeAttributesClass } from "@flotilla/api/types/storage/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateCsiDriverName } from "../core/pod-spec/validate-volumes.js";
import { required } from "../shared/field.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
import { validateParameters } from "./storage-class.js";

export const volumeAttributesClass: Strategy<VolumeAttributesClass> = {
  validate: ({ driverName = "", parameters = {} }) => [
    ...validateCsiDriverName("driverName", driverName),
    ...validateParameters("parameters", parameters),
    ...(Object.keys(parameters).length === 0
      ? [required("parameters", "must contain at least one key/value pair")]
      : []),
  ],
  validateUpdate: (object, old) => [
    ...validateImmutable("driverName", object.driverName, old.driverName),
    ...validateImmutable("parameters", object.parameters, old.parameters),
  ],
  table: {
    columns: [NAME, column("DriverName"), AGE],
    cells: (object, now) => [nameOf(object), object.driverName ?? "", ageOf(object, now)],
  },
};
