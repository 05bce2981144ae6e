import type { PriorityLevelConfiguration } from "@flotilla/api/types/flowcontrol/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, invalid, nonNegative, notSupported, required, type FieldError } from "../shared/field.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf } from "../shared/table.js";

/** Source: kubernetes `pkg/apis/flowcontrol/v1/defaults.go`. */
const SHARES = 30;
const HAND_SIZE = 8;
const QUEUES = 64;
const QUEUE_LENGTH = 50;
const QUEUES_MAX = 10_000_000;

function defaults({ spec }: PriorityLevelConfiguration): void {
  const { limited, exempt } = spec ?? {};
  if (exempt !== undefined) {
    exempt.nominalConcurrencyShares ??= 0;
    exempt.lendablePercent ??= 0;
  }
  if (limited === undefined) return;
  limited.nominalConcurrencyShares ??= SHARES;
  limited.lendablePercent ??= 0;
  const queuing = limited.limitResponse?.queuing;
  if (queuing === undefined) return;
  queuing.handSize ||= HAND_SIZE;
  queuing.queues ||= QUEUES;
  queuing.queueLengthLimit ||= QUEUE_LENGTH;
}

function validate({ spec }: PriorityLevelConfiguration): FieldError[] {
  const { type = "", limited, exempt } = spec ?? {};
  if (type === "Exempt") {
    const errors = limited === undefined ? [] : [forbidden("spec.limited", "must be nil if the type is not Limited")];
    return [...errors, ...nonNegative("spec.exempt.nominalConcurrencyShares", exempt?.nominalConcurrencyShares)];
  }
  if (type !== "Limited") return [notSupported("spec.type", type, ["Exempt", "Limited"])];
  if (limited === undefined) return [required("spec.limited", "must not be empty when type is Limited")];
  const errors = exempt === undefined ? [] : [forbidden("spec.exempt", "must be nil if the type is Limited")];
  errors.push(...nonNegative("spec.limited.nominalConcurrencyShares", limited.nominalConcurrencyShares));
  const percent = limited.lendablePercent ?? 0;
  if (percent < 0 || percent > 100)
    errors.push(invalid("spec.limited.lendablePercent", percent, "must be between 0 and 100, inclusive"));
  const response = limited.limitResponse;
  const at = "spec.limited.limitResponse";
  if (response?.type === "Reject") {
    if (response.queuing !== undefined)
      errors.push(forbidden(`${at}.queuing`, "must be nil if limited.limitResponse.type is not Limited"));
  } else if (response?.type === "Queue") {
    const { queues = 0, handSize = 0 } = response.queuing ?? {};
    if (response.queuing === undefined)
      errors.push(required(`${at}.queuing`, "must not be empty if limited.limitResponse.type is Limited"));
    else if (queues <= 0 || queues > QUEUES_MAX)
      errors.push(invalid(`${at}.queuing.queues`, queues, `must be positive and not greater than ${QUEUES_MAX}`));
    else if (handSize > queues)
      errors.push(invalid(`${at}.queuing.handSize`, handSize, `should not be greater than queues (${queues})`));
  } else errors.push(notSupported(`${at}.type`, response?.type ?? "", ["Queue", "Reject"]));
  return errors;
}

export const priorityLevelConfiguration: Strategy<PriorityLevelConfiguration> = {
  ...separateStatus<PriorityLevelConfiguration>(),
  defaults,
  validate,
  table: {
    columns: [NAME, ...columns("Type", "NominalConcurrencyShares", "Queues", "HandSize", "QueueLengthLimit"), AGE],
    cells(level, now) {
      const limited = level.spec?.limited;
      const queuing = limited?.limitResponse?.queuing;
      return [
        nameOf(level),
        level.spec?.type ?? "",
        limited?.nominalConcurrencyShares ?? "<none>",
        queuing?.queues ?? "<none>",
        queuing?.handSize ?? "<none>",
        queuing?.queueLengthLimit ?? "<none>",
        ageOf(level, now),
      ];
    },
  },
};
