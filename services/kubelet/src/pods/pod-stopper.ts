import type { Container, Pod } from "@flotilla/api/types/core/v1.js";
import { podContainers } from "../core/pod-plan.js";
import type { ContainerView, PodView } from "../core/runtime-view.js";
import { runHook } from "../adapters/prober.js";
import type { KubeletContext } from "./kubelet-context.js";

/** However little grace is left, a container gets so many seconds. Source: kubelet `minimumGracePeriodInSeconds`. */
const GRACE_MIN_SECONDS = 2;

/** Stops one container: its preStop hook, then TERM, then after the grace KILL. */
export async function stopContainer(
  context: KubeletContext,
  pod: Pod,
  run: ContainerView,
  graceSeconds: number,
  message: string,
): Promise<void> {
  const { clock } = context.environment;
  const began = clock.monotonic();
  context.events.event(pod, "Normal", "Killing", message);
  const container = podContainers(pod).find((candidate) => candidate.container.name === run.name)?.container;
  if (container?.lifecycle?.preStop !== undefined && graceSeconds > 0)
    await preStop(context, pod, container, run, graceSeconds);
  const used = (clock.monotonic() - began) / 1000;
  const left = graceSeconds === 0 ? 0 : Math.max(graceSeconds - used, GRACE_MIN_SECONDS);
  await context.runtime.stopContainer(run.id, left);
  context.probes.forget(run.id);
}

/** Stops everything of a pod: the main containers together, then the sidecars, last one first, then the sandboxes. */
export async function stopPod(context: KubeletContext, pod: Pod, view: PodView, graceSeconds: number): Promise<void> {
  const { clock } = context.environment;
  const began = clock.monotonic();
  const roles = new Map(podContainers(pod).map(({ container, role }) => [container.name, role]));
  const running = view.containers.filter((container) => container.state === "running");
  const sidecars = running.filter((container) => roles.get(container.name) === "sidecar");
  const others = running.filter((container) => roles.get(container.name) !== "sidecar");
  const left = (): number =>
    graceSeconds === 0 ? 0 : Math.max(graceSeconds - (clock.monotonic() - began) / 1000, GRACE_MIN_SECONDS);
  const stop = (run: ContainerView): Promise<void> =>
    stopContainer(context, pod, run, left(), `Stopping container ${run.name}`);
  await Promise.all(others.map(stop));
  const order = podContainers(pod).map(({ container }) => container.name);
  for (const run of sidecars.sort((a, b) => order.indexOf(b.name) - order.indexOf(a.name))) await stop(run);
  for (const sandbox of view.sandboxes) await context.runtime.stopSandbox(sandbox.id);
}

async function preStop(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  run: ContainerView,
  graceSeconds: number,
): Promise<void> {
  const podIp = pod.status?.podIP ?? context.hostIp;
  const hook = container.lifecycle?.preStop;
  if (hook === undefined) return;
  try {
    await runHook(context.runtime, { container, containerId: run.id, podIp }, hook, graceSeconds, (ms) =>
      context.environment.clock.sleep(Math.min(ms, graceSeconds * 1000)),
    );
  } catch (error) {
    context.events.event(
      pod,
      "Warning",
      "FailedPreStopHook",
      `PreStopHook failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
