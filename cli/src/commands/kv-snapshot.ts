import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { restoreSnapshot, saveSnapshot, snapshotStatus, type SnapshotFacts } from "@flotilla/kv";
import { grpcChannel, staticTls, type Channel } from "@flotilla/service";
import { CliError } from "../cli-error.js";
import type { ClusterState } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";
import { kvAccess, type KvAccess } from "../cluster/kv-access.js";
import { isAlive } from "../cluster/process-ref.js";

interface Output {
  readonly output: "text" | "json";
}

interface HomeOptions extends Output {
  readonly home: string;
}

/** Writes all that the store of a running cluster holds to a file, without stopping it. */
export async function kvSnapshotSave(file: string, options: HomeOptions): Promise<void> {
  const access = await kvAccess(new Home(options.home));
  const channel = await openChannel(access);
  try {
    await named(file, saveSnapshot(channel, file));
  } finally {
    await channel.close();
  }
  if (access.external) print(options, { file: resolve(file) }, `saved ${file}; etcd's own tools restore it`);
  else {
    const facts = await snapshotStatus(file);
    print(options, { file: resolve(file), ...facts }, `saved ${file}: ${describe(facts)}`);
  }
}

/** Makes a store's data directory from a snapshot: that of the cluster, unless another is named. */
export async function kvSnapshotRestore(
  file: string,
  options: HomeOptions & { readonly dataDir?: string },
): Promise<void> {
  const home = new Home(options.home);
  const dataDir = resolve(options.dataDir ?? home.data("kv"));
  if (dataDir === home.data("kv")) await refuseWhileRunning(home);
  const facts = await named(file, restoreSnapshot(file, dataDir));
  print(options, { dataDir, ...facts }, `restored ${dataDir}: ${describe(facts)}`);
}

/** Checks a snapshot file and tells what is in it. */
export async function kvSnapshotStatus(file: string, options: Output): Promise<void> {
  const facts = await named(file, snapshotStatus(file));
  print(options, facts, describe(facts));
}

async function openChannel({ endpoints, tls, caFile, certFile, keyFile }: KvAccess): Promise<Channel> {
  if (!tls) return grpcChannel(endpoints);
  const [ca, certificate, key] = await Promise.all([caFile, certFile, keyFile].map(readIfNamed));
  return grpcChannel(endpoints, { tls: { source: staticTls({ ca: ca ?? "", certificate, key }) } });
}

function readIfNamed(file: string | undefined): Promise<string> | undefined {
  return file === undefined ? undefined : named(file, readFile(file, "utf8"));
}

/** A store must not find other data under itself, nor write into what was restored. */
async function refuseWhileRunning(home: Home): Promise<void> {
  const state = await readJson<ClusterState>(home.stateFile);
  const processes = [state?.supervisor, ...(state?.components ?? []).map((component) => component.process)];
  if (processes.some((process) => process !== undefined && isAlive(process)))
    throw new CliError(`the cluster in ${home.path} runs; stop it with \`flotilla down\` first`);
}

/** Says which file it was that could not be read or written. */
async function named<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new CliError(`${file}: ${code}`, 1, { cause: error });
  }
}

function describe({ revision, records, fileBytes }: SnapshotFacts): string {
  return `revision ${revision}, ${records} records, ${fileBytes} bytes`;
}

function print({ output }: Output, json: object, text: string): void {
  process.stdout.write(output === "json" ? `${JSON.stringify(json)}\n` : `${text}\n`);
}
