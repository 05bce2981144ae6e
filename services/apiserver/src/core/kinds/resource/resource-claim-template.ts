import type { ResourceClaimTemplate } from "@flotilla/api/types/resource/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { AGE, ageOf, NAME, nameOf } from "../shared/table.js";
import { validateImmutable, validateTemplateMeta } from "../shared/validators.js";
import { defaultDeviceClaim, validateDeviceClaim } from "./device-requests.js";

export const resourceClaimTemplate: Strategy<ResourceClaimTemplate> = {
  defaults: ({ spec }) => defaultDeviceClaim(spec?.spec?.devices),
  validate: ({ spec }) => [
    ...validateTemplateMeta("spec.metadata", spec?.metadata),
    ...validateDeviceClaim("spec.spec.devices", spec?.spec?.devices),
  ],
  validateUpdate: ({ spec }, old) => validateImmutable("spec", spec, old.spec),
  table: { columns: [NAME, AGE], cells: (template, now) => [nameOf(template), ageOf(template, now)] },
};
