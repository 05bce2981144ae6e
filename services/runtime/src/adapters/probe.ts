import { access, constants, readFile } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { chooseDriver, type DriverChoice, type DriverName, type HostFacts } from "../core/choose-driver.js";
import { must, NamespaceFlag } from "../core/plan.js";
import type { CgroupFs } from "./cgroup-fs.js";
import type { NativeHelper } from "./native-helper.js";

/** Plugins of the network that we bring along. */
const PLUGINS = ["ptp", "host-local", "portmap"];
const { MOUNT, NET, UTS, IPC, PID, USER } = NamespaceFlag;
const ALL_NAMESPACES = MOUNT | NET | UTS | IPC | PID;

/** Finds out what the machine allows by trying it. */
export async function probeHost(
  helper: NativeHelper | undefined,
  cgroups: CgroupFs | undefined,
  pluginFolders: readonly string[],
): Promise<HostFacts> {
  const filesystems = await readFile("/proc/filesystems", "utf8").catch(() => "");
  const [major = 0, minor = 0] = release().split(".").map(Number);
  const tries = async (flags: number) =>
    helper
      ? helper.apply({ steps: [must("unshare", flags)] }).then(
          () => true,
          () => false,
        )
      : false;
  return {
    platform: process.platform,
    helperRuns: await tries(0),
    uid: process.getuid?.() ?? -1,
    inUserNamespace: await isInUserNamespace(),
    namespacesWork: await tries(ALL_NAMESPACES),
    userNamespacesWork: await tries(ALL_NAMESPACES | USER),
    overlayfs: /\boverlay$/m.test(filesystems),
    kernel: [major, minor],
    cgroupsWritable: cgroups !== undefined,
    missingPlugins: await missingPlugins(pluginFolders),
  };
}

/** The first user namespace maps every user to himself. */
export async function isInUserNamespace(): Promise<boolean> {
  const uidMap = await readFile("/proc/self/uid_map", "utf8").catch(() => "");
  return uidMap !== "" && !/^\s*0\s+0\s+4294967295\s*$/.test(uidMap);
}

async function missingPlugins(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    PLUGINS.map((name) =>
      Promise.any(folders.map((folder) => access(join(folder, name), constants.X_OK))).then(
        () => true,
        () => false,
      ),
    ),
  );
  return PLUGINS.filter((_, index) => !found[index]);
}

/** The choice for this machine. */
export async function probeChoice(
  helper: NativeHelper | undefined,
  cgroups: CgroupFs | undefined,
  pluginFolders: readonly string[],
  wanted: DriverName | "auto",
): Promise<DriverChoice> {
  return chooseDriver(await probeHost(helper, cgroups, pluginFolders), wanted);
}

/** What this process may do, as a mask. */
export async function heldCapabilities(): Promise<bigint> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  return BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
}
