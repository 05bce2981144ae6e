import { semanticEqual } from "@flotilla/api";
import type { ControllerRevision } from "@flotilla/api/types/apps/v1.js";
import type { PodTemplateSpec } from "@flotilla/api/types/core/v1.js";
import { safeHash } from "./safe-hash.js";

/** The label of pods, and of revisions, that says which template they are of. */
export const REVISION_HASH = "controller-revision-hash";

/** The kinds that keep their former templates as ControllerRevisions. */
export interface RevisionOwner {
  readonly metadata?: { readonly namespace?: string; readonly name?: string };
  readonly spec?: {
    readonly template?: PodTemplateSpec;
    readonly selector?: { readonly matchLabels?: Record<string, string> };
    readonly revisionHistoryLimit?: number;
  };
  readonly status?: { readonly collisionCount?: number };
}

/** What to do so that the current template is the newest revision. */
export interface RevisionPlan {
  /** The revision of the current template, as it will be. */
  readonly newest: ControllerRevision;
  /** "create": it is not there yet. "update": a former one comes back, under a new number. */
  readonly write: "create" | "update" | "nothing";
}

const DEFAULT_HISTORY_LIMIT = 10;

export function planRevision(owner: RevisionOwner, revisions: readonly ControllerRevision[]): RevisionPlan {
  const candidate = revisionOf(owner);
  const last = Math.max(0, ...revisions.map(({ revision }) => revision));
  const equal = [...revisions]
    .sort((a, b) => b.revision - a.revision)
    .find(({ data }) => semanticEqual(data, candidate.data));
  if (!equal) return { newest: { ...candidate, revision: last + 1 }, write: "create" };
  if (equal.revision === last) return { newest: equal, write: "nothing" };
  return { newest: { ...equal, revision: last + 1 }, write: "update" };
}

/** Revisions that nobody uses, beyond the history limit, the oldest first. */
export function surplusRevisions(
  owner: RevisionOwner,
  revisions: readonly ControllerRevision[],
  isUsed: (revision: ControllerRevision) => boolean,
): ControllerRevision[] {
  const unused = revisions.filter((revision) => !isUsed(revision)).sort((a, b) => a.revision - b.revision);
  return unused.slice(0, Math.max(0, unused.length - (owner.spec?.revisionHistoryLimit ?? DEFAULT_HISTORY_LIMIT)));
}

/** The template that a revision keeps. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _marker, ...template } = (data as { spec: { template: PodTemplateSpec & { $patch?: string } } }).spec
    .template;
  return template;
}

export function hashOf(revision: ControllerRevision): string {
  return revision.metadata?.labels?.[REVISION_HASH] ?? "";
}

/** Data has the form of a strategic merge patch: `kubectl rollout undo` applies it as one. */
function revisionOf(owner: RevisionOwner): ControllerRevision {
  const { namespace = "", name = "" } = owner.metadata ?? {};
  const data = { spec: { template: { ...owner.spec?.template, $patch: "replace" } } };
  const hash = safeHash(data, owner.status?.collisionCount ?? 0);
  const labels = { ...owner.spec?.template?.metadata?.labels, [REVISION_HASH]: hash };
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: { namespace, name: `${name}-${hash}`, labels },
    data,
    revision: 0,
  };
}
