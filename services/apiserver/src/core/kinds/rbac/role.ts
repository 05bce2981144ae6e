import type { Role } from "@flotilla/api/types/rbac/v1.js";
import { pathSegmentName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { CREATED_AT_TABLE } from "../shared/table.js";
import { validateRules } from "./rules.js";

export const role: Strategy<Role> = {
  nameCheck: pathSegmentName,
  allowCreateOnUpdate: true,
  validate: ({ rules }) => validateRules(rules ?? [], true),
  table: CREATED_AT_TABLE,
};
