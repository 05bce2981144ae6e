import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DriverName } from "../core/choose-driver.js";
import { criClients, type CriAbilities, type CriUnderTest } from "./cri-under-test.js";
import { bundleRuntime, startRuntimeProcess } from "./runtime-process.js";
import { startTestRegistry } from "./test-registry.js";

/** Of the pods of these tests; outside of what clusters use by default. */
const POD_CIDR = "10.213.0.0/24";
/** "nobody", who may do nothing. */
const NOBODY = 65534;

/** What each driver can do. */
export const ABILITIES: Readonly<Record<DriverName, CriAbilities>> = {
  namespaces: {
    isolation: true,
    network: true,
    limits: true,
    users: true,
    hostPorts: true,
    halfClose: true,
    events: true,
  },
  "user-namespace": {
    isolation: true,
    network: true,
    limits: false,
    users: false,
    hostPorts: true,
    halfClose: true,
    events: true,
  },
  process: {
    isolation: false,
    network: false,
    limits: false,
    users: false,
    hostPorts: false,
    halfClose: true,
    events: true,
  },
};

/** Our runtime as a program of its own, with everything in a temporary folder. */
export async function openOurRuntime(driver: DriverName, extraArgs: readonly string[] = []): Promise<CriUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "flotilla-rt-"));
  const registry = await startTestRegistry();
  const program = await bundleRuntime(folder);
  const socket = join(folder, "cri.sock");
  const state = join(folder, "state");
  const args = [
    "--listen-address",
    `unix:${socket}`,
    "--state-folder",
    state,
    "--driver",
    driver,
    "--pod-cidr",
    POD_CIDR,
    "--cni-conf-folder",
    join(folder, "cni"),
    "--log-level",
    "error",
    ...extraArgs,
  ];
  const ourUid = process.getuid?.() ?? 0;
  const uid = driver === "process" && ourUid === 0 ? NOBODY : ourUid;
  const start = () => startRuntimeProcess(program, args, uid);
  let running = await start();
  const { runtime, images, channel } = criClients(`unix:${socket}`);
  return {
    runtime,
    images,
    folder,
    registry: registry.address,
    async crash() {
      running.kill("SIGKILL");
      await once(running, "exit");
      running = await start();
    },
    async close() {
      await channel.close();
      if (running.exitCode === null && running.signalCode === null) {
        running.kill("SIGTERM");
        await once(running, "exit");
      }
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
