import type { ValidatingWebhookConfiguration } from "@flotilla/api/types/admissionregistration/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { defaultWebhook, validateWebhooks } from "./webhooks.js";

export const validatingWebhookConfiguration: Strategy<ValidatingWebhookConfiguration> = {
  allowUnconditionalUpdate: false,
  defaults: ({ webhooks }) => webhooks?.forEach(defaultWebhook),
  validate: ({ webhooks }) => validateWebhooks(webhooks ?? []),
  table: {
    columns: [NAME, column("Webhooks", "integer"), AGE],
    cells: (object, now) => [nameOf(object), (object.webhooks ?? []).length, ageOf(object, now)],
  },
};
