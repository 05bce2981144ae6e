import type { ComponentStatus } from "@flotilla/api/types/core/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { columns, NAME, nameOf } from "../shared/table.js";

/** Not stored: the answer to an old question about components that nobody can see any more. */
export const componentStatus: Strategy<ComponentStatus> = {
  table: {
    columns: [NAME, ...columns("Status", "Message", "Error")],
    cells(object) {
      const healthy = (object.conditions ?? []).find(({ type }) => type === "Healthy");
      const status = healthy === undefined ? "Unknown" : healthy.status === "True" ? "Healthy" : "Unhealthy";
      return [nameOf(object), status, healthy?.message ?? "", healthy?.error ?? ""];
    },
  },
};
