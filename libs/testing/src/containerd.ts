import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mustRun, run } from "./command.js";
import { eventually } from "./eventually.js";

/** A real containerd in a folder of its own, with a pod network by CNI, that pulls from one registry without TLS. */
export class TestContainerd implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    private readonly pid: number,
  ) {}

  /** `registry` is "127.0.0.1:PORT" and has to serve `pause:1`. */
  static async start(folder: string, registry: string): Promise<TestContainerd> {
    await writeConfiguration(folder, registry);
    const log = openSync(join(folder, "containerd.log"), "a");
    const child = spawn("containerd", ["-c", join(folder, "config.toml")], {
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    const containerd = new TestContainerd(folder, child.pid ?? 0);
    await eventually(() => mustRun("ctr", ["-a", containerd.socket, "version"]));
    return containerd;
  }

  get socket(): string {
    return join(this.folder, "containerd.sock");
  }

  /** "unix:/path", as `--runtime-endpoint` wants it. */
  get endpoint(): string {
    return `unix:${this.socket}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const task of lines(await run("ctr", ["-a", this.socket, "-n", "k8s.io", "tasks", "ls", "-q"])))
      await run("ctr", ["-a", this.socket, "-n", "k8s.io", "tasks", "rm", "-f", task]);
    for (const container of lines(await run("ctr", ["-a", this.socket, "-n", "k8s.io", "containers", "ls", "-q"])))
      await run("ctr", ["-a", this.socket, "-n", "k8s.io", "containers", "rm", container]);
    process.kill(this.pid, "SIGTERM");
    await eventually(() => expectGone(this.pid));
    const mounts = lines(await run("sh", ["-c", `grep -o '${this.folder}[^ ]*' /proc/mounts`]));
    for (const mount of mounts.reverse()) await run("umount", ["-l", mount]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

function lines(result: { stdout: string }): string[] {
  return result.stdout.split("\n").filter((line) => line !== "");
}

function expectGone(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Error(`process ${pid} still runs`);
}

/** Source of each setting: what containerd 1.6 needs where root lacks CAP_SYS_RESOURCE and there is no systemd. */
async function writeConfiguration(folder: string, registry: string): Promise<void> {
  const certs = join(folder, "certs.d", registry);
  await mkdir(certs, { recursive: true });
  await mkdir(join(folder, "cni"), { recursive: true });
  await writeFile(
    join(certs, "hosts.toml"),
    `server = "http://${registry}"\n[host."http://${registry}"]\n  capabilities = ["pull", "resolve"]\n`,
  );
  await writeFile(join(folder, "cni.template"), CNI_TEMPLATE.replace("DATA_DIR", join(folder, "leases")));
  await writeFile(
    join(folder, "config.toml"),
    `version = 2
root = "${folder}/root"
state = "${folder}/state"
[grpc]
  address = "${folder}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${registry}/pause:1"
  restrict_oom_score_adj = true
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${folder}/cni"
    conf_template = "${folder}/cni.template"
    max_conf_num = 1
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${folder}/certs.d"
`,
  );
}

/** containerd fills in the node's pod network when the Kubelet tells it. */
const CNI_TEMPLATE = JSON.stringify({
  cniVersion: "1.0.0",
  name: "pods",
  plugins: [
    {
      type: "ptp",
      ipMasq: false,
      mtu: 1500,
      ipam: {
        type: "host-local",
        dataDir: "DATA_DIR",
        ranges: [[{ subnet: "{{.PodCIDR}}" }]],
        routes: [{ dst: "0.0.0.0/0" }],
      },
    },
    { type: "portmap", capabilities: { portMappings: true }, snat: true },
  ],
});
