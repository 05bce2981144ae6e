import {
  ContainerConfig,
  ContainerState,
  NamespaceMode,
  PodSandboxConfig,
  type ContainerStatus,
  type ExecSyncResponse,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { RpcCode, RpcError } from "@flotilla/service";
import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CriUnderTest } from "./cri-under-test.js";

/** Any fields of a message; the others have their defaults. */
type Some<T> = T extends bigint | string | number | boolean | Uint8Array | undefined
  ? T
  : T extends (infer U)[]
    ? Some<U>[]
    : { [K in keyof T]?: Some<T[K]> };
export type SomeSandbox = Some<PodSandboxConfig>;
export type SomeContainer = Some<ContainerConfig>;

const WAIT_STEP_MS = 10;
const WAIT_LIMIT_MS = 20_000;

/** A line of a log in CRI's format. */
export interface LogLine {
  readonly time: string;
  readonly stream: string;
  readonly tag: string;
  readonly text: string;
}

/** Waits until something is so; the only use of time in the suite. */
export async function eventually<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (let waited = 0; waited < WAIT_LIMIT_MS; waited += WAIT_STEP_MS) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(WAIT_STEP_MS);
  }
  throw new Error(`it did not happen: ${what}`);
}

/** Makes pods and containers for the suite and removes them all. */
export class PodBench {
  private readonly pods: string[] = [];
  private names = 0;

  constructor(readonly cri: CriUnderTest) {}

  image(name: string): string {
    return `${this.cri.registry}/${name}`;
  }

  sandboxConfig(extra: SomeSandbox = {}): PodSandboxConfig {
    const name = `pod-${++this.names}`;
    return PodSandboxConfig.fromPartial({
      metadata: { name, namespace: "suite", uid: randomUUID(), attempt: 0 },
      hostname: name,
      logDirectory: join(this.cri.folder, "logs", name),
      labels: { suite: "cri" },
      ...extra,
      linux: { securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER } }, ...extra.linux },
    } as object);
  }

  async pod(extra: SomeSandbox = {}): Promise<{ id: string; config: PodSandboxConfig }> {
    const config = this.sandboxConfig(extra);
    await mkdir(config.logDirectory, { recursive: true });
    // The runtime may be another user.
    await chmod(config.logDirectory, 0o777);
    const { podSandboxId } = await this.cri.runtime.runPodSandbox({ config, runtimeHandler: "" });
    this.pods.push(podSandboxId);
    return { id: podSandboxId, config };
  }

  /** Creates a container of the busybox image that runs a shell script, or what `extra` says. */
  async create(
    pod: { id: string; config: PodSandboxConfig },
    script: string,
    extra: SomeContainer = {},
  ): Promise<string> {
    const name = `c-${++this.names}`;
    const config = ContainerConfig.fromPartial({
      metadata: { name, attempt: 0 },
      image: { image: this.image("busybox:1") },
      command: ["/bin/sh", "-c", script],
      logPath: `${name}.log`,
      labels: { name },
      ...extra,
      linux: {
        ...extra.linux,
        securityContext: { namespaceOptions: { pid: NamespaceMode.CONTAINER }, ...extra.linux?.securityContext },
      },
    } as object);
    return (await this.cri.runtime.createContainer({ podSandboxId: pod.id, config, sandboxConfig: pod.config }))
      .containerId;
  }

  async run(pod: { id: string; config: PodSandboxConfig }, script: string, extra: SomeContainer = {}): Promise<string> {
    const id = await this.create(pod, script, extra);
    await this.cri.runtime.startContainer({ containerId: id });
    return id;
  }

  /** Runs a script to its end and answers what it wrote to stdout. */
  async output(script: string, extra: SomeContainer = {}, podExtra: SomeSandbox = {}): Promise<string> {
    const id = await this.run(await this.pod(podExtra), script, extra);
    await this.exited(id);
    return (await this.log(id)).map((line) => line.text).join("\n");
  }

  async status(id: string): Promise<ContainerStatus> {
    const { status } = await this.cri.runtime.containerStatus({ containerId: id, verbose: false });
    if (!status) throw new Error("no status");
    return status;
  }

  exited(id: string): Promise<ContainerStatus> {
    return eventually(async () => {
      const status = await this.status(id);
      return status.state === ContainerState.CONTAINER_EXITED ? status : undefined;
    }, `container ${id} ends`);
  }

  async log(id: string): Promise<LogLine[]> {
    const text = await readFile((await this.status(id)).logPath, "utf8");
    return text.split("\n").filter(Boolean).map(parseLogLine);
  }

  exec(id: string, ...cmd: string[]): Promise<ExecSyncResponse> {
    return this.cri.runtime.execSync({ containerId: id, cmd, timeout: 10n });
  }

  /** Standard output of a script in a running container. */
  async sh(id: string, script: string): Promise<string> {
    return Buffer.from((await this.exec(id, "/bin/sh", "-c", script)).stdout)
      .toString()
      .trim();
  }

  async removeAll(): Promise<void> {
    for (const podSandboxId of this.pods.splice(0)) {
      // Some runtimes complain about a sandbox that the test has removed itself.
      await this.cri.runtime.stopPodSandbox({ podSandboxId }).catch(ignoreNotFound);
      await this.cri.runtime.removePodSandbox({ podSandboxId }).catch(ignoreNotFound);
    }
  }
}

function ignoreNotFound(error: unknown): void {
  if (!(error instanceof RpcError) || error.code !== RpcCode.NOT_FOUND) throw error;
}

function parseLogLine(line: string): LogLine {
  const [time = "", stream = "", tag = "", ...text] = line.split(" ");
  return { time, stream, tag, text: text.join(" ") };
}
