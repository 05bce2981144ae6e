import type { ClusterRoleBinding } from "@flotilla/api/types/rbac/v1.js";
import { pathSegmentName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { AGE, ageOf, column, NAME, nameOf, wide } from "../shared/table.js";
import { defaultBinding, subjectCells, validateBinding, validateRoleRefKept } from "./rules.js";

export const clusterRoleBinding: Strategy<ClusterRoleBinding> = {
  nameCheck: pathSegmentName,
  allowCreateOnUpdate: true,
  defaults: defaultBinding,
  validate: (binding) => validateBinding(binding, ["ClusterRole"]),
  validateUpdate: ({ roleRef }, old) => validateRoleRefKept(roleRef, old.roleRef),
  table: {
    columns: [NAME, column("Role"), AGE, wide("Users"), wide("Groups"), wide("ServiceAccounts")],
    cells: (binding, now) => [
      nameOf(binding),
      `${binding.roleRef?.kind ?? ""}/${binding.roleRef?.name ?? ""}`,
      ageOf(binding, now),
      ...subjectCells(binding.subjects),
    ],
  },
};
