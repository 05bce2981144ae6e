import { nodes, pods } from "@flotilla/api/resources.js";
import { quietEnvironment } from "@flotilla/service";
import { eventually } from "./eventually.js";
import { startHollowKubelets } from "./hollow-kubelets.js";
import { KubeletApi } from "./kubelet-api.js";

test("many nodes in one process run their pods", async () => {
  const COUNT = 50;
  const environment = quietEnvironment();
  const api = new KubeletApi(environment);
  const fleet = await startHollowKubelets(api, environment, COUNT, {});
  expect((await api.list(nodes)).items).toHaveLength(COUNT);
  for (let index = 0; index < COUNT; index += 1) {
    await api.create(pods, {
      metadata: { namespace: "default", name: `pod-${index}` },
      spec: { nodeName: `hollow-${index}`, containers: [{ name: "main", image: "app:1" }] },
    });
  }
  await eventually("all run", async () => (await api.list(pods)).items.every((pod) => pod.status?.phase === "Running"));
  await fleet.stop();
});
