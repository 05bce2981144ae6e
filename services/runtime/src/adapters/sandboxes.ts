import { PodSandboxState, type PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { RpcCode, RpcError } from "@flotilla/service";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { KeyedQueue } from "../core/keyed-queue.js";
import type { SandboxRecord } from "../core/records.js";
import { checkSandbox } from "../core/unsupported.js";
import type { Containers } from "./containers.js";
import { newId, nowNanoseconds, type RuntimeParts } from "./runtime-parts.js";

/** Makes and removes what the containers of a pod share. */
export class Sandboxes {
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly parts: RuntimeParts,
    private readonly containers: Containers,
  ) {}

  /** By id, or by the beginning of one. */
  find(id: string): SandboxRecord | undefined {
    const { sandboxes } = this.parts.journal;
    if (id === "") return undefined;
    const matching = sandboxes.get(id) ?? [...sandboxes.values()].filter((sandbox) => sandbox.id.startsWith(id));
    return Array.isArray(matching) ? (matching.length === 1 ? matching[0] : undefined) : matching;
  }

  get(id: string): SandboxRecord {
    const record = this.find(id);
    if (!record) throw new RpcError(RpcCode.NOT_FOUND, `sandbox ${JSON.stringify(id)} not found`);
    return record;
  }

  async run(config: PodSandboxConfig, runtimeHandler: string): Promise<SandboxRecord> {
    const { driver, environment, events, journal } = this.parts;
    const { metadata } = config;
    if (!metadata) throw new RpcError(RpcCode.INVALID_ARGUMENT, "a sandbox needs metadata");
    if (runtimeHandler !== "")
      throw new RpcError(RpcCode.INVALID_ARGUMENT, `no runtime for ${JSON.stringify(runtimeHandler)} is configured`);
    checkSandbox(config);
    const key = `${metadata.namespace}/${metadata.name}/${metadata.uid}/${metadata.attempt}`;
    return this.queue.run(key, async () => {
      const begun = environment.clock.monotonic();
      const twin = [...journal.sandboxes.values()].find((sandbox) => keyOf(sandbox) === key);
      if (twin) throw new RpcError(RpcCode.ALREADY_EXISTS, `sandbox ${key} exists with id ${twin.id}`);
      const id = newId(environment);
      const createdAt = nowNanoseconds(environment);
      const parts = await driver.createSandbox(id, config).catch((error: unknown) => {
        throw new RpcError(RpcCode.UNKNOWN, `sandbox ${key}: ${(error as Error).message}`, undefined, { cause: error });
      });
      const record: SandboxRecord = {
        id,
        config,
        runtimeHandler,
        createdAt,
        state: PodSandboxState.SANDBOX_READY,
        ...parts,
      };
      await journal.saveSandbox(record);
      events.sandboxStarted(id, `${metadata.namespace}/${metadata.name}`, environment.clock.monotonic() - begun);
      return record;
    });
  }

  async stop(id: string): Promise<void> {
    const record = this.find(id);
    if (!record) return;
    await this.queue.run(record.id, async () => {
      const { driver, journal } = this.parts;
      if (this.find(record.id)?.state !== PodSandboxState.SANDBOX_READY) return;
      await Promise.all(journal.containersOf(record.id).map((container) => this.containers.stop(container.id, 0)));
      await driver.destroySandbox(record);
      await journal.saveSandbox({ ...record, state: PodSandboxState.SANDBOX_NOTREADY });
    });
  }

  async remove(id: string): Promise<void> {
    const record = this.find(id);
    if (!record) return;
    await this.stop(record.id);
    await Promise.all(
      this.parts.journal.containersOf(record.id).map((container) => this.containers.remove(container.id)),
    );
    await this.parts.journal.forgetSandbox(record.id);
  }

  /** After a restart: sandboxes whose namespaces are gone (the machine was started anew) are no longer ready. */
  async adopt(): Promise<number> {
    const { driver, events, folders, journal } = this.parts;
    for (const record of journal.sandboxes.values()) {
      const pinned = await Promise.all(
        record.own.map((name) => isNamespaceFile(join(folders.sandbox(record.id), name))),
      );
      if (record.state !== PodSandboxState.SANDBOX_READY) continue;
      if (pinned.includes(false)) await journal.saveSandbox({ ...record, state: PodSandboxState.SANDBOX_NOTREADY });
      else
        await driver
          .restoreSandbox(record)
          .catch((error: unknown) => events.cleanupFailed(`sandbox ${record.id}`, error));
    }
    await driver.releaseUnknown(new Set(journal.sandboxes.keys()));
    return journal.sandboxes.size;
  }
}

/** Source: NSFS_MAGIC in linux/magic.h. */
const NAMESPACE_FILE_SYSTEM = 0x6e736673;

async function isNamespaceFile(path: string): Promise<boolean> {
  return statfs(path).then(
    (fs) => fs.type === NAMESPACE_FILE_SYSTEM,
    () => false,
  );
}

function keyOf({ config: { metadata } }: SandboxRecord): string {
  return `${metadata?.namespace}/${metadata?.name}/${metadata?.uid}/${metadata?.attempt}`;
}
