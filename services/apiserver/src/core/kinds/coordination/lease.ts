import type { Lease } from "@flotilla/api/types/coordination/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, invalid, nonNegative } from "../shared/field.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";

export const lease: Strategy<Lease> = {
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  validate({ spec = {} }) {
    const { leaseDurationSeconds: seconds, leaseTransitions, preferredHolder, strategy } = spec;
    const errors = nonNegative("spec.leaseTransitions", leaseTransitions);
    if (seconds !== undefined && seconds <= 0) {
      errors.unshift(invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0"));
    }
    if (preferredHolder && !strategy) {
      errors.push(forbidden("spec.preferredHolder", "may only be specified if `strategy` is defined"));
    }
    return errors;
  },
  table: {
    columns: [NAME, column("Holder"), AGE],
    cells: (lease, now) => [nameOf(lease), lease.spec?.holderIdentity ?? "", ageOf(lease, now)],
  },
};
