import { canonicalJson, semanticEqual } from "@flotilla/api";
import { clusterRoles } from "@flotilla/api/resources.js";
import { matcherOf } from "@flotilla/api/selectors/label-selector.js";
import type { ClusterRole, PolicyRule } from "@flotilla/api/types/rbac/v1.js";
import type { Running } from "@flotilla/service";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "clusterrole-aggregation-controller";

export const clusterRoleAggregationController: ControllerDefinition = {
  name: NAME,
  aliases: ["clusterrole-aggregation"],
  summary: "puts the rules of ClusterRoles together for those that aggregate them by labels",
  onByDefault: true,
  start: startClusterRoleAggregation,
};

function startClusterRoleAggregation(context: ControllerContext): Running {
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const roleInformer = run.informer(clusterRoles);
  // Any role may be a part of any other.
  run.on(roleInformer, () => {
    for (const role of roleInformer.store.list()) if (role.aggregationRule) run.queue.add(role.metadata?.name ?? "");
  });

  async function reconcile(name: string): Promise<void> {
    const role = roleInformer.store.get(name);
    if (!role?.aggregationRule) return;
    const rules = aggregate(role, roleInformer.store.list());
    if (semanticEqual(rules, role.rules)) return;
    const { resourceVersion } = role.metadata ?? {};
    await context.client.patch(clusterRoles, { name }, "merge", { metadata: { resourceVersion }, rules });
  }

  return run.start();
}

/** The rules of all selected roles, in the order of their names, each once. */
function aggregate(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] {
  const matchers = (role.aggregationRule?.clusterRoleSelectors ?? []).map((selector) => matcherOf(selector));
  const selected = all.filter(
    ({ metadata }) =>
      metadata?.name !== role.metadata?.name && matchers.some((matcher) => matcher.matches(metadata?.labels)),
  );
  const ordered = selected.sort((a, b) => ((a.metadata?.name ?? "") < (b.metadata?.name ?? "") ? -1 : 1));
  const rules = new Map<string, PolicyRule>();
  for (const rule of ordered.flatMap((one) => one.rules ?? [])) rules.set(canonicalJson(rule), rule);
  return [...rules.values()];
}
