import type { Pod, ResourceRequirements } from "@flotilla/api/types/core/v1.js";
import { podContainers } from "../core/pod-plan.js";
import { containerLimits } from "../core/qos.js";
import { type ContainerView, latestRun, type PodView } from "../core/runtime-view.js";
import type { KubeletContext } from "./kubelet-context.js";

/**
 * Gives running containers of one pod the resources that the pod now asks for, without a restart. What a container was
 * given last is remembered; after a restart of the Kubelet the pod's status says it. Source: KEP-1287.
 */
export class Resizer {
  readonly #given = new Map<string, ResourceRequirements>();

  constructor(private readonly context: KubeletContext) {}

  async apply(pod: Pod, view: PodView): Promise<void> {
    for (const { container } of podContainers(pod)) {
      const run = latestRun(view, container.name);
      if (run?.state !== "running") continue;
      const given =
        this.#given.get(run.id) ?? reported(pod, this.context.runtimeName, run) ?? container.resources ?? {};
      this.#given.set(run.id, given);
      if (sameResources(given, container.resources ?? {})) continue;
      await this.context.runtime.updateResources(run.id, containerLimits(pod, container, this.context.nodeMemoryBytes));
      this.#given.set(run.id, container.resources ?? {});
      this.context.events.event(pod, "Normal", "ResizeCompleted", `Container ${container.name} was resized`);
    }
  }

  /** What a running container has. */
  resources(run: ContainerView): ResourceRequirements | undefined {
    return this.#given.get(run.id);
  }

  forget(runId: string): void {
    this.#given.delete(runId);
  }
}

function changed(resource: string, a: ResourceRequirements, b: ResourceRequirements): boolean {
  return a.requests?.[resource] !== b.requests?.[resource] || a.limits?.[resource] !== b.limits?.[resource];
}

function sameResources(a: ResourceRequirements, b: ResourceRequirements): boolean {
  const names = new Set(
    [a, b].flatMap((resources) => [...Object.keys(resources.requests ?? {}), ...Object.keys(resources.limits ?? {})]),
  );
  return [...names].every((name) => !changed(name, a, b));
}

function reported(pod: Pod, runtimeName: string, run: ContainerView): ResourceRequirements | undefined {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  return statuses.find((status) => status.containerID === `${runtimeName}://${run.id}`)?.resources;
}
