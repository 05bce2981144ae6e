import { fileURLToPath } from "node:url";
import { mustRun } from "@flotilla/testing";
import type { Bench, Measurement } from "../bench.js";

const PROGRAM = fileURLToPath(new URL("measure-in-namespace.js", import.meta.url));
const TIMEOUT_MS = 300_000;

/** How long rules take to get into the kernel. Needs root. */
export const proxy: Bench = {
  name: "proxy",
  about:
    "from rules as data until the kernel has them, at first and after a change; beside iptables in kube-proxy's layout",
  async run() {
    return JSON.parse(
      await mustRun("unshare", ["--net", process.execPath, PROGRAM], { timeoutMs: TIMEOUT_MS }),
    ) as Measurement[];
  },
};
