import type { Caller } from "../verbs/caller.js";

/** The ApiServer as its own client. Source: kube-apiserver's loopback identity. */
export function systemCaller(signal: AbortSignal): Caller {
  return {
    user: { username: "system:apiserver", groups: ["system:masters", "system:authenticated"] },
    userAgent: "kube-apiserver",
    signal,
    warn: () => undefined,
  };
}
