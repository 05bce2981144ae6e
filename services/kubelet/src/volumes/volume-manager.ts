import { execFile } from "node:child_process";
import { chmod, chown, lstat, mkdir, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import type { Mount } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, HostPathVolumeSource, Pod, Volume, VolumeMount } from "@flotilla/api/types/core/v1.js";
import { value } from "../core/amounts.js";
import { volumeMount } from "../core/container-config.js";
import { ConfigError } from "../core/environment-variables.js";
import { expand } from "../core/expand.js";
import { volumeFiles, type VolumeSources } from "../core/volume-files.js";
import { writeAtomically } from "./atomic-writer.js";
import type { PodVolumes, PreparedVolume } from "./pod-volumes.js";

const run = promisify(execFile);

/** Everybody may write to an emptyDir. Source: Kubernetes, `emptyDir` permissions. */
const EMPTY_DIR_MODE = 0o777;
/** Where a pod's volumes are kept, below the pod's folder; the second part is upstream's folder for each volume plugin. */
const PLUGIN_FOLDERS: readonly (readonly [keyof Volume, string])[] = [
  ["configMap", "kubernetes.io~configmap"],
  ["secret", "kubernetes.io~secret"],
  ["downwardAPI", "kubernetes.io~downward-api"],
  ["projected", "kubernetes.io~projected"],
  ["emptyDir", "kubernetes.io~empty-dir"],
];

export interface VolumeManagerOptions {
  /** Folder of the Kubelet; pods are in `pods/UID` below it. */
  readonly root: string;
  /** False where mounting is not allowed: memory-backed volumes are then plain folders. */
  readonly canMount: boolean;
}

/** Keeps the folders of pods' volumes: makes them, refreshes their files, removes them. */
export class VolumeManager implements PodVolumes {
  constructor(private readonly options: VolumeManagerOptions) {}

  podFolder(uid: string): string {
    return join(this.options.root, "pods", uid);
  }

  async prepare(
    pod: Pod,
    sources: VolumeSources,
    claims: ReadonlyMap<string, PreparedVolume>,
  ): Promise<Map<string, PreparedVolume>> {
    const paths = new Map<string, PreparedVolume>();
    for (const volume of pod.spec?.volumes ?? [])
      paths.set(volume.name, await this.#prepareVolume(pod, volume, sources, claims));
    return paths;
  }

  async mounts(
    pod: Pod,
    container: Container,
    attempt: number,
    volumes: ReadonlyMap<string, PreparedVolume>,
    environment: ReadonlyMap<string, string>,
    hosts: string,
  ): Promise<Mount[]> {
    const mounts: Mount[] = [];
    for (const mount of container.volumeMounts ?? []) {
      const volume = volumes.get(mount.name);
      if (volume === undefined)
        throw new ConfigError(`volume "${mount.name}" of container ${container.name} does not exist`);
      mounts.push(volumeMount(mount, await subPath(volume.path, mount, environment), volume.readOnly));
    }
    const uid = pod.metadata?.uid ?? "";
    if (!mounts.some((mount) => mount.containerPath === "/etc/hosts")) {
      mounts.push(volumeMount({ name: "", mountPath: "/etc/hosts" }, await this.#writeHosts(uid, hosts), false));
    }
    const message = await this.#makeTerminationFile(uid, container.name, attempt);
    mounts.push(
      volumeMount({ name: "", mountPath: container.terminationMessagePath || "/dev/termination-log" }, message, false),
    );
    return mounts;
  }

  async terminationMessage(uid: string, container: string, attempt: number, maxBytes: number): Promise<string> {
    const text = await readFile(this.#terminationFile(uid, container, attempt)).catch(() => Buffer.alloc(0));
    return text.subarray(0, maxBytes).toString("utf8");
  }

  async remove(uid: string): Promise<void> {
    const volumes = join(this.podFolder(uid), "volumes", "kubernetes.io~empty-dir");
    for (const name of await readdir(volumes).catch(() => [])) await this.#unmount(join(volumes, name));
    await rm(this.podFolder(uid), { recursive: true, force: true });
  }

  async pods(): Promise<string[]> {
    return readdir(join(this.options.root, "pods")).catch(() => []);
  }

  async #prepareVolume(
    pod: Pod,
    volume: Volume,
    sources: VolumeSources,
    claims: ReadonlyMap<string, PreparedVolume>,
  ): Promise<PreparedVolume> {
    if (volume.hostPath !== undefined) return { path: await prepareHostPath(volume.hostPath), readOnly: false };
    const claim = claims.get(volume.name);
    if (claim !== undefined) {
      await mkdir(claim.path, { recursive: true });
      return claim;
    }
    const plugin = PLUGIN_FOLDERS.find(([field]) => volume[field] !== undefined);
    if (plugin === undefined)
      throw new ConfigError(`volume "${volume.name}" is of a kind that this node does not support`);
    const path = join(this.podFolder(pod.metadata?.uid ?? ""), "volumes", plugin[1], volume.name);
    const group = pod.spec?.securityContext?.fsGroup;
    const files = volumeFiles(volume, sources);
    if (files !== undefined) {
      await writeAtomically(path, files, group);
      return { path, readOnly: true };
    }
    await this.#prepareEmptyDir(path, volume, group);
    return { path, readOnly: false };
  }

  async #prepareEmptyDir(path: string, volume: Volume, group: number | undefined): Promise<void> {
    const exists = await stat(path).then(
      () => true,
      () => false,
    );
    if (exists) return;
    await mkdir(path, { recursive: true });
    if (volume.emptyDir?.medium === "Memory" && this.options.canMount)
      await run("mount", ["-t", "tmpfs", "-o", tmpfsOptions(volume), "tmpfs", path]);
    await chmod(path, group === undefined ? EMPTY_DIR_MODE : EMPTY_DIR_MODE | 0o2000);
    if (group !== undefined) await chown(path, 0, group);
  }

  async #unmount(path: string): Promise<void> {
    if (!this.options.canMount) return;
    const mounted = (await readFile("/proc/self/mounts", "utf8").catch(() => "")).includes(` ${path} `);
    if (mounted) await run("umount", ["-l", path]);
  }

  async #writeHosts(uid: string, hosts: string): Promise<string> {
    const path = join(this.podFolder(uid), "etc-hosts");
    await mkdir(this.podFolder(uid), { recursive: true });
    await writeFile(path, hosts);
    return path;
  }

