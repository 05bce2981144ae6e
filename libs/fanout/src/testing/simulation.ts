import { quietEnvironment, type Environment, type Rng } from "@flotilla/service";
import { seededRng } from "@flotilla/service/testing/seeded-rng.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { startElectedPublisher, type ElectedPublisher } from "../elected-publisher.js";
import { publishTerm } from "../publisher.js";
import { formatSubject } from "../subjects.js";
import { FaultyServer, NO_FAULTS, type FaultyBus } from "./faulty-bus.js";
import { FollowerHarness } from "./follower-harness.js";
import { MemoryStore, type StoreClients } from "./memory-store.js";
import { Workload } from "./workload.js";

const STEPS = 120;
const STEP_MS_MAX = 600;
const PUBLISHERS = 3;
const FAULTS_PER_STEP = 0.25;
/** Longer than any lease, backoff or silence. */
const CALM_MS = 60_000;
const CUT_MS_MAX = 5_000;
const LARGE_BYTES = 3_000;
/** Few, so that a fail-over leaves followers behind now and then. */
const REPLAY_REVISIONS = 20;

const PODS = "/registry/pods/";
const SUBJECTS: readonly (readonly [subject: string, keyPrefix: string])[] = [
  [formatSubject({ group: "", resource: "pods" }), PODS],
  [formatSubject({ group: "", resource: "pods", node: "" }), PODS],
  [formatSubject({ group: "", resource: "pods", node: "node-0" }), PODS],
  [formatSubject({ group: "", resource: "pods", node: "node-1" }), PODS],
  [formatSubject({ group: "apps", resource: "deployments" }), "/registry/deployments/"],
];

interface PublisherNode {
  readonly clients: StoreClients;
  readonly bus: FaultyBus;
  publisher: ElectedPublisher;
}

/** A store, candidates for publishing, a bus and followers, all faulty by one seed, on simulated time. */
export class FanoutSimulation {
  readonly followers: FollowerHarness[] = [];
  /** The epochs in which somebody published. */
  readonly epochs = new Set<bigint>();
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  private readonly rng: Rng;
  private readonly environment: Environment;
  private readonly server: FaultyServer;
  private readonly workload: Workload;
  private readonly publishers: PublisherNode[] = [];
  private readonly rogue = new AbortController();
  private nextIdentity = 0;

  constructor(seed: number) {
    this.rng = seededRng(seed);
    this.environment = quietEnvironment({ clock: this.clock, rng: this.rng });
    this.server = new FaultyServer(this.clock, this.rng);
    this.workload = new Workload(this.rng, LARGE_BYTES);
  }

  async run(): Promise<void> {
    for (let i = 0; i < PUBLISHERS; i++) this.addPublisher();
    this.startRogue();
    for (let step = 0; step < STEPS; step++) {
      if (step < SUBJECTS.length * 2) this.addFollower(step);
      this.write();
      if (this.rng.next() < FAULTS_PER_STEP) await this.fault();
      await this.pass(this.rng.next() * STEP_MS_MAX);
    }
    await this.calmDown();
  }

  async stop(): Promise<void> {
    this.rogue.abort();
    for (const follower of this.followers) await this.untilDone(follower.stop());
    for (const { publisher } of this.publishers) await this.untilDone(publisher.stop());
  }

  private addPublisher(): void {
    const node = { clients: this.store.clients(), bus: this.server.connect() };
    this.publishers.push({ ...node, publisher: this.startPublisher(node) });
  }

  private startPublisher({ clients, bus }: Omit<PublisherNode, "publisher">): ElectedPublisher {
    const identity = `publisher-${this.nextIdentity++}`;
    return startElectedPublisher({
      ...clients,
      bus,
      identity,
      environment: this.environment,
      replayRevisions: REPLAY_REVISIONS,
      quietSubjects: () => SUBJECTS.map(([subject]) => subject),
    });
  }

  /** A publisher of long ago that does not know that it is none any more. */
  private startRogue(): void {
    const { watch } = this.store.clients();
    const options = { watch, bus: this.server.connect(), environment: this.environment };
    void publishTerm(options, 1n, this.rogue.signal);
  }

  /** Every second one reads slowly, with little room. */
  private addFollower(index: number): void {
    const [subject, keyPrefix] = SUBJECTS[index % SUBJECTS.length]!;
    const slow = index >= SUBJECTS.length ? { slownessMs: 2_000, limits: { maxWaitingBatches: 4 } } : {};
    this.followers.push(
      new FollowerHarness({
        subject,
        keyPrefix,
        bus: this.server.connect(),
        store: this.store.clients(),
        environment: this.environment,
        afterRevision: this.store.revision,
        ...slow,
      }),
    );
  }

  private write(): void {
    const commits = Array.from({ length: this.integer(4) }, () => this.workload.next());
    if (commits.length > 0) this.store.commitAll(commits);
  }

  private async fault(): Promise<void> {
    const faults = [
      () => this.server.restart(),
      () => (this.pick(this.followers).options.bus as FaultyBus).cut(this.rng.next() * CUT_MS_MAX),
      () => void (this.server.faults = this.someFaults()),
      () => this.cutFromStore(this.anyPublisher()),
      () => this.replacePublisher(this.anyPublisher()),
      () => this.restartFollower(this.pick(this.followers)),
    ];
    await this.pick<() => void | Promise<void>>(faults)();
  }

  private someFaults() {
    const share = (): number => (this.rng.next() < 0.5 ? 0 : this.rng.next() * 0.5);
    return { lose: share(), repeat: share(), delay: share() };
  }

  /** For long enough now and then that its lease ends. */
  private cutFromStore({ clients }: PublisherNode): void {
    clients.setCut(true);
    this.clock.after(this.rng.next() * 20_000, () => clients.setCut(false));
  }

  private async replacePublisher(node: PublisherNode): Promise<void> {
    await this.untilDone(node.publisher.stop());
    node.publisher = this.startPublisher(node);
  }

  private async restartFollower(follower: FollowerHarness): Promise<void> {
    await this.untilDone(follower.stop());
    follower.start();
  }

  /** No more faults; then one last change on each subject. */
  private async calmDown(): Promise<void> {
    this.server.faults = NO_FAULTS;
    for (const { clients } of this.publishers) clients.setCut(false);
    await this.pass(CALM_MS);
    this.store.commit(this.workload.everywhere());
    await this.pass(CALM_MS);
    this.store.commit(this.workload.everywhere());
    await this.pass(CALM_MS);
  }

  private async pass(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= 500) {
      await this.clock.advance(Math.min(leftMs, 500));
      this.store.expireLeases();
      for (const { publisher } of this.publishers) if (publisher.epoch !== undefined) this.epochs.add(publisher.epoch);
    }
  }

  /** Lets time pass until the work is done. */
  private async untilDone(work: Promise<void>): Promise<void> {
    const state = { done: false };
    const finished = work.finally(() => (state.done = true));
    while (!state.done) await this.pass(100);
    await finished;
  }

  /** Half of the time the one that publishes. */
  private anyPublisher(): PublisherNode {
    const leading = this.publishers.find(({ publisher }) => publisher.epoch !== undefined);
    return leading !== undefined && this.rng.next() < 0.5 ? leading : this.pick(this.publishers);
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.integer(values.length)]!;
  }

  private integer(below: number): number {
    return Math.floor(this.rng.next() * below);
  }
}
