import { spawn } from "node:child_process";
import { access, readdir, readFile, rm } from "node:fs/promises";
import { constants } from "node:fs";
import { join } from "node:path";
import { PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import {
  parseCniNetwork,
  pluginEnvironment,
  pluginInput,
  requiredPlugins,
  resultAddresses,
  routedNetwork,
  type CniNetwork,
  type CniPlugin,
} from "../core/cni.js";
import type { CniAttachment } from "../core/records.js";

/** Connects pods, by namespace files. */
export interface PodNetwork {
  /** Empty when pods can be connected, otherwise what is missing. */
  missing(): Promise<string>;
  setPodCidr(cidr: string): void;
  attach(
    sandboxId: string,
    netns: string,
    config: PodSandboxConfig,
  ): Promise<{ ips: string[]; attachment: CniAttachment }>;
  detach(sandboxId: string, netns: string, config: PodSandboxConfig, attachment: CniAttachment): Promise<void>;
  /** Takes up again, after a restart, what this process does for a sandbox. */
  restore(sandboxId: string, config: PodSandboxConfig, attachment: CniAttachment): Promise<void>;
  /** Lets go of what this process does; pods stay connected. */
  release(): Promise<void>;
  /** Undoes what may have been done for a sandbox that a crash left without a record. */
  detachLost(sandboxId: string, netns: string): Promise<void>;
  /** Frees the addresses of sandboxes that are not known. */
  releaseUnknown(known: ReadonlySet<string>): Promise<void>;
}

export class CniFailed extends Error {
  override readonly name = "CniFailed";
}

export interface CniOptions {
  /** Where an administrator's network may be; the first file by name counts. */
  readonly confFolder: string;
  readonly binFolders: readonly string[];
  /** Of our own network, used when there is no other. */
  readonly leaseFolder: string;
}

/** A pod network by CNI plugins. */
export class CniPodNetwork implements PodNetwork {
  private podCidr = "";
  /** host-local and portmap lock only some of what they change; one at a time is what they are tested with. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CniOptions) {}

  setPodCidr(cidr: string): void {
    this.podCidr = cidr;
  }

  async missing(): Promise<string> {
    const network = await this.network();
    if (!network) return `no network in ${this.options.confFolder} and no pod CIDR for our own`;
    const missing: string[] = [];
    for (const name of requiredPlugins(network)) if (!(await this.find(name))) missing.push(name);
    return missing.length > 0 ? `CNI plugins ${missing.join(", ")} not in ${this.options.binFolders.join(":")}` : "";
  }

  async attach(
    sandboxId: string,
    netns: string,
    config: PodSandboxConfig,
  ): Promise<{ ips: string[]; attachment: CniAttachment }> {
    const network = await this.network();
    if (!network) throw new CniFailed(await this.missing());
    let result: unknown;
    try {
      for (const plugin of network.plugins)
        result = await this.run("ADD", network, plugin, sandboxId, netns, config, result);
    } catch (error) {
      await this.detach(sandboxId, netns, config, { network, result }).catch(() => undefined);
      throw error;
    }
    return { ips: resultAddresses(result), attachment: { network, result } };
  }

  async detach(sandboxId: string, netns: string, config: PodSandboxConfig, attachment: CniAttachment): Promise<void> {
    const network = attachment.network as CniNetwork;
    for (const plugin of [...network.plugins].reverse())
      await this.run("DEL", network, plugin, sandboxId, netns, config, attachment.result);
  }

  async restore(): Promise<void> {
    // Plugins leave nothing to a process.
  }

  async release(): Promise<void> {
    // The same.
  }

  async detachLost(sandboxId: string, netns: string): Promise<void> {
    const network = await this.network();
    if (network) await this.detach(sandboxId, netns, PodSandboxConfig.fromPartial({}), { network, result: undefined });
  }

  async releaseUnknown(known: ReadonlySet<string>): Promise<void> {
    const folder = join(this.options.leaseFolder, "flotilla");
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((lease) => /^[\d.]+$|:/.test(lease))) {
      const owner = (await readFile(join(folder, name), "utf8")).split(/\s/)[0] ?? "";
      if (!known.has(owner)) await rm(join(folder, name), { force: true });
    }
  }

  private async network(): Promise<CniNetwork | undefined> {
    const files = (await readdir(this.options.confFolder).catch(() => []))
      .filter((name) => /\.(conf|conflist|json)$/.test(name))
      .sort();
    if (files[0] !== undefined) return parseCniNetwork(await readFile(join(this.options.confFolder, files[0]), "utf8"));
    if (!this.podCidr) return undefined;
    return routedNetwork(this.podCidr, this.options.leaseFolder, (await this.find("portmap")) !== undefined);
  }

  private async find(plugin: string): Promise<string | undefined> {
    for (const folder of this.options.binFolders) {
      const path = join(folder, plugin);
      if (
        await access(path, constants.X_OK).then(
          () => true,
          () => false,
        )
      )
        return path;
    }
    return undefined;
  }

  private run(
    command: "ADD" | "DEL",
    network: CniNetwork,
    plugin: CniPlugin,
    sandboxId: string,
    netns: string,
    config: PodSandboxConfig,
    previous: unknown,
  ): Promise<unknown> {
    const work = this.queue.then(async () => {
      const path = await this.find(plugin.type);
      if (!path) throw new CniFailed(`no CNI plugin ${plugin.type}`);
      const environment = pluginEnvironment(command, sandboxId, netns, config, this.options.binFolders.join(":"));
      return execute(path, environment, pluginInput(network, plugin, config.portMappings, previous));
    });
    this.queue = work.catch(() => undefined);
    return work;
  }
}

/** The answer is JSON on stdout; so is an error, with a non-zero exit. */
async function execute(path: string, environment: Record<string, string>, input: string): Promise<unknown> {
  const child = spawn(path, [], {
    env: { PATH: process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin", ...environment },
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.resume();
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const text = Buffer.concat(output).toString();
  if (code === 0) return text.trim() ? (JSON.parse(text) as unknown) : undefined;
  throw new CniFailed(`${path}: ${messageOf(text) || `exit ${code}`}`);
}

function messageOf(text: string): string {
  try {
    const { msg = "", details = "" } = JSON.parse(text) as { msg?: string; details?: string };
    return details ? `${msg}: ${details}` : msg;
  } catch {
    return text.trim();
  }
}
