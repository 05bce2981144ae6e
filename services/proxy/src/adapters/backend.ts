import type { Running } from "@flotilla/service";
import type { Rule } from "../core/rules.js";

/** What makes rules true on this machine. `apply` resolves when they are in force; a failed one changed nothing. */
export interface ProxyBackend extends Running {
  readonly mode: "nftables" | "userspace";
  apply(rules: readonly Rule[]): Promise<void>;
}
