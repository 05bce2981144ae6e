import type { Rng } from "@flotilla/service";
import { podJson } from "./events.js";
import type { Change } from "./memory-store.js";

const NODES = ["node-0", "node-1"];
const PODS = 12;
const DEPLOYMENTS = 4;

/** Random writes as a cluster makes them: pods come, are bound, change and go; some are as large as a message can be. */
export class Workload {
  /** The node of each pod that exists. */
  private readonly pods = new Map<string, string>();

  constructor(
    private readonly rng: Rng,
    private readonly largeBytes: number,
  ) {}

  /** The changes of one revision. */
  next(): Change[] {
    const kind = this.rng.next();
    if (kind < 0.75) return [this.changePod(this.integer(PODS))];
    if (kind < 0.85)
      return [this.deployment(), { key: `/registry/secrets/default/s${this.integer(3)}`, value: podJson("s") }];
    if (kind < 0.95) return [this.deployment()];
    // Several objects in one revision, as a transaction of a foreign writer may have.
    const first = this.integer(PODS);
    return [this.changePod(first), this.changePod((first + 1) % PODS)];
  }

  /** One pod of each node and one without, so that every subject has something new. */
  everywhere(): Change[] {
    const pods = ["", ...NODES].map((node, i) => ({ key: podKey(`last-${i}`), value: podJson(`last-${i}`, node) }));
    return [...pods, this.deployment(0)];
  }

  private changePod(index: number): Change {
    const name = `pod-${index}`;
    const node = this.pods.get(name);
    if (node === undefined) return this.write(name, "");
    if (this.rng.next() < 0.2) {
      this.pods.delete(name);
      return { key: podKey(name), value: undefined };
    }
    return this.write(name, node === "" ? NODES[this.integer(NODES.length)]! : node);
  }

  private write(name: string, node: string): Change {
    this.pods.set(name, node);
    const padding = this.rng.next() < 0.05 ? this.largeBytes : this.integer(100);
    return { key: podKey(name), value: podJson(name, node, padding) };
  }

  private deployment(index = this.integer(DEPLOYMENTS)): Change {
    return { key: `/registry/deployments/default/d${index}`, value: podJson(`d${index}`) };
  }

  private integer(below: number): number {
    return Math.floor(this.rng.next() * below);
  }
}

function podKey(name: string): string {
  return `/registry/pods/default/${name}`;
}
