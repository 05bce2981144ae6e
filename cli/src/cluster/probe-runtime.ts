import { quietEnvironment } from "@flotilla/service";
import type { RuntimeChoice } from "./cluster-spec.js";
import type { Home } from "./home.js";

/** How containers will be kept apart, found by trying; told before anything starts. */
export async function probeRuntime(home: Home): Promise<RuntimeChoice> {
  const { probeDriver, runtimeConfig } = await import("@flotilla/runtime");
  return probeDriver(runtimeConfig({ stateFolder: home.data("runtime-probe") }), quietEnvironment());
}
