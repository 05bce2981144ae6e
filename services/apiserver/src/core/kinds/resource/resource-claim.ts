import type { ResourceClaim } from "@flotilla/api/types/resource/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
import { defaultDeviceClaim, validateDeviceClaim } from "./device-requests.js";

function stateText({ metadata, status }: ResourceClaim): string {
  const isDeleted = metadata?.deletionTimestamp !== undefined;
  const states = isDeleted ? ["deleted"] : [];
  if (status?.allocation === undefined) return [...states, ...(isDeleted ? [] : ["pending"])].join(",");
  return [...states, "allocated", ...((status.reservedFor ?? []).length > 0 ? ["reserved"] : [])].join(",");
}

export const resourceClaim: Strategy<ResourceClaim> = {
  ...separateStatus<ResourceClaim>(),
  defaults: ({ spec }) => defaultDeviceClaim(spec?.devices),
  validate: ({ spec }) => validateDeviceClaim("spec.devices", spec?.devices),
  validateUpdate: ({ spec }, old) => validateImmutable("spec", spec, old.spec),
  table: {
    columns: [NAME, column("State"), AGE],
    cells: (claim, now) => [nameOf(claim), stateText(claim), ageOf(claim, now)],
  },
};
