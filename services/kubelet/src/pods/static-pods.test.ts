import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pods } from "@flotilla/api/resources.js";
import { HollowWorld, NODE } from "../testing/hollow-world.js";

let folder: string;
let world: HollowWorld;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flotilla-static-"));
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

const manifest = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: local, namespace: default}\nspec: {containers: [{name: main, image: "${image}"}]}\n`;
const mirror = () => world.pod(`local-${NODE}`);

test("a file is a pod; the API shows it, cannot stop it, and sees it go with the file", async () => {
  await writeFile(join(folder, "local.yaml"), manifest("app:1"));
  await writeFile(join(folder, "broken.yaml"), "kind: Deployment\n");
  world = await HollowWorld.start({ config: { staticPodPath: folder } });
  const shown = await world.ready(`local-${NODE}`);
  expect(shown.metadata?.annotations?.["kubernetes.io/config.mirror"]).toBe(
    shown.metadata?.annotations?.["kubernetes.io/config.hash"],
  );
  expect(shown.metadata?.ownerReferences).toMatchObject([{ kind: "Node", name: NODE }]);

  await world.api.delete(pods, { namespace: "default", name: `local-${NODE}` }, { gracePeriodSeconds: 0 });
  await world.ready(`local-${NODE}`);
  expect(world.calls.filter((call) => call === "startContainer main")).toHaveLength(1);

  await writeFile(join(folder, "local.yaml"), manifest("app:2"));
  await world.until(
    "the new version runs and is shown",
    async () =>
      (await mirror())?.spec?.containers?.[0]?.image === "app:2" &&
      world.calls.filter((call) => call === "startContainer main").length === 2,
  );
  await rm(join(folder, "local.yaml"));
  await world.until("all is gone", async () => (await mirror()) === undefined && world.runtime.sandboxes.size === 0);
});
