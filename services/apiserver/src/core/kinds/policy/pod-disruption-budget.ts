import type { PodDisruptionBudget } from "@flotilla/api/types/policy/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { invalid, nonNegative, type FieldError } from "../shared/field.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, column, columns, NAME, nameOf } from "../shared/table.js";
import { validateLabelSelector, validateOptionalEnum } from "../shared/validators.js";
import { validateAtMost100Percent, validateIntOrPercent } from "../shared/workload.js";

function validate({ spec = {} }: PodDisruptionBudget): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    errors.push(invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set"));
  }
  for (const field of ["minAvailable", "maxUnavailable"] as const) {
    errors.push(
      ...validateIntOrPercent(`spec.${field}`, spec[field]),
      ...validateAtMost100Percent(`spec.${field}`, spec[field]),
    );
  }
  const policies = ["AlwaysAllow", "IfHealthyBudget"];
  return [
    ...errors,
    ...validateLabelSelector("spec.selector", spec.selector),
    ...validateOptionalEnum("spec.unhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy, policies),
  ];
}

export const podDisruptionBudget: Strategy<PodDisruptionBudget> = {
  allowUnconditionalUpdate: false,
  ...separateStatus<PodDisruptionBudget>(
    { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    statusSubresource<PodDisruptionBudget>({
      validateUpdate: ({ status }) =>
        (["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"] as const).flatMap((field) =>
          nonNegative(`status.${field}`, status?.[field]),
        ),
    }),
  ),
  validate,
  table: {
    columns: [NAME, ...columns("Min Available", "Max Unavailable"), column("Allowed Disruptions", "integer"), AGE],
    cells: (budget, now) => [
      nameOf(budget),
      String(budget.spec?.minAvailable ?? "N/A"),
      String(budget.spec?.maxUnavailable ?? "N/A"),
      budget.status?.disruptionsAllowed ?? 0,
      ageOf(budget, now),
    ],
  },
};
