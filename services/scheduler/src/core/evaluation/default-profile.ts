import { DEFAULT_ARGUMENTS } from "../plugins/arguments.js";
import { PLUGINS } from "../plugins/index.js";
import type { Profile } from "./profile.js";

/** Every plugin with its usual weight, judging all nodes. */
export function defaultProfile(schedulerName = "default-scheduler"): Profile {
  return {
    schedulerName,
    filters: PLUGINS.map(({ plugin }) => plugin),
    scorers: PLUGINS.filter(({ weight }) => weight > 0),
    args: DEFAULT_ARGUMENTS,
    preempts: true,
    advisers: [],
    percentageOfNodesToScore: 100,
  };
}
