import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CriUnderTest } from "./testing/cri-under-test.js";
import { openOurRuntime } from "./testing/our-runtime.js";
import { needsRoot } from "./testing/needs-root.js";
import { eventually, PodBench } from "./testing/pod-bench.js";

/** Pods that are being started when the server is killed. */
const PODS = 12;
/** When it is killed, in milliseconds after the first request: from before anything is there to when most of it is. */
const MOMENTS = [5, 40, 90, 160, 300, 600];

needsRoot("killed in the middle of its work", () => {
  describe.each([
    ["CNI plugins", []],
    ["our own network", ["--cni-bin-folders", "/nonexistent"]],
  ])("killed in the middle of its work, with %s", (_, args) => {
    let cri: CriUnderTest;
    let bench: PodBench;
    beforeAll(async () => {
      cri = await openOurRuntime("namespaces", args);
      bench = new PodBench(cri);
      const image = {
        image: bench.image("busybox:1"),
        annotations: {},
        userSpecifiedImage: "",
        runtimeHandler: "",
        imageRef: "",
      };
      await cri.images.pullImage({ image, auth: undefined, sandboxConfig: undefined });
    });
    afterAll(() => cri.close());

    test.each(MOMENTS)("after %d ms: what is left is known, can be removed, and nothing stays", async (moment) => {
      const starting = Array.from({ length: PODS }, async () => {
        const pod = await bench.pod();
        await bench.run(pod, "sleep 1000");
      });
      const settled = Promise.allSettled(starting);
      await sleep(moment);
      await cri.crash();
      await settled;
      const { items } = await eventually(
        () => cri.runtime.listPodSandbox({ filter: undefined }).catch(() => undefined),
        "the server answers",
      );
      // Whatever runs is on record, and whatever is on record can be stopped.
      const { containers } = await cri.runtime.listContainers({ filter: undefined });
      const sandboxes = new Set(items.map((item) => item.id));
      expect(containers.filter((container) => !sandboxes.has(container.podSandboxId))).toEqual([]);
      for (const { id } of items) await cri.runtime.removePodSandbox({ podSandboxId: id });
      expect(await leftovers(cri.folder)).toEqual({
        mounts: [],
        processes: [],
        sandboxes: [],
        containers: [],
        sockets: [],
      });
    });
  });
});

/** What a runtime in this folder has not cleaned up. */
async function leftovers(folder: string): Promise<Record<string, string[]>> {
  const mountinfo = await readFile("/proc/self/mountinfo", "utf8");
  const state = join(folder, "state");
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return {
    mounts: mountinfo.split("\n").filter((line) => line.includes(state)),
    processes: commands.filter((command) => command.startsWith(join(state, "bin", "init"))),
    sandboxes: await readdir(join(state, "sandboxes")),
    containers: await readdir(join(state, "containers")),
    sockets: await readdir(join(state, "s")),
  };
}
