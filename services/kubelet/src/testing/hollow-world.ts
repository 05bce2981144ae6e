import { pods } from "@flotilla/api/resources.js";
import type { ContainerStatus, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";
import { testEnvironment } from "@flotilla/client/testing/test-environment.js";
import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { type HollowKubelet, type HollowOptions, startHollowKubelet } from "./hollow-kubelets.js";
import { KubeletApi } from "./kubelet-api.js";

export const NODE = "node-1";
/** Steps of simulated time while a test waits for something. */
const STEP_MS = 100;
const WAIT_MAX_MS = 600_000;

/** One hollow node under simulated time, with the API in memory. */
export class HollowWorld {
  readonly environment = testEnvironment();
  readonly clock = this.environment.clock;
  readonly calls: string[] = [];
  /** Throws for requests that shall fail. */
  failRequest: ((verb: string, resource: string, key: string) => void) | undefined;
  readonly api = new KubeletApi({
    clock: this.clock,
    rng: this.environment.rng,
    onRequest: (verb, resource, key) => this.failRequest?.(verb, resource, key),
  });
  #node: HollowKubelet | undefined;

  static async start(options: Partial<HollowOptions> = {}): Promise<HollowWorld> {
    const world = new HollowWorld();
    await world.startKubelet(options);
    return world;
  }

  get node(): HollowKubelet {
    if (this.#node === undefined) throw new Error("the kubelet is not running");
    return this.#node;
  }

  get runtime() {
    return this.node.runtime;
  }

  async startKubelet(options: Partial<HollowOptions> = {}): Promise<void> {
    const { onCall } = options;
    const noted = (method: string, subject: string): void => {
      this.calls.push(`${method} ${subject}`.trim());
      onCall?.(method, subject);
    };
    this.#node = await this.whileTimePasses(
      startHollowKubelet(this.api, this.environment, { nodeName: NODE, ...options, onCall: noted }),
    );
  }

  async stop(): Promise<void> {
    await this.whileTimePasses(this.node.stop());
  }

  /** A pod bound to the node. */
  createPod(name: string, spec: Partial<PodSpec> = {}, metadata: Pod["metadata"] = {}): Promise<Pod> {
    const full = { restartPolicy: "Always", terminationGracePeriodSeconds: 30, ...spec, nodeName: NODE } as PodSpec;
    full.containers ??= [{ name: "main", image: "app:1" }];
    return this.api.create(pods, { metadata: { namespace: "default", name, ...metadata }, spec: full });
  }

  async pod(name: string): Promise<Pod | undefined> {
    return this.api.get(pods, { namespace: "default", name }).catch(() => undefined);
  }

  async container(pod: string, name = "main"): Promise<ContainerStatus | undefined> {
    const { containerStatuses = [], initContainerStatuses = [] } = (await this.pod(pod))?.status ?? {};
    return [...containerStatuses, ...initContainerStatuses].find((status) => status.name === name);
  }

  /** Lets time pass until something holds; fails with what was seen last. */
  async until<T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> {
    for (let waited = 0; waited <= WAIT_MAX_MS; waited += STEP_MS) {
      for (let turn = 0; turn < 5; turn += 1) await settle();
      const found = await read();
      if (found !== undefined && found !== false) return found;
      await this.clock.advance(STEP_MS);
    }
    throw new Error(`it never came true: ${what}`);
  }

  /** Lets time pass until a pod's phase is so. */
  async phase(name: string, phase: string): Promise<Pod> {
    return this.until(`${name} is ${phase}`, async () => {
      const pod = await this.pod(name);
      return pod?.status?.phase === phase && pod;
    });
  }

  async ready(name: string): Promise<Pod> {
    return this.until(`${name} is ready`, async () => {
      const pod = await this.pod(name);
      return pod?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") && pod;
    });
  }

  /** Lets so much time pass in small steps. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      for (let turn = 0; turn < 3; turn += 1) await settle();
      await this.clock.advance(STEP_MS);
    }
  }

  async whileTimePasses<T>(work: Promise<T>): Promise<T> {
    const progress = { done: false };
    const finish = (): void => void (progress.done = true);
    work.then(finish, finish);
    while (!progress.done) {
      await settle();
      if (!progress.done) await this.clock.advance(STEP_MS);
    }
    return work;
  }
}
