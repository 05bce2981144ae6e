import type { Bench } from "../bench.js";
import { measureCore } from "./core.js";
import { measureWholePath } from "./whole-path.js";

/** The decision alone: what the rest of the road may cost. */
export const schedulerCore: Bench = {
  name: "scheduler-core",
  about: "processor time of a decision in the cases of scheduler_perf, without API, watch and writes",
  run: async (say) => measureCore(say),
};

/** SCHEDULER_CASE=name runs only the cases that contain it. */
export const scheduler: Bench = {
  name: "scheduler",
  about:
    "pods bound per second as a watch sees them, in the cases of scheduler_perf, through our store and ApiServer; beside what kube-scheduler's CI asks",
  run: (say) => measureWholePath(say, process.env["SCHEDULER_CASE"]),
};
