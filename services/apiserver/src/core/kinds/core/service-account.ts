import type { ServiceAccount } from "@flotilla/api/types/core/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { AGE, ageOf, NAME, nameOf } from "../shared/table.js";

export const serviceAccount: Strategy<ServiceAccount> = {
  table: {
    columns: [NAME, AGE],
    cells: (account, now) => [nameOf(account), ageOf(account, now)],
  },
};
