import type { MutatingWebhookConfiguration } from "@flotilla/api/types/admissionregistration/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { defaultWebhook, validateWebhooks } from "./webhooks.js";

export const mutatingWebhookConfiguration: Strategy<MutatingWebhookConfiguration> = {
  allowUnconditionalUpdate: false,
  defaults({ webhooks }) {
    for (const webhook of webhooks ?? []) {
      defaultWebhook(webhook);
      webhook.reinvocationPolicy ??= "Never";
    }
  },
  validate: ({ webhooks }) => validateWebhooks(webhooks ?? []),
  table: {
    columns: [NAME, column("Webhooks", "integer"), AGE],
    cells: (object, now) => [nameOf(object), (object.webhooks ?? []).length, ageOf(object, now)],
  },
};
