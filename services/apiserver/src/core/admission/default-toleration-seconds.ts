import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { AdmissionPlugin } from "./plugin.js";
import { isAbout } from "./shared.js";

const SECONDS = 300;
const TAINTS = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] as const;

/** Pods stay on a node that is lost for five minutes, unless they say otherwise. */
export const defaultTolerationSeconds: AdmissionPlugin = {
  name: "DefaultTolerationSeconds",
  handles: (request) =>
    (request.operation === "CREATE" || request.operation === "UPDATE") && isAbout(request, "", "pods"),
  admit({ object }) {
    const { spec } = object as Pod;
    if (spec === undefined) return Promise.resolve();
    const given = spec.tolerations ?? [];
    const added = TAINTS.filter(
      (taint) =>
        !given.some(({ key = "", effect = "" }) => [taint, ""].includes(key) && ["NoExecute", ""].includes(effect)),
    );
    if (added.length > 0) {
      const tolerations = added.map((key) => ({
        key,
        operator: "Exists" as const,
        effect: "NoExecute" as const,
        tolerationSeconds: SECONDS,
      }));
      spec.tolerations = [...given, ...tolerations];
    }
    return Promise.resolve();
  },
};
