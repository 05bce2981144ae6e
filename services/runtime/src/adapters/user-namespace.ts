import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { joinUserNamespace, userNamespacePlan } from "../core/user-namespace-plan.js";
import { Folders } from "./folders.js";
import { NativeHelper } from "./native-helper.js";
import { supervisedPid } from "./supervisor.js";

/** The holder's name among the sockets, which containers' ids cannot have. */
const HOLDER = "user-namespace";

/**
 * Finds or makes the user namespace of a node without root, and answers the words to put before a command so that it
 * runs in there. The kubelet and the proxy of the node have to run in the same one.
 */
export async function enterUserNamespace(stateFolder: string): Promise<string[]> {
  const folders = new Folders(stateFolder);
  await folders.make();
  return joinUserNamespace((await holderPid(folders)) ?? (await startHolder(folders)), process.cwd());
}

/** Ends the namespace, and with it everything that runs in it only by its network. */
export async function leaveUserNamespace(stateFolder: string): Promise<void> {
  const pid = await holderPid(new Folders(stateFolder));
  if (pid !== undefined) process.kill(pid, "SIGTERM");
}

async function startHolder(folders: Folders): Promise<number> {
  const helper = await NativeHelper.install(folders.programs);
  const folder = join(folders.root, HOLDER);
  await mkdir(folder, { recursive: true });
  const files = { socket: folders.socket(HOLDER), exits: join(folder, "exit"), pause: helper.pause };
  return helper.start(userNamespacePlan(files, process.getuid?.() ?? 0, process.getgid?.() ?? 0)).started;
}

function holderPid(folders: Folders): Promise<number | undefined> {
  return supervisedPid(folders.socket(HOLDER));
}
