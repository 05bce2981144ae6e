/** What the container runtime holds for one pod, in plain words: the input of every decision. Times in ms since 1970. */
export interface PodView {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  /** Newest first. */
  readonly sandboxes: readonly SandboxView[];
  /** All containers, dead ones too; newest first within a name. */
  readonly containers: readonly ContainerView[];
}

export interface SandboxView {
  readonly id: string;
  readonly attempt: number;
  readonly ready: boolean;
  readonly createdAt: number;
  /** Empty for pods on the node's own network. */
  readonly ips: readonly string[];
}

export type ContainerState = "created" | "running" | "exited" | "unknown";

export interface ContainerView {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  readonly state: ContainerState;
  readonly createdAt: number;
  /** 0 until it started. */
  readonly startedAt: number;
  /** 0 until it ended. */
  readonly finishedAt: number;
  readonly exitCode: number;
  /** The runtime's word for how it ended, such as "Completed", "Error", "OOMKilled". */
  readonly reason: string;
  readonly message: string;
  /** As the pod names it. */
  readonly image: string;
  /** What was really run, by digest where the runtime knows it. */
  readonly imageId: string;
  /** `containerHash` of the spec that it was made from. */
  readonly hash: string;
}

/** The pod has nothing in the runtime yet. */
export function emptyView(uid: string, namespace: string, name: string): PodView {
  return { uid, namespace, name, sandboxes: [], containers: [] };
}

/** The newest run of a container in this pod. */
export function latestRun(view: PodView, name: string): ContainerView | undefined {
  return view.containers.find((container) => container.name === name);
}

/** The run before the newest one: what `kubectl logs --previous` shows. */
export function previousRun(view: PodView, name: string): ContainerView | undefined {
  return view.containers.filter((container) => container.name === name)[1];
}

export function readySandbox(view: PodView): SandboxView | undefined {
  const newest = view.sandboxes[0];
  return newest?.ready ? newest : undefined;
}
