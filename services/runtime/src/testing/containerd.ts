import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { NativeHelper } from "../adapters/native-helper.js";
import { may } from "../core/plan.js";
import { criClients, type CriAbilities, type CriUnderTest } from "./cri-under-test.js";
import { startTestRegistry } from "./test-registry.js";

/** containerd 1.6: streams are v4, events and RuntimeConfig are not there. */
export const CONTAINERD_ABILITIES: CriAbilities = {
  isolation: true,
  network: true,
  limits: true,
  users: true,
  hostPorts: true,
  halfClose: false,
  events: false,
};

const BINARIES = ["/usr/bin/containerd", "/usr/sbin/runc", "/usr/lib/cni/ptp"];
const POD_CIDR = "10.214.0.0/24";
const READY_LIMIT_MS = 20_000;
const READY_STEP_MS = 50;
const DETACH = 2;

export async function hasContainerd(): Promise<boolean> {
  return Promise.all(BINARIES.map((path) => access(path))).then(
    () => true,
    () => false,
  );
}

/** A containerd of our own, in a temporary folder. */
export async function openContainerd(): Promise<CriUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "flotilla-ctrd-"));
  const registry = await startTestRegistry();
  await writeConfiguration(folder, registry.address);
  let daemon = await start(folder);
  const { runtime, images, channel } = criClients(`unix:${join(folder, "containerd.sock")}`);
  return {
    runtime,
    images,
    folder,
    registry: registry.address,
    async crash() {
      daemon.kill("SIGKILL");
      await once(daemon, "exit");
      daemon = await start(folder);
    },
    async close() {
      await channel.close();
      daemon.kill("SIGTERM");
      await once(daemon, "exit");
      await registry.stop();
      await detachMounts(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string): Promise<ChildProcess> {
  const daemon = spawn("/usr/bin/containerd", ["--config", join(folder, "config.toml"), "--log-level", "error"], {
    stdio: "ignore",
    detached: true,
  });
  const { runtime, channel } = criClients(`unix:${join(folder, "containerd.sock")}`);
  try {
    for (let waited = 0; waited < READY_LIMIT_MS; waited += READY_STEP_MS) {
      const status = await runtime.status({ verbose: false }).catch(() => undefined);
      if (status?.status?.conditions.every((condition) => condition.status)) return daemon;
      await sleep(READY_STEP_MS);
    }
  } finally {
    await channel.close();
  }
  daemon.kill("SIGKILL");
  throw new Error("containerd does not get ready");
}

async function writeConfiguration(folder: string, registry: string): Promise<void> {
  await mkdir(join(folder, "cni"), { recursive: true });
  await mkdir(join(folder, "certs.d", registry), { recursive: true });
  await writeFile(
    join(folder, "certs.d", registry, "hosts.toml"),
    `server = "http://${registry}"\n[host."http://${registry}"]\n  capabilities = ["pull", "resolve"]\n`,
  );
  const ipam = {
    type: "host-local",
    dataDir: join(folder, "leases"),
    ranges: [[{ subnet: POD_CIDR }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  const plugins = [
    { type: "ptp", ipMasq: false, ipam },
    { type: "portmap", capabilities: { portMappings: true }, snat: true },
  ];
  await writeFile(
    join(folder, "cni", "10-test.conflist"),
    JSON.stringify({ cniVersion: "1.0.0", name: "ctrdtest", plugins }),
  );
  await writeFile(join(folder, "config.toml"), configuration(folder, registry));
}

/** The root of this machine may lack CAP_SYS_RESOURCE, hence restrict_oom_score_adj; runc manages cgroups itself. */
function configuration(folder: string, registry: string): string {
  return `version = 2
root = "${folder}/root"
state = "${folder}/run"
[grpc]
  address = "${folder}/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${registry}/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${folder}/cni"
    max_conf_num = 1
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${folder}/certs.d"
`;
}

/** What a daemon that went away may have left mounted. */
async function detachMounts(folder: string): Promise<void> {
  const helper = await NativeHelper.install(join(folder, "bin"));
  const mounts = (await readFile("/proc/self/mountinfo", "utf8")).split("\n").map((line) => line.split(" ")[4] ?? "");
  await helper.apply({
    steps: mounts
      .filter((path) => path.startsWith(`${folder}/`))
      .reverse()
      .map((path) => may("umount", path, DETACH)),
  });
  // runc makes /k8s.io in every cgroup v1 controller and leaves it.
  for (const controller of await readdir("/sys/fs/cgroup").catch(() => []))
    await rmdir(join("/sys/fs/cgroup", controller, "k8s.io")).catch(() => undefined);
}
