import type {
  ContainerFilter,
  ContainerStatsFilter,
  PodSandboxFilter,
  PodSandboxStatsFilter,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";

interface Labelled {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Ids may be shortened to any prefix. */
function matchesId(id: string, wanted: string): boolean {
  return wanted === "" || id.startsWith(wanted);
}

function matchesLabels(labels: Readonly<Record<string, string>>, selector: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

export function matchesSandbox(
  item: Labelled & { readonly state?: number },
  filter: PodSandboxFilter | PodSandboxStatsFilter | undefined,
): boolean {
  if (!filter) return true;
  const state = "state" in filter ? filter.state : undefined;
  return (
    matchesId(item.id, filter.id) &&
    (state === undefined || state.state === item.state) &&
    matchesLabels(item.labels, filter.labelSelector)
  );
}

export function matchesContainer(
  item: Labelled & { readonly podSandboxId: string; readonly state?: number },
  filter: ContainerFilter | ContainerStatsFilter | undefined,
): boolean {
  if (!filter) return true;
  const state = "state" in filter ? filter.state : undefined;
  return (
    matchesId(item.id, filter.id) &&
    matchesId(item.podSandboxId, filter.podSandboxId) &&
    (state === undefined || state.state === item.state) &&
    matchesLabels(item.labels, filter.labelSelector)
  );
}