  async #makeTerminationFile(uid: string, container: string, attempt: number): Promise<string> {
    const path = this.#terminationFile(uid, container, attempt);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, "");
    // Whatever user the container runs as, it may write here.
    await chmod(path, 0o666);
    return path;
  }

  #terminationFile(uid: string, container: string, attempt: number): string {
    return join(this.podFolder(uid), "containers", container, String(attempt));
  }
}

function tmpfsOptions(volume: Volume): string {
  const limit = volume.emptyDir?.sizeLimit;
  return limit === undefined ? "mode=0777" : `mode=0777,size=${value(limit)}`;
}

/** Source: Kubernetes API, `HostPathType`. */
async function prepareHostPath(source: HostPathVolumeSource): Promise<string> {
  const { path, type = "" } = source;
  const found = await stat(path).catch(() => undefined);
  if (type === "DirectoryOrCreate" && found === undefined) await mkdir(path, { recursive: true, mode: 0o755 });
  if (type === "FileOrCreate" && found === undefined) await writeFile(path, "", { mode: 0o644 });
  const wrong =
    (type === "Directory" && !found?.isDirectory() && "directory") ||
    (type === "File" && !found?.isFile() && "file") ||
    (type === "Socket" && !found?.isSocket() && "socket") ||
    (type === "CharDevice" && !found?.isCharacterDevice() && "character device") ||
    (type === "BlockDevice" && !found?.isBlockDevice() && "block device");
  if (wrong) throw new ConfigError(`hostPath type check failed: ${path} is not a ${wrong}`);
  return path;
}

/**
 * The path of a mount's `subPath` in its volume, made when it is absent. No part of it may be a link: a pod that writes
 * to its volume could else have the node mount any of the node's own files.
 */
async function subPath(volume: string, mount: VolumeMount, environment: ReadonlyMap<string, string>): Promise<string> {
  const relative = mount.subPathExpr
    ? expand(mount.subPathExpr, (name) => environment.get(name))
    : (mount.subPath ?? "");
  if (relative === "") return volume;
  const target = resolve(volume, relative);
  if (relative.startsWith("/") || !`${target}${sep}`.startsWith(`${volume}${sep}`))
    throw new ConfigError(`subPath "${relative}" leaves the volume`);
  let path = volume;
  const parts = target.slice(volume.length + 1).split(sep);
  for (const part of parts) {
    path = join(path, part);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) {
      await mkdir(path);
      await chmod(path, 0o777);
    } else if (found.isSymbolicLink()) {
      // The links that the Kubelet made itself for files of ConfigMaps and Secrets stay inside the volume.
      return await ownLink(volume, path, relative);
    }
  }
  return target;
}

async function ownLink(volume: string, path: string, relative: string): Promise<string> {
  const real = await realpath(path);
  if (!`${real}${sep}`.startsWith(`${volume}${sep}..`)) throw new ConfigError(`subPath "${relative}" is a link`);
  return real;
}
