import type { Node, Pod, PodAffinityTerm, TopologySpreadConstraint } from "@flotilla/api/types/core/v1.js";
import type { Rng } from "@flotilla/service";
import { node, pod } from "./objects.js";

/** Small worlds in which rules meet often: few zones, few labels, tight nodes. */
export interface RandomCluster {
  readonly nodes: Node[];
  /** Already placed. */
  readonly placed: Pod[];
  readonly pending: Pod[];
}

const ZONES = ["a", "b", "c"];
const APPS = ["web", "db", "cache"];
const NAMESPACES = ["default", "other"];

export function randomCluster(rng: Pick<Rng, "next">, size = { nodes: 8, placed: 14, pending: 12 }): RandomCluster {
  const random = new Randomizer(rng);
  const nodes = times(size.nodes, (index) => random.node(index));
  const placed = times(size.placed, (index) => {
    const wanted = random.pod(`placed-${index}`);
    const on = random.pick(nodes).metadata!.name!;
    return { ...wanted, spec: { ...wanted.spec!, nodeName: on } };
  });
  const pending = times(size.pending, (index) => random.pod(`pending-${index}`));
  return { nodes, placed, pending };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

class Randomizer {
  constructor(private readonly rng: Pick<Rng, "next">) {}

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.rng.next() * choices.length)]!;
  }

  chance(probability: number): boolean {
    return this.rng.next() < probability;
  }

  node(index: number): Node {
    const hasZone = this.chance(0.9);
    return node({
      name: `node-${index}`,
      labels: {
        ...(hasZone && { "topology.kubernetes.io/zone": this.pick(ZONES) }),
        disk: this.pick(["ssd", "hdd"]),
        rank: String(index),
      },
      allocatable: {
        cpu: this.pick(["2", "4", "8"]),
        memory: this.pick(["4Gi", "8Gi"]),
        pods: this.pick(["3", "6", "110"]),
        ...(this.chance(0.3) && { "example.com/gpu": "2" }),
      },
      ...(this.chance(0.3) && {
        taints: [
          {
            key: "dedicated",
            value: this.pick(["x", "y"]),
            effect: this.pick(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
          },
        ],
      }),
      unschedulable: this.chance(0.08),
      ...(this.chance(0.4) && {
        images: [{ names: [`${this.pick(APPS)}:v1`], sizeBytes: this.pick([30, 300, 900]) * 1024 * 1024 }],
      }),
    });
  }

  pod(name: string): Pod {
    const app = this.pick(APPS);
    return pod({
      name,
      namespace: this.chance(0.8) ? "default" : "other",
      labels: { app, tier: this.pick(["front", "back"]) },
      requests: {
        ...(this.chance(0.8) && { cpu: this.pick(["100m", "500m", "1", "3"]) }),
        ...(this.chance(0.8) && { memory: this.pick(["100Mi", "1Gi", "3Gi"]) }),
        ...(this.chance(0.1) && { "example.com/gpu": "1" }),
      },
      image: `${app}:v1`,
      priority: this.pick([0, 0, 0, 10, 100]),
      terminating: this.chance(0.05) && name.startsWith("placed"),
      spec: {
        ...(this.chance(0.3) && {
          tolerations: [
            { key: "dedicated", operator: this.pick(["Exists", "Equal"]), ...(this.chance(0.5) && { value: "x" }) },
          ],
        }),
        ...(this.chance(0.2) && { nodeSelector: { disk: "ssd" } }),
        affinity: this.affinity(app),
        ...(this.chance(0.25) && { topologySpreadConstraints: times(this.pick([1, 2]), () => this.spread(app)) }),
        ...(this.chance(0.1) && {
          containers: [
            {
              name: "main",
              image: `${app}:v1`,
              ports: [{ containerPort: 80, hostPort: this.pick([80, 443]), protocol: "TCP" }],
            },
          ],
        }),
      },
    });
  }

  affinity(app: string): NonNullable<Pod["spec"]>["affinity"] & object {
    const nodes = {
      ...(this.chance(0.1) && {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "rank", operator: this.pick(["Gt", "Lt"]), values: [this.pick(["2", "5"])] }] },
          ],
        },
      }),
      ...(this.chance(0.2) && {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: this.pick([1, 50]),
            preference: { matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] },
          },
        ],
      }),
    };
    return { nodeAffinity: nodes, podAffinity: this.rules(app, 0.15), podAntiAffinity: this.rules(app, 0.2) };
  }

  rules(app: string, probability: number): object {
    return {
      ...(this.chance(probability) && {
        requiredDuringSchedulingIgnoredDuringExecution: times(this.pick([1, 1, 2]), () => this.term(app)),
      }),
      ...(this.chance(probability) && {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: this.pick([1, 40]), podAffinityTerm: this.term(app) },
        ],
      }),
    };
  }

  term(app: string): PodAffinityTerm {
    return {
      topologyKey: this.pick(["topology.kubernetes.io/zone", "kubernetes.io/hostname"]),
      labelSelector: {
        matchLabels: { app: this.chance(0.6) ? app : this.pick(APPS) },
        ...(this.chance(0.2) && { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["back"] }] }),
      },
      ...(this.chance(0.2) && { namespaces: [this.pick(NAMESPACES)] }),
      ...(this.chance(0.15) && { namespaceSelector: this.pick([{}, { matchLabels: { team: "blue" } }]) }),
    };
  }

  spread(app: string): TopologySpreadConstraint {
    return {
      topologyKey: this.pick(["topology.kubernetes.io/zone", "kubernetes.io/hostname"]),
      maxSkew: this.pick([1, 2]),
      whenUnsatisfiable: this.pick(["DoNotSchedule", "ScheduleAnyway"]),
      labelSelector: { matchLabels: { app } },
      ...(this.chance(0.2) && { minDomains: 3, whenUnsatisfiable: "DoNotSchedule" }),
      ...(this.chance(0.2) && { nodeTaintsPolicy: "Honor" }),
      ...(this.chance(0.2) && { nodeAffinityPolicy: "Ignore" }),
    };
  }
}
