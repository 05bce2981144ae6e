import { selectorMatches } from "@flotilla/api/selectors/label-selector.js";
import type {
  Node,
  Pod,
  PodAffinityTerm,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from "@flotilla/api/types/core/v1.js";
import { parseQuantity } from "@flotilla/api";

/**
 * A scheduler that knows nothing but the objects and computes everything from them, each time, in the plainest way: the
 * second opinion on the real one. It shares no code with it. Formulas: Kubernetes documentation of each plugin, and
 * kube-scheduler's sources.
 */
export class Oracle {
  constructor(
    private readonly nodes: readonly Node[],
    /** Pods with a node. */
    private readonly pods: readonly Pod[],
    private readonly namespaces: Readonly<Record<string, Record<string, string>>> = {},
  ) {}

  /** Names of plugins that refuse the node; empty when it fits. */
  refusals(pod: Pod, node: Node): string[] {
    const checks: Record<string, boolean> = {
      NodeUnschedulable:
        !node.spec?.unschedulable ||
        isTolerated({ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" }, pod),
      TaintToleration: (node.spec?.taints ?? []).every(
        (taint) => taint.effect === "PreferNoSchedule" || isTolerated(taint, pod),
      ),
      NodeAffinity: isWanted(pod, node),
      NodePorts: this.on(node).every((other) => !portsOf(pod).some((port) => portsOf(other).includes(port))),
      NodeResourcesFit: this.fits(pod, node),
      PodTopologySpread: this.isSpread(pod, node),
      InterPodAffinity: this.isAffine(pod, node),
    };
    return Object.keys(checks).filter((name) => !checks[name]);
  }

  feasible(pod: Pod): Node[] {
    return this.nodes.filter((node) => this.refusals(pod, node).length === 0);
  }

  /** Total score of each feasible node by name. */
  totals(pod: Pod): Map<string, number> {
    const nodes = this.feasible(pod);
    const columns: [number, number[]][] = [
      [
        3,
        reversed(
          nodes.map(
            (node) =>
              (node.spec?.taints ?? []).filter(
                (taint) => taint.effect === "PreferNoSchedule" && !isTolerated(taint, pod),
              ).length,
          ),
        ),
      ],
      [2, scaled(nodes.map((node) => preference(pod, node)))],
      [1, nodes.map((node) => this.leastAllocated(pod, node))],
      [1, nodes.map((node) => this.balanced(pod, node))],
      [1, nodes.map((node) => this.imageLocality(pod, node))],
      [2, this.affinityScores(pod, nodes)],
      [2, this.spreadScores(pod, nodes)],
    ];
    return new Map(
      nodes.map((node, index) => [
        node.metadata!.name!,
        columns.reduce((sum, [weight, column]) => sum + weight * column[index]!, 0),
      ]),
    );
  }

  private on(node: Node): Pod[] {
    return this.pods.filter((pod) => pod.spec?.nodeName === node.metadata?.name);
  }

  private nodeOf(pod: Pod): Node | undefined {
    return this.nodes.find((node) => node.metadata?.name === pod.spec?.nodeName);
  }

  private fits(pod: Pod, node: Node): boolean {
    const there = this.on(node);
    const allocatable = node.status?.allocatable ?? {};
    if (there.length + 1 > units(allocatable["pods"])) return false;
    return [...requests(pod)].every(([name, amount]) => {
      const used = there.reduce((sum, other) => sum + (requests(other).get(name) ?? 0), 0);
      return amount === 0 || amount + used <= units(allocatable[name], name);
    });
  }

  private leastAllocated(pod: Pod, node: Node): number {
    const scores = (["cpu", "memory"] as const).map((name) => {
      const capacity = units(node.status?.allocatable?.[name], name);
      const least = name === "cpu" ? 100 : 200 * 1024 * 1024;
      const used = [...this.on(node), pod].reduce((sum, one) => sum + (requests(one).get(name) ?? least), 0);
      return used > capacity ? 0 : Math.floor(((capacity - used) * 100) / capacity);
    });
    return Math.floor((scores[0]! + scores[1]!) / 2);
  }

  private balanced(pod: Pod, node: Node): number {
    const own = requests(pod);
    if (!own.get("cpu") && !own.get("memory")) return 0;
    const [cpu, memory] = (["cpu", "memory"] as const).map((name) => {
      const used = [...this.on(node), pod].reduce((sum, one) => sum + (requests(one).get(name) ?? 0), 0);
      return Math.min(1, used / units(node.status?.allocatable?.[name], name));
    });
    return Math.floor((1 - Math.abs(cpu! - memory!) / 2) * 100);
  }

  private imageLocality(pod: Pod, node: Node): number {
    const mebibyte = 1024 * 1024;
    const has = (one: Node, image: string) => one.status?.images?.find(({ names }) => names?.includes(image));
    const containers = pod.spec?.containers ?? [];
    const sum = containers.reduce((total, { image = "" }) => {
      const share = this.nodes.filter((one) => has(one, image)).length / this.nodes.length;
      return total + Math.floor((has(node, image)?.sizeBytes ?? 0) * share);
    }, 0);
    const max = 1000 * mebibyte * containers.length;
    return Math.floor((100 * (Math.min(Math.max(sum, 23 * mebibyte), max) - 23 * mebibyte)) / (max - 23 * mebibyte));
  }

  private selects(term: PodAffinityTerm, owner: Pod, other: Pod): boolean {
    const namespace = other.metadata!.namespace!;
    const own = !term.namespaces?.length && !term.namespaceSelector && namespace === owner.metadata!.namespace;
    const bySelector =
      term.namespaceSelector !== undefined && selectorMatches(term.namespaceSelector, this.namespaces[namespace] ?? {});
    if (!own && !bySelector && !term.namespaces?.includes(namespace)) return false;
    return selectorMatches(term.labelSelector, other.metadata!.labels);
  }

  private shares(topologyKey: string, a: Node, b: Node | undefined): boolean {
    const value = a.metadata?.labels?.[topologyKey];
    return value !== undefined && value === b?.metadata?.labels?.[topologyKey];
  }

  private isAffine(pod: Pod, node: Node): boolean {
    const wanted = pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const unwanted = pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const theirs = (other: Pod) =>
      other.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    if (!this.hasCompany(wanted, pod, node)) return false;
    return this.pods.every(
      (other) =>
        !unwanted.some(
          (term) => this.selects(term, pod, other) && this.shares(term.topologyKey, node, this.nodeOf(other)),
        ) &&
        !theirs(other).some(
          (term) => this.selects(term, other, pod) && this.shares(term.topologyKey, node, this.nodeOf(other)),
        ),
    );
  }

  private hasCompany(wanted: readonly PodAffinityTerm[], pod: Pod, node: Node): boolean {
    if (wanted.some(({ topologyKey }) => node.metadata?.labels?.[topologyKey] === undefined)) return false;
    const matching = this.pods.filter((other) => wanted.every((term) => this.selects(term, pod, other)));
    const counted = (topologyKey: string) =>
      matching.filter((other) => this.nodeOf(other)?.metadata?.labels?.[topologyKey] !== undefined);
    if (wanted.every(({ topologyKey }) => matching.some((other) => this.shares(topologyKey, node, this.nodeOf(other)))))
      return true;
    return (
      wanted.every(({ topologyKey }) => counted(topologyKey).length === 0) &&
      wanted.every((term) => this.selects(term, pod, pod))
    );
  }

  private affinityScores(pod: Pod, nodes: readonly Node[]): number[] {
    const sums = nodes.map((node) => this.pods.reduce((sum, other) => sum + this.attraction(pod, other, node), 0));
    const [min, max] = [Math.min(...sums), Math.max(...sums)];
    return sums.map((sum) => (max > min ? Math.floor(100 * ((sum - min) / (max - min))) : 0));
  }

  private attraction(pod: Pod, other: Pod, node: Node): number {
    const there = this.nodeOf(other);
    const { podAffinity: own, podAntiAffinity: ownAnti } = pod.spec?.affinity ?? {};
    const { podAffinity: their, podAntiAffinity: theirAnti } = other.spec?.affinity ?? {};
    const sum = (terms: { weight: number; podAffinityTerm: PodAffinityTerm }[] | undefined, owner: Pod, about: Pod) =>
      (terms ?? [])
        .filter(
          ({ podAffinityTerm: term }) => this.selects(term, owner, about) && this.shares(term.topologyKey, node, there),
        )
        .reduce((total, { weight }) => total + weight, 0);
    const hard = (their?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((podAffinityTerm) => ({
      weight: 1,
      podAffinityTerm,
    }));
    const preferred = "preferredDuringSchedulingIgnoredDuringExecution";
    return (
      sum(own?.[preferred], pod, other) -
      sum(ownAnti?.[preferred], pod, other) +
      sum(their?.[preferred], other, pod) -
      sum(theirAnti?.[preferred], other, pod) +
      sum(hard, other, pod)
    );
  }

  private counted(constraint: TopologySpreadConstraint, pod: Pod, keys: readonly string[]): Node[] {
    return this.nodes.filter((node) => {
      if (!keys.every((key) => node.metadata?.labels?.[key] !== undefined)) return false;
      if (constraint.nodeTaintsPolicy === "Honor" && this.refusedByTaints(pod, node)) return false;
      return constraint.nodeAffinityPolicy === "Ignore" || isWanted(pod, node);
    });
  }

  private refusedByTaints(pod: Pod, node: Node): boolean {
    return (node.spec?.taints ?? []).some((taint) => taint.effect !== "PreferNoSchedule" && !isTolerated(taint, pod));
  }

  private matching(constraint: TopologySpreadConstraint, pod: Pod, nodes: readonly Node[]): number {
    return nodes
      .flatMap((node) => this.on(node))
      .filter((other) => !other.metadata?.deletionTimestamp && other.metadata?.namespace === pod.metadata?.namespace)
      .filter((other) => selectorMatches(constraint.labelSelector, other.metadata?.labels)).length;
  }

  private isSpread(pod: Pod, node: Node): boolean {
    const hard = (pod.spec?.topologySpreadConstraints ?? []).filter(
      ({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule",
    );
    const keys = hard.map(({ topologyKey }) => topologyKey);
    return hard.every((constraint) => {
      const value = node.metadata?.labels?.[constraint.topologyKey];
      if (value === undefined) return false;
      const counted = this.counted(constraint, pod, keys);
      const domainOf = (one: Node) => one.metadata!.labels![constraint.topologyKey]!;
      const counts = [...new Set(counted.map(domainOf))].map((domain) =>
        this.matching(
          constraint,
          pod,
          counted.filter((one) => domainOf(one) === domain),
        ),
      );
      const min = counts.length < (constraint.minDomains ?? 1) ? 0 : Math.min(...counts);
      const own = selectorMatches(constraint.labelSelector, pod.metadata?.labels) ? 1 : 0;
      const here = this.matching(
        constraint,
        pod,
        counted.filter((one) => domainOf(one) === value),
      );
      return here + own - min <= constraint.maxSkew;
    });
  }

  private spreadScores(pod: Pod, nodes: readonly Node[]): number[] {
    const soft = (pod.spec?.topologySpreadConstraints ?? []).filter(
      ({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway",
    );
    if (soft.length === 0) return nodes.map(() => 0);
    const keys = soft.map(({ topologyKey }) => topologyKey);
    const known = nodes.filter((node) => keys.every((key) => node.metadata?.labels?.[key] !== undefined));
    const raw = known.map((node) =>
      Math.round(soft.reduce((sum, constraint) => sum + this.crowd(constraint, pod, node, known, keys), 0)),
    );
    const [min, max] = [Math.min(...raw), Math.max(...raw, 0)];
    return nodes.map((node) => {
      const index = known.indexOf(node);
      if (index < 0) return 0;
      return max === 0 ? 100 : Math.floor((100 * (max + min - raw[index]!)) / max);
    });
  }

  private crowd(
    constraint: TopologySpreadConstraint,
    pod: Pod,
    node: Node,
    known: readonly Node[],
    keys: readonly string[],
  ): number {
    const { topologyKey, maxSkew } = constraint;
    const domainOf = (one: Node) => one.metadata!.labels![topologyKey]!;
    const isHost = topologyKey === "kubernetes.io/hostname";
    const size = isHost ? known.length : new Set(known.map(domainOf)).size;
    const where = isHost
      ? [node]
      : this.counted(constraint, pod, keys).filter((one) => domainOf(one) === domainOf(node));
    return this.matching(constraint, pod, where) * Math.log(size + 2) + (maxSkew - 1);
  }
}

function units(quantity: string | undefined, name = ""): number {
  const { nanos } = parseQuantity(quantity ?? "0");
  return Number(name === "cpu" ? nanos / 1_000_000n : nanos / 1_000_000_000n);
}

/** Of pods with one container, as the random ones are. */
function requests(pod: Pod): Map<string, number> {
  const [container] = pod.spec?.containers ?? [];
  return new Map(
    Object.entries(container?.resources?.requests ?? {}).map(([name, quantity]) => [name, units(quantity, name)]),
  );
}

function portsOf(pod: Pod): string[] {
  return (pod.spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports.map(({ hostPort, protocol }) => `${protocol}/${hostPort}`),
  );
}

function isTolerated(taint: Pick<Taint, "key" | "value" | "effect">, pod: Pod): boolean {
  return (pod.spec?.tolerations ?? []).some(({ key, operator, value, effect }: Toleration) => {
    if ((effect ?? "") !== "" && effect !== taint.effect) return false;
    if (operator === "Exists") return (key ?? "") === "" || key === taint.key;
    return key === taint.key && (value ?? "") === (taint.value ?? "");
  });
}

function isWanted(pod: Pod, node: Node): boolean {
  const labels = node.metadata?.labels ?? {};
  if (!Object.entries(pod.spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false;
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return (
    !terms ||
    terms.some(({ matchExpressions = [] }) =>
      matchExpressions.every((expression) => meets(labels[expression.key], expression)),
    )
  );
}

function meets(label: string | undefined, { operator, values = [] }: { operator: string; values?: string[] }): boolean {
  if (operator === "Gt") return Number(label) > Number(values[0]);
  if (operator === "Lt") return Number(label) < Number(values[0]);
  return label !== undefined && values.includes(label);
}

function preference(pod: Pod, node: Node): number {
  const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const labels = node.metadata?.labels ?? {};
  return preferred
    .filter(({ preference: { matchExpressions = [] } }) =>
      matchExpressions.every((expression) => meets(labels[expression.key], expression)),
    )
    .reduce((sum, { weight }) => sum + weight, 0);
}

function scaled(raw: number[]): number[] {
  const max = Math.max(0, ...raw);
  return max === 0 ? raw : raw.map((score) => Math.floor((100 * score) / max));
}

function reversed(raw: number[]): number[] {
  return Math.max(0, ...raw) === 0 ? raw.map(() => 100) : scaled(raw).map((score) => 100 - score);
}
