import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietEnvironment } from "@flotilla/service";
import { runtimeConfig } from "../config.js";
import type { DriverName } from "../core/choose-driver.js";
import { startRuntime, type RunningRuntime } from "../service.js";
import { criClients, type CriAbilities, type CriUnderTest } from "./cri-under-test.js";
import { startTestRegistry } from "./test-registry.js";

/** Of the pods of these tests; outside of what clusters use by default. */
const POD_CIDR = "10.213.0.0/24";

/** What each driver can do. */
export const ABILITIES: Readonly<Record<DriverName, CriAbilities>> = {
  namespaces: { isolation: true, network: true, limits: true, users: true, halfClose: true, events: true },
  "user-namespace": { isolation: true, network: true, limits: false, users: false, halfClose: true, events: true },
  process: { isolation: false, network: false, limits: false, users: false, halfClose: true, events: true },
};

/** Our runtime in this process, on a socket, with everything in a temporary folder. */
export async function openOurRuntime(driver: DriverName): Promise<CriUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "flotilla-rt-"));
  const registry = await startTestRegistry();
  const config = runtimeConfig({
    listenAddress: `unix:${join(folder, "cri.sock")}`,
    stateFolder: join(folder, "state"),
    driver,
    podCidr: POD_CIDR,
    cniConfFolder: join(folder, "cni"),
  });
  const start = () => startRuntime(config, { environment: quietEnvironment() });
  let running: RunningRuntime = await start();
  const { runtime, images, channel } = criClients(running.address);
  return {
    runtime,
    images,
    folder,
    registry: registry.address,
    // What a new server finds is the same after a kill: nothing is written at the stop.
    async crash() {
      await running.stop();
      running = await start();
    },
    async close() {
      await channel.close();
      await running.stop();
      await registry.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
