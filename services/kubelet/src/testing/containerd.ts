import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Channel, grpcChannel } from "@flotilla/service";
import { ContainerRuntime } from "../adapters/container-runtime.js";
import { writeBusyboxArchive } from "./busybox-image.js";
import { eventually } from "./eventually.js";

const run = promisify(execFile);

export const IMAGE = "kubelet.test/busybox:1";
const PAUSE_IMAGE = "kubelet.test/pause:1";
const POD_CIDR = "10.215.0.0/24";

/** A containerd of its own, in a temporary folder, with one image. */
export class Containerd {
  private constructor(
    readonly folder: string,
    private daemon: ChildProcess,
  ) {}

  static async start(): Promise<Containerd> {
    const folder = await mkdtemp(join(tmpdir(), "flotilla-kubelet-"));
    await writeConfiguration(folder);
    const containerd = new Containerd(folder, await startDaemon(folder));
    const archive = await writeBusyboxArchive(join(folder, "image"), [IMAGE, PAUSE_IMAGE]);
    await run("ctr", ["-a", containerd.socket, "-n", "k8s.io", "images", "import", archive]);
    const channel = containerd.channel();
    const runtime = new ContainerRuntime(channel);
    await eventually("the image is there", async () => runtime.imageFacts(IMAGE));
    await channel.close();
    return containerd;
  }

  get socket(): string {
    return join(this.folder, "containerd.sock");
  }

  channel(): Channel {
    return grpcChannel(`unix:${this.socket}`);
  }

  /** Removes every pod, stops the daemon, and takes away what it left. */
  async stop(): Promise<void> {
    const channel = this.channel();
    const runtime = new ContainerRuntime(channel);
    for (const { uid, namespace, name } of await runtime.listPods()) {
      for (const sandbox of (await runtime.podView(uid, namespace, name)).sandboxes) {
        await runtime.stopSandbox(sandbox.id);
        await runtime.removeSandbox(sandbox.id);
      }
    }
    await channel.close();
    this.daemon.kill("SIGTERM");
    await once(this.daemon, "exit");
    const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" ")[4] ?? "");
    for (const path of mounts.filter((mount) => mount.startsWith(`${this.folder}/`)).reverse())
      await run("umount", ["-l", path]).catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
    // runc makes these in every cgroup v1 controller and leaves them.
    for (const controller of await readdir("/sys/fs/cgroup").catch(() => []))
      await rmdir(join("/sys/fs/cgroup", controller, "k8s.io")).catch(() => undefined);
  }
}

async function startDaemon(folder: string): Promise<ChildProcess> {
  const daemon = spawn("/usr/bin/containerd", ["--config", join(folder, "config.toml"), "--log-level", "error"], {
    stdio: "ignore",
    detached: true,
  });
  const channel = grpcChannel(`unix:${join(folder, "containerd.sock")}`);
  const runtime = new ContainerRuntime(channel);
  await eventually("containerd is ready", async () =>
    (await runtime.problems().catch(() => ["away"])).length === 0 ? true : undefined,
  );
  await channel.close();
  return daemon;
}

async function writeConfiguration(folder: string): Promise<void> {
  await mkdir(join(folder, "cni"), { recursive: true });
  const ipam = {
    type: "host-local",
    dataDir: join(folder, "leases"),
    ranges: [[{ subnet: POD_CIDR }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  await writeFile(
    join(folder, "cni", "10-test.conflist"),
    JSON.stringify({ cniVersion: "1.0.0", name: "kubelettest", plugins: [{ type: "ptp", ipMasq: false, ipam }] }),
  );
  // The root of this machine may lack CAP_SYS_RESOURCE, hence restrict_oom_score_adj; there may be no systemd.
  await writeFile(
    join(folder, "config.toml"),
    `version = 2
root = "${folder}/root"
state = "${folder}/run"
[grpc]
  address = "${folder}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`,
  );
}
