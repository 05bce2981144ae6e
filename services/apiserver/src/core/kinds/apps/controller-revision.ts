import type { ControllerRevision } from "@flotilla/api/types/apps/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { nonNegative, required } from "../shared/field.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";

function controllerText({ metadata }: ControllerRevision): string {
  const owner = (metadata?.ownerReferences ?? []).find(({ controller }) => controller === true);
  if (owner === undefined) return "<none>";
  const [group = "", version] = (owner.apiVersion ?? "").split("/");
  const kind = version === undefined ? owner.kind : `${owner.kind}.${group}`;
  return `${(kind ?? "").toLowerCase()}/${owner.name}`;
}

export const controllerRevision: Strategy<ControllerRevision> = {
  validate: ({ revision, data }) => [
    ...nonNegative("revision", revision),
    ...(data === undefined || data === null ? [required("data", "data is mandatory")] : []),
  ],
  validateUpdate: ({ data }, old) => validateImmutable("data", data, old.data),
  table: {
    columns: [NAME, ...columns("Controller", "Revision"), AGE],
    cells: (object, now) => [nameOf(object), controllerText(object), object.revision ?? 0, ageOf(object, now)],
  },
};
