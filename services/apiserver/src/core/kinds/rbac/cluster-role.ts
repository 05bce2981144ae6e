import type { ClusterRole } from "@flotilla/api/types/rbac/v1.js";
import { pathSegmentName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { required } from "../shared/field.js";
import { CREATED_AT_TABLE } from "../shared/table.js";
import { validateLabelSelector } from "../shared/validators.js";
import { validateRules } from "./rules.js";

export const clusterRole: Strategy<ClusterRole> = {
  nameCheck: pathSegmentName,
  allowCreateOnUpdate: true,
  validate({ rules, aggregationRule }) {
    const errors = validateRules(rules ?? [], false);
    if (aggregationRule === undefined) return errors;
    const selectors = aggregationRule.clusterRoleSelectors ?? [];
    const at = "aggregationRule.clusterRoleSelectors";
    if (selectors.length === 0) {
      errors.push(required(at, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
    }
    return [...errors, ...selectors.flatMap((selector, i) => validateLabelSelector(`${at}[${i}]`, selector))];
  },
  table: CREATED_AT_TABLE,
};
