import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Running, Timer } from "@flotilla/service";
import { containerLogPath, podLogFolder } from "../core/names.js";
import { staleLogs } from "../core/rotated-logs.js";
import type { KubeletContext } from "./kubelet-context.js";

/** Source: kubelet `containerLogMaxSize`, `containerLogMaxFiles`, `containerLogMonitorInterval`. */
const CHECK_MS = 10_000;

export interface LogRotation {
  readonly maxBytes: number;
  /** With the one that is being written. */
  readonly maxFiles: number;
}

/** A container whose log may have to be rotated. */
export interface LoggedContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly containerId: string;
  readonly attempt: number;
}

/** Keeps containers' logs from growing without end: a full file is put aside, and the oldest of those is removed. */
export class LogRotator implements Running {
  #timer: Timer | undefined;
  #stopped = false;

  constructor(
    private readonly context: Pick<KubeletContext, "environment" | "logRoot" | "runtime">,
    private readonly limits: LogRotation,
    private readonly containers: () => readonly LoggedContainer[],
  ) {}

  start(): void {
    if (this.#stopped) return;
    this.#timer = this.context.environment.clock.after(CHECK_MS, () => void this.rotate().finally(() => this.start()));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.stop();
  }

  /** Looks at all logs once. */
  async rotate(): Promise<void> {
    for (const container of this.containers()) {
      await this.#rotateOne(container).catch((error: unknown) =>
        this.context.environment.log.warn("log.rotation-failed", {
          pod: `${container.namespace}/${container.pod}`,
          container: container.container,
          error,
        }),
      );
    }
  }

  async #rotateOne({ namespace, pod, uid, container, containerId, attempt }: LoggedContainer): Promise<void> {
    const path = join(this.context.logRoot, podLogFolder(namespace, pod, uid), containerLogPath(container, attempt));
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size < this.limits.maxBytes) return;
    const time = new Date(this.context.environment.clock.now())
      .toISOString()
      .replace(/[-:]|\..*$/g, "")
      .replace("T", "-");
    await rename(path, `${path}.${time}`);
    // Until the runtime opens a new file it goes on writing to the old one: no line is lost.
    await this.context.runtime.reopenLog(containerId);
    const folder = join(path, "..");
    for (const name of staleLogs(await readdir(folder), `${attempt}.log`, this.limits.maxFiles))
      await rm(join(folder, name), { force: true });
  }
}
