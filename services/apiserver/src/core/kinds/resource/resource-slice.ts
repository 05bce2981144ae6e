import type { ResourceSlice } from "@flotilla/api/types/resource/v1.js";
import { dns1123LabelProblems, subdomainName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { duplicate, invalid, problems, required, tooMany, type FieldError } from "../shared/field.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";

const DEVICES_MAX = 128;

function validate({ spec }: ResourceSlice): FieldError[] {
  const { driver = "", pool, nodeName, nodeSelector, allNodes, perDeviceNodeSelection, devices = [] } = spec ?? {};
  const errors =
    driver === "" ? [required("spec.driver", "")] : problems("spec.driver", driver, subdomainName(driver, false));
  if (!pool?.name) errors.push(required("spec.pool.name", ""));
  if ((pool?.resourceSliceCount ?? 0) <= 0)
    errors.push(invalid("spec.pool.resourceSliceCount", pool?.resourceSliceCount ?? 0, "must be greater than zero"));
  if ((pool?.generation ?? 0) < 0)
    errors.push(invalid("spec.pool.generation", pool?.generation, "must be greater than or equal to zero"));
  const places = {
    nodeName,
    nodeSelector,
    allNodes: allNodes || undefined,
    perDeviceNodeSelection: perDeviceNodeSelection || undefined,
  };
  const given = Object.values(places).filter((value) => value !== undefined).length;
  const list = "`nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection`";
  if (given === 0) errors.push(required("spec", `exactly one of ${list} is required`));
  if (given > 1)
    errors.push(
      invalid("spec", Object.keys(places), `exactly one of ${list} is required, but multiple fields are set`),
    );
  if (devices.length > DEVICES_MAX) errors.push(tooMany("spec.devices", devices.length, DEVICES_MAX));
  devices.forEach(({ name = "" }, i) => {
    errors.push(...problems(`spec.devices[${i}].name`, name, dns1123LabelProblems(name)));
    if (devices.findIndex((other) => other.name === name) < i) errors.push(duplicate(`spec.devices[${i}].name`, name));
  });
  return errors;
}

export const resourceSlice: Strategy<ResourceSlice> = {
  validate,
  validateUpdate: ({ spec }, old) => [
    ...validateImmutable("spec.driver", spec?.driver, old.spec?.driver),
    ...validateImmutable("spec.pool.name", spec?.pool?.name, old.spec?.pool?.name),
    ...validateImmutable("spec.nodeName", spec?.nodeName, old.spec?.nodeName),
    ...validateImmutable("spec.allNodes", spec?.allNodes, old.spec?.allNodes),
  ],
  selectableFieldNames: ["spec.nodeName", "spec.driver"],
  selectableFields: ({ spec }) => ({ "spec.nodeName": spec?.nodeName ?? "", "spec.driver": spec?.driver ?? "" }),
  table: {
    columns: [NAME, ...columns("Node", "Driver", "Pool"), AGE],
    cells: (slice, now) => [
      nameOf(slice),
      slice.spec?.nodeName ?? "",
      slice.spec?.driver ?? "",
      slice.spec?.pool?.name ?? "",
      ageOf(slice, now),
    ],
  },
};
