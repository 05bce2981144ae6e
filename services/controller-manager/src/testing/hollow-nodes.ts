import { nodes, pods } from "@flotilla/api/resources.js";
import type { Node, Pod } from "@flotilla/api/types/core/v1.js";
import { Informer, isConflict, isNotFound } from "@flotilla/client";
import type { MemoryApiClient } from "@flotilla/client/testing/memory-api-client.js";
import type { Environment, Running } from "@flotilla/service";

/** Containers with this image start and never become ready. */
export const BROKEN_IMAGE = "broken";
/** Containers with this image end at once, with success. */
export const DONE_IMAGE = "done";
/** Containers with this image end at once, with exit code 1. */
export const FAILING_IMAGE = "failing";

const START_MS = 100;

/** Scheduler and kubelets in one, without containers: pods are bound in turn, run after a moment, and end when told. */
export class HollowNodes implements Running {
  private readonly pods: Informer<Pod>;
  private readonly nodes: Informer<Node>;
  private next = 0;
  private lastIp = 0;

  constructor(
    private readonly client: MemoryApiClient,
    private readonly environment: Environment,
  ) {
    this.pods = new Informer(client, pods, environment);
    this.nodes = new Informer(client, nodes, environment);
    this.pods.addHandler({ add: (pod) => this.see(pod), update: (_old, pod) => this.see(pod) });
    this.nodes.start();
    this.pods.start();
  }

  async stop(): Promise<void> {
    await this.pods.stop();
    await this.nodes.stop();
  }

  private see(pod: Pod): void {
    if (!pod.spec?.nodeName) this.later(() => this.bind(pod));
    else if (pod.metadata?.deletionTimestamp) this.later(() => this.end(pod));
    else if (pod.status?.phase === "Pending") this.later(() => this.run(pod));
  }

  private later(work: () => Promise<unknown>): void {
    this.environment.clock.after(START_MS, () => {
      work().catch((error: unknown) => {
        // Somebody else was faster; what they did comes back as an event.
        if (!isNotFound(error) && !isConflict(error)) throw error;
      });
    });
  }

  private async bind({ metadata }: Pod): Promise<void> {
    const usable = this.nodes.store.list().filter((node) => !node.spec?.unschedulable);
    const node = usable[this.next++ % Math.max(1, usable.length)];
    if (node)
      await this.client.bind({
        namespace: metadata?.namespace ?? "",
        name: metadata?.name ?? "",
        uid: metadata?.uid,
        nodeName: node.metadata?.name ?? "",
      });
  }

  private async end({ metadata }: Pod): Promise<void> {
    await this.client.delete(
      pods,
      { namespace: metadata?.namespace, name: metadata?.name ?? "" },
      { gracePeriodSeconds: 0, preconditions: { uid: metadata?.uid } },
    );
  }

  private async run(pod: Pod): Promise<void> {
    const image = pod.spec?.containers?.[0]?.image ?? "";
    const now = `${new Date(this.environment.clock.now()).toISOString().slice(0, 19)}Z`;
    const phase = image === DONE_IMAGE ? "Succeeded" : image === FAILING_IMAGE ? "Failed" : "Running";
    const ready = phase === "Running" && image !== BROKEN_IMAGE ? "True" : "False";
    const conditions = [
      ...(pod.status?.conditions?.filter(({ type }) => type !== "Ready") ?? []),
      { type: "Ready", status: ready, lastTransitionTime: now },
    ];
    const podIP = `10.244.0.${++this.lastIp}`;
    const ended =
      phase === "Running" ? undefined : { terminated: { exitCode: phase === "Failed" ? 1 : 0, finishedAt: now } };
    const containerStatuses = (pod.spec?.containers ?? []).map(({ name }) => ({
      name,
      ready: ready === "True",
      restartCount: 0,
      image,
      imageID: image,
      state: ended ?? { running: { startedAt: now } },
    }));
    await this.client.update(
      pods,
      {
        ...pod,
        status: { ...pod.status, phase, podIP, podIPs: [{ ip: podIP }], startTime: now, conditions, containerStatuses },
      },
      { subresource: "status" },
    );
  }
}
