import type { VolumeAttachment } from "@flotilla/api/types/storage/v1.js";
import { subdomainName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateCsiDriverName } from "../core/pod-spec/validate-volumes.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { forbidden, IMMUTABLE, invalid, problems, required, type FieldError } from "../shared/field.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";

function validate({ spec }: VolumeAttachment): FieldError[] {
  const { attacher = "", nodeName = "", source = {} } = spec ?? {};
  const errors = validateCsiDriverName("spec.attacher", attacher);
  const { persistentVolumeName: volume, inlineVolumeSpec: inline } = source;
  const why = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";
  if (volume === undefined && inline === undefined) errors.push(required("spec.source", why));
  if (volume !== undefined && inline !== undefined) errors.push(forbidden("spec.source", why));
  if (volume !== undefined)
    errors.push(...problems("spec.source.persistentVolumeName", volume, subdomainName(volume, false)));
  return [...errors, ...problems("spec.nodeName", nodeName, subdomainName(nodeName, false))];
}

export const volumeAttachment: Strategy<VolumeAttachment> = {
  ...separateStatus<VolumeAttachment>({ attached: false }),
  validate,
  validateUpdate: ({ spec }, old) => (semanticEqual(spec, old.spec) ? [] : [invalid("spec", spec ?? null, IMMUTABLE)]),
  table: {
    columns: [
      NAME,
      { name: "Attacher", type: "string", format: "name", priority: 0 },
      column("PV"),
      column("Node"),
      column("Attached", "boolean"),
      AGE,
    ],
    cells: (object, now) => [
      nameOf(object),
      object.spec?.attacher ?? "",
      object.spec?.source?.persistentVolumeName ?? "",
      object.spec?.nodeName ?? "",
      object.status?.attached ?? false,
      ageOf(object, now),
    ],
  },
};
