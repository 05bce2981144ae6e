import {
  ContainerEventType,
  ContainerState,
  PodSandboxState,
  type ContainerConfig,
  type LinuxContainerResources,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { RpcCode, RpcError } from "@flotilla/service";
import { mkdir, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KeyedQueue } from "../core/keyed-queue.js";
import { addedProcess, processSpec } from "../core/process-spec.js";
import type { ContainerRecord, SandboxRecord } from "../core/records.js";
import type { Architecture } from "../core/seccomp.js";
import { SIGKILL, stopSignal } from "../core/signals.js";
import { containerStatus, ended, failedToStart, mergeResources, sandboxStatus } from "../core/status.js";
import { PlanFailed, type HelperProcess } from "./native-helper.js";
import { newId, nowNanoseconds, type RuntimeParts } from "./runtime-parts.js";
import { readExitFile, SupervisorConnection, type SupervisorEvents } from "./supervisor.js";
import { checkContainer } from "../core/unsupported.js";
import { readUserFiles } from "./user-files.js";

/** A container whose supervisor we are connected to. */
interface Live {
  readonly connection: SupervisorConnection;
  /** Resolves when the end has been recorded. */
  readonly ended: Promise<void>;
  reopened: (() => void) | undefined;
}

/** How long after SIGKILL a container may take to be gone, ms: the kernel has to free its memory. */
const KILL_PATIENCE_MS = 30_000;
const REOPEN_PATIENCE_MS = 5_000;

/** Makes, starts, watches and removes containers. */
export class Containers {
  private readonly live = new Map<string, Live>();
  private readonly ending = new Map<string, Promise<void>>();
  private readonly queue = new KeyedQueue();

  constructor(private readonly parts: RuntimeParts) {}

  /** By id, or by the beginning of one. */
  find(id: string): ContainerRecord | undefined {
    const { containers } = this.parts.journal;
    if (id === "") return undefined;
    return containers.get(id) ?? single([...containers.values()].filter((container) => container.id.startsWith(id)));
  }

  get(id: string): ContainerRecord {
    const record = this.find(id);
    if (!record) throw new RpcError(RpcCode.NOT_FOUND, `container ${JSON.stringify(id)} not found`);
    return record;
  }

  running(id: string): ContainerRecord {
    const record = this.get(id);
    if (record.state !== ContainerState.CONTAINER_RUNNING)
      throw new RpcError(RpcCode.FAILED_PRECONDITION, `container ${id} is not running`);
    return record;
  }

  async create(sandbox: SandboxRecord, config: ContainerConfig): Promise<ContainerRecord> {
    const { parts } = this;
    if (sandbox.state !== PodSandboxState.SANDBOX_READY)
      throw new RpcError(RpcCode.FAILED_PRECONDITION, `sandbox ${sandbox.id} is not ready`);
    checkContainer(config);
    const wanted = config.image?.image ?? "";
    const image = parts.images.find(wanted);
    if (!image) throw new RpcError(RpcCode.NOT_FOUND, `image ${JSON.stringify(wanted)} not found`);
    const layers = parts.images.layersOf(image);
    const process = processSpec(config, sandbox.config, {
      image: image.config,
      userFiles: await readUserFiles(parts.images.layersFolder, layers),
      heldCapabilities: parts.heldCapabilities,
      architecture: globalThis.process.arch as Architecture,
      privileges: (capabilities) => parts.driver.privileges(capabilities),
    });
    const logFolder = sandbox.config.logDirectory;
    const record: ContainerRecord = {
      id: newId(parts.environment),
      sandboxId: sandbox.id,
      config,
      imageId: image.id,
      imageRef: image.digests[0] ?? image.id,
      layers,
      process,
      stopSignal: stopSignal(config.stopSignal, image.config.stopSignal),
      stopSignalName: config.stopSignal,
      logPath: logFolder && config.logPath ? join(logFolder, config.logPath) : "",
      cgroupParent: sandbox.config.linux?.cgroupParent ?? "",
      createdAt: nowNanoseconds(parts.environment),
      state: ContainerState.CONTAINER_CREATED,
      startedAt: 0n,
      finishedAt: 0n,
      exitCode: 0,
      reason: "",
      message: "",
      pid: 0,
      resources: config.linux?.resources,
    };
    await parts.journal.saveContainer(record);
    this.publish(record, ContainerEventType.CONTAINER_CREATED_EVENT);
    return record;
  }

  start(id: string): Promise<void> {
    return this.queue.run(id, async () => {
      const record = this.get(id);
      if (record.state !== ContainerState.CONTAINER_CREATED)
        throw new RpcError(RpcCode.FAILED_PRECONDITION, `container ${id} is not in the created state`);
      const { clock } = this.parts.environment;
      const begun = clock.monotonic();
      try {
        await this.launch(record);
      } catch (error) {
        await this.launchFailed(record, error);
      }
      this.parts.events.containerStarted(id, record.config.metadata?.name ?? "", clock.monotonic() - begun);
    });
  }

  /** Asks it to end, and after `timeoutMs` makes it. Returns when it has ended. */
  async stop(id: string, timeoutMs: number): Promise<void> {
    const record = this.get(id);
    const live = this.live.get(record.id);
    if (record.state !== ContainerState.CONTAINER_RUNNING || !live) return;
    if (timeoutMs > 0) {
      this.signal(record, record.stopSignal);
      if (await this.within(live.ended, timeoutMs)) return;
    }
    this.signal(record, SIGKILL);
    if (!(await this.within(live.ended, KILL_PATIENCE_MS)))
      throw new RpcError(RpcCode.DEADLINE_EXCEEDED, `container ${id} does not end`);
  }

  async remove(id: string): Promise<void> {
    const record = this.find(id);
    if (!record) return;
    await this.stop(record.id, 0);
    await this.queue.run(record.id, async () => {
      if (!this.find(record.id)) return;
      await this.stop(record.id, 0);
      await this.parts.journal.forgetContainer(record.id);
      await rm(this.parts.folders.socket(record.id), { force: true });
      this.publish(record, ContainerEventType.CONTAINER_DELETED_EVENT);
    });
    await this.parts.images.collectGarbage();
  }

  async update(id: string, resources: LinuxContainerResources): Promise<void> {
    const record = this.get(id);
    if (record.state === ContainerState.CONTAINER_RUNNING) await this.parts.driver.limit(record, resources);
    await this.parts.journal.saveContainer({ ...this.get(id), resources: mergeResources(record.resources, resources) });
  }

  async reopenLog(id: string): Promise<void> {
    const record = this.running(id);
    const live = this.live.get(record.id);
    if (!live) return;
    const done = new Promise<void>((resolve) => (live.reopened = resolve));
    live.connection.reopenLog();
    if (!(await this.within(done, REOPEN_PATIENCE_MS)))
      throw new RpcError(RpcCode.DEADLINE_EXCEEDED, `container ${id}: the log was not reopened`);
  }

  /** Starts another process in a running container. */
  async exec(id: string, argv: readonly string[], streams: { stdin: boolean; tty: boolean }): Promise<HelperProcess> {
    const record = this.running(id);
    if (argv.length === 0) throw new RpcError(RpcCode.INVALID_ARGUMENT, "no command");
    const plan = this.parts.driver.execPlan(record, addedProcess(record.process, argv, streams.tty));
    return this.parts.helper.start(plan, {
      stdin: streams.stdin ? "pipe" : "ignore",
      output: "pipe",
      tty: streams.tty,
    });
  }

  /** Another connection to the supervisor of a running container, for its streams. */
  attach(id: string, events: SupervisorEvents): Promise<SupervisorConnection> {
    return SupervisorConnection.open(this.parts.folders.socket(this.running(id).id), events);
  }

  /** Finds again what a former server left: running containers go on, the end of others is recorded. */
  async adopt(): Promise<{ running: number; exited: number }> {
    const counts = { running: 0, exited: 0 };
    const { folders, journal } = this.parts;
    // A container is on record before it starts: what has no record was never more than a folder.
    for (const id of await readdir(folders.containers)) {
      if (!journal.containers.has(id)) await rm(folders.container(id), { recursive: true, force: true });
    }
    for (const record of journal.containers.values()) {
      if (record.state === ContainerState.CONTAINER_EXITED) continue;
      const found = await this.adoptOne(record);
      if (found === "running") counts.running++;
      if (found === "exited") counts.exited++;
    }
    return counts;
  }

  /** Lets go of the containers, which go on without us. */
  release(): void {
    for (const { connection } of this.live.values()) connection.close();
    this.live.clear();
  }

  private async adoptOne(record: ContainerRecord): Promise<"running" | "exited" | "created"> {
    const { folders, environment } = this.parts;
    try {
      const pid = await this.watch(record);
      await this.parts.journal.saveContainer({
        ...record,
        state: ContainerState.CONTAINER_RUNNING,
        pid,
        startedAt: record.startedAt || nowNanoseconds(environment),
      });
      return "running";
    } catch {
      const exit = await readExitFile(folders.exits(record.id));
      if (record.state === ContainerState.CONTAINER_CREATED && !exit) return "created";
      await this.recordEnd(record.id);
      return "exited";
    }
  }

  private async launch(record: ContainerRecord): Promise<void> {
    const { parts } = this;
    const sandbox = parts.journal.sandboxes.get(record.sandboxId);
    if (sandbox?.state !== PodSandboxState.SANDBOX_READY)
      throw new RpcError(RpcCode.FAILED_PRECONDITION, `sandbox ${record.sandboxId} is not ready`);
    if (record.logPath) await mkdir(dirname(record.logPath), { recursive: true });
    const plan = await parts.driver.startPlan(record, sandbox);
    // Before, for a short one may have ended when we hear of its start.
    const startedAt = nowNanoseconds(parts.environment);
    const pid = await parts.helper.start(plan).started;
    await parts.journal.saveContainer({
      ...record,
      state: ContainerState.CONTAINER_RUNNING,
      pid,
      startedAt,
    });
    this.publish(this.get(record.id), ContainerEventType.CONTAINER_STARTED_EVENT);
    // A container that has ended already has nobody to connect to.
    await this.watch(record).catch(() => this.recordEnd(record.id));
  }

  private async launchFailed(record: ContainerRecord, error: unknown): Promise<never> {
    const { parts } = this;
    const message = error instanceof Error ? error.message : String(error);
    parts.events.containerFailed(record.id, record.config.metadata?.name ?? "", error);
    await parts.driver
      .afterExit(record)
      .catch((failure: unknown) => parts.events.cleanupFailed(`container ${record.id}`, failure));
    await parts.journal.saveContainer(failedToStart(record, message, nowNanoseconds(parts.environment)));
    this.publish(this.get(record.id), ContainerEventType.CONTAINER_STOPPED_EVENT);
    if (error instanceof RpcError) throw error;
    const what =
      error instanceof PlanFailed && error.isExec
        ? "failed to start the command"
        : "failed to create the container's process";
    throw new RpcError(RpcCode.UNKNOWN, `${what}: ${message}`, undefined, { cause: error });
  }

  /** Connects to the supervisor and records the end when it comes. Answers the process id. */
  private async watch(record: ContainerRecord): Promise<number> {
    let learnPid: (pid: number) => void = () => undefined;
    let close: () => void = () => undefined;
    const pid = new Promise<number>((resolve) => (learnPid = resolve));
    const closed = new Promise<void>((resolve) => (close = resolve));
    const connection = await SupervisorConnection.open(this.parts.folders.socket(record.id), {
      pid: learnPid,
      closed: close,
      reopened: () => this.live.get(record.id)?.reopened?.(),
    });
    const live: Live = {
      connection,
      reopened: undefined,
      ended: closed.then(() =>
        this.live.get(record.id)?.connection === connection ? this.recordEnd(record.id) : undefined,
      ),
    };
    this.live.set(record.id, live);
    live.ended.catch((error: unknown) => this.parts.events.cleanupFailed(`container ${record.id}`, error));
    const gone = closed.then(() => {
      throw new Error("the supervisor has ended");
    });
    return Promise.race([pid, gone]);
  }

  /** Once, however many have noticed. */
  private recordEnd(id: string): Promise<void> {
    let work = this.ending.get(id);
    if (!work) {
      work = this.writeEnd(id).finally(() => this.ending.delete(id));
      this.ending.set(id, work);
    }
    return work;
  }

  private async writeEnd(id: string): Promise<void> {
    const { parts } = this;
    const record = this.find(id);
    if (!record || record.state === ContainerState.CONTAINER_EXITED) return;
    const exit = await readExitFile(parts.folders.exits(id));
    // Without its supervisor nobody would ever learn how it ends.
    if (!exit) this.signal(record, SIGKILL);
    const outOfMemory = await parts.driver.afterExit(record).catch((error: unknown) => {
      parts.events.cleanupFailed(`container ${id}`, error);
      return false;
    });
    const after = ended(this.get(id), exit, outOfMemory, nowNanoseconds(parts.environment));
    await parts.journal.saveContainer(after);
    this.live.delete(id);
    parts.events.containerExited(id, after.config.metadata?.name ?? "", after.exitCode, after.reason);
    this.publish(after, ContainerEventType.CONTAINER_STOPPED_EVENT);
  }

  private signal(record: ContainerRecord, signal: number): void {
    // The journal may hold an id of long ago; only what has a supervisor is surely the container.
    if (record.pid <= 1 || !this.live.has(record.id)) return;
    try {
      process.kill(record.pid, signal);
    } catch {
      // It has just ended.
    }
  }

  private async within(event: Promise<void>, timeoutMs: number): Promise<boolean> {
    const timeout = new AbortController();
    const { clock } = this.parts.environment;
    const late = clock.sleep(timeoutMs, timeout.signal).then(
      () => false,
      () => false,
    );
    const result = await Promise.race([event.then(() => true), late]);
    timeout.abort();
    return result;
  }

  private publish(record: ContainerRecord, type: ContainerEventType): void {
    const { journal, containerEvents, environment } = this.parts;
    const sandbox = journal.sandboxes.get(record.sandboxId);
    containerEvents.publish({
      containerId: record.id,
      containerEventType: type,
      createdAt: nowNanoseconds(environment),
      podSandboxStatus: sandbox ? sandboxStatus(sandbox) : undefined,
      containersStatuses: journal.containersOf(record.sandboxId).map(containerStatus),
    });
  }
}

function single<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
