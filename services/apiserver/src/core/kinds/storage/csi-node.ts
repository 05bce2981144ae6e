import type { CSINode } from "@flotilla/api/types/storage/v1.js";
import { qualifiedNameProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateCsiDriverName } from "../core/pod-spec/validate-volumes.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { duplicate, IMMUTABLE, invalid, problems, required, type FieldError } from "../shared/field.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";

/** Bytes of a node's id at the driver. */
const NODE_ID_MAX = 192;

function validate({ spec }: CSINode): FieldError[] {
  const drivers = spec?.drivers ?? [];
  return drivers.flatMap(({ name = "", nodeID = "", topologyKeys = [], allocatable }, i) => {
    const at = `spec.drivers[${i}]`;
    const errors = validateCsiDriverName(`${at}.name`, name);
    if (nodeID === "") errors.push(required(`${at}.nodeID`, ""));
    if (nodeID.length > NODE_ID_MAX)
      errors.push(invalid(`${at}.nodeID`, nodeID, `must be ${NODE_ID_MAX} characters or less`));
    if ((allocatable?.count ?? 0) < 0) {
      errors.push(invalid(`${at}.allocatable.count`, allocatable?.count, "must be greater than or equal to 0"));
    }
    if (drivers.findIndex((other) => other.name === name) < i) errors.push(duplicate(`${at}.name`, name));
    topologyKeys.forEach((key, j) => {
      if (key === "") errors.push(required(`${at}.topologyKeys`, ""));
      if (topologyKeys.indexOf(key) < j) errors.push(duplicate(`${at}.topologyKeys`, key));
      errors.push(...problems(`${at}.topologyKeys`, key, key === "" ? [] : qualifiedNameProblems(key)));
    });
    return errors;
  });
}

export const csiNode: Strategy<CSINode> = {
  allowUnconditionalUpdate: false,
  validate,
  validateUpdate({ spec }, old) {
    const withoutCount = (driver: NonNullable<CSINode["spec"]>["drivers"][number]): object => ({
      ...driver,
      allocatable: undefined,
    });
    return (old.spec?.drivers ?? []).flatMap((driver) => {
      const now = (spec?.drivers ?? []).find(({ name }) => name === driver.name);
      const isKept = now === undefined || semanticEqual(withoutCount(now), withoutCount(driver));
      return isKept ? [] : [invalid("spec.drivers", now, IMMUTABLE)];
    });
  },
  table: {
    columns: [NAME, column("Drivers", "integer"), AGE],
    cells: (node, now) => [nameOf(node), (node.spec?.drivers ?? []).length, ageOf(node, now)],
  },
};
