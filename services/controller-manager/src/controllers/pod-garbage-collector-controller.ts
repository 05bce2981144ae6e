import { nodes, pods } from "@flotilla/api/resources.js";
import type { Node } from "@flotilla/api/types/core/v1.js";
import { ifFound } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { findPodGarbage, type PodGarbage } from "../core/pod-garbage.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { markDisrupted } from "./disruption-target.js";

const NAME = "pod-garbage-collector-controller";
const PERIOD_MS = 20_000;
/** There is one thing to do: look at all pods. */
const EVERYTHING = "pods";

export const podGarbageCollectorController: ControllerDefinition = {
  name: NAME,
  aliases: ["podgc"],
  summary: "deletes pods that nobody will ever end, and ended ones beyond a number",
  onByDefault: true,
  start: startPodGarbageCollector,
};

function startPodGarbageCollector(context: ControllerContext): Running {
  const { client, environment, settings } = context;
  const run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile: collect });
  const [nodeInformer, podInformer] = [run.informer(nodes), run.informer(pods)];
  const missingSince = new Map<string, number>();
  run.every(PERIOD_MS, () => run.queue.add(EVERYTHING));
  run.queue.add(EVERYTHING);

  async function collect(): Promise<void> {
    const nowMs = environment.clock.monotonic();
    noteMissingNodes(nowMs);
    const byName = new Map(nodeInformer.store.list().map((node): [string, Node] => [node.metadata?.name ?? "", node]));
    const garbage = findPodGarbage({
      pods: podInformer.store.list(),
      nodes: byName,
      missingSince,
      nowMs,
      terminatedMax: settings.terminatedPodGcThreshold,
    });
    for (const one of garbage) await remove(one);
  }

  function noteMissingNodes(nowMs: number): void {
    const named = new Set(podInformer.store.list().flatMap(({ spec }) => (spec?.nodeName ? [spec.nodeName] : [])));
    for (const name of missingSince.keys())
      if (!named.has(name) || nodeInformer.store.get(name)) missingSince.delete(name);
    for (const name of named)
      if (!nodeInformer.store.get(name) && !missingSince.has(name)) missingSince.set(name, nowMs);
  }

  async function remove({ pod, message, mark, confirmNodeIsGone }: PodGarbage): Promise<void> {
    if (confirmNodeIsGone !== undefined && (await ifFound(client.get(nodes, { name: confirmNodeIsGone })))) return;
    const { namespace, name = "", uid } = pod.metadata ?? {};
    if (mark) await ifFound(markDisrupted(client, pod, "DeletionByPodGC", message, environment.clock.now(), "Failed"));
    await ifFound(client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } }));
    environment.log.info("pod_garbage_deleted", { namespace, name, message });
  }

  return run.start();
}
