import type { Container, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";
import { containerHash } from "../container-hash.js";
import type { ContainerView, PodView } from "../runtime-view.js";

/** A moment for tests: 2026-01-01T00:00:00Z. */
export const NOW = Date.UTC(2026, 0, 1);

export function podOf(spec: Partial<PodSpec> = {}, metadata: Pod["metadata"] = {}): Pod {
  return {
    metadata: { name: "web", namespace: "default", uid: "u1", ...metadata },
    spec: { containers: [{ name: "main", image: "app:1" }], restartPolicy: "Always", ...spec },
  };
}

export function run(
  container: Pick<Container, "name" | "image">,
  overrides: Partial<ContainerView> = {},
): ContainerView {
  return {
    id: `${container.name}-id`,
    sandboxId: "s0",
    name: container.name,
    attempt: 0,
    state: "running",
    createdAt: NOW - 2000,
    startedAt: NOW - 1000,
    finishedAt: 0,
    exitCode: 0,
    reason: "",
    message: "",
    image: container.image ?? "",
    imageId: "",
    hash: containerHash(container),
    ...overrides,
  };
}

export function exited(
  container: Pick<Container, "name" | "image">,
  exitCode: number,
  overrides: Partial<ContainerView> = {},
): ContainerView {
  return run(container, { state: "exited", exitCode, finishedAt: NOW - 500, ...overrides });
}

export function viewOf(containers: readonly ContainerView[], ready = true): PodView {
  return {
    uid: "u1",
    namespace: "default",
    name: "web",
    sandboxes: [{ id: "s0", attempt: 0, ready, createdAt: NOW - 3000, ips: ["10.0.0.1"] }],
    containers,
  };
}
