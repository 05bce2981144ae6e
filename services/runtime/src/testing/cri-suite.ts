import { systemClock } from "@flotilla/service";
import { ImageSpec } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { CriAbilities, CriUnderTest } from "./cri-under-test.js";
import { CgroupFs } from "../adapters/cgroup-fs.js";
import { DEFAULT_CGROUP_PARENT } from "../adapters/linux-driver.js";
import { PodBench } from "./pod-bench.js";
import { containerCases } from "./suite/containers.js";
import { imageCases } from "./suite/images.js";
import { isolationCases } from "./suite/isolation.js";
import { CGROUP_PARENT, limitCases } from "./suite/limits.js";
import { podCases } from "./suite/pods.js";
import { recoveryCases } from "./suite/recovery.js";
import { streamCases } from "./suite/streams.js";

/** Opening a runtime takes this long at most, ms. */
const OPEN_TIMEOUT_MS = 60_000;

/**
 * What Flotilla's kubelet relies on in a CRI runtime. Run it over any: ours with each driver, containerd, another.
 */
export function criSuite(name: string, abilities: CriAbilities, open: () => Promise<CriUnderTest>): void {
  describe(`CRI: ${name}`, () => {
    let cri: CriUnderTest;
    let bench: PodBench;
    const current = () => bench;
    beforeAll(async () => {
      cri = await open();
      bench = new PodBench(cri);
      await cri.images.pullImage({
        image: ImageSpec.fromPartial({ image: bench.image("busybox:1") }),
        auth: undefined,
        sandboxConfig: undefined,
      });
    }, OPEN_TIMEOUT_MS);
    afterEach(() => bench.removeAll());
    afterAll(async () => {
      await cri.close();
      for (const group of [CGROUP_PARENT, DEFAULT_CGROUP_PARENT]) await removeCgroup(group);
    }, OPEN_TIMEOUT_MS);

    test("version and status", async () => {
      expect(await cri.runtime.version({ version: "v1" })).toMatchObject({ runtimeApiVersion: "v1" });
      const { status } = await cri.runtime.status({ verbose: false });
      expect(status?.conditions.map(({ type, status: value }) => [type, value])).toEqual([
        ["RuntimeReady", true],
        ["NetworkReady", true],
      ]);
    });
    describe("images", () => imageCases(current));
    describe("pods", () => podCases(current, abilities));
    describe("containers", () => containerCases(current));
    if (abilities.isolation) describe("isolation", () => isolationCases(current, abilities.users));
    if (abilities.limits) describe("limits", () => limitCases(current));
    describe("streams", () => streamCases(current, abilities));
    describe("recovery", () => recoveryCases(current, abilities));
  });
}

/** A kubelet owns the parents of its pods' cgroups; here that is the suite. */
async function removeCgroup(path: string): Promise<void> {
  await (await CgroupFs.probe(systemClock))?.remove(path);
}
