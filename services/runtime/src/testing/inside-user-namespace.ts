import { spawn } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isInUserNamespace } from "../adapters/probe.js";
import { enterUserNamespace, leaveUserNamespace } from "../adapters/user-namespace.js";

/** "nobody", who may do nothing. */
const NOBODY = 65534;
const RUN_TIMEOUT_MS = 240_000;
const ROOT_OF_TREE = join(import.meta.dirname, "../../../..");

/**
 * Runs a test file again in the user namespace of a user without rights, where its network is; there it is a suite.
 * True where the suite has to be declared.
 */
export async function insideUserNamespace(testFile: string): Promise<boolean> {
  if (await isInUserNamespace()) return true;
  test(
    "the suite passes for a user without rights, in a namespace of his own",
    async () => {
      const { code, output } = process.getuid?.() === 0 ? await runAs(NOBODY, [], testFile) : await runInside(testFile);
      if (code !== 0) throw new Error(output);
      expect(output).toMatch(/Tests:.* passed/);
    },
    RUN_TIMEOUT_MS,
  );
  return false;
}

async function runInside(testFile: string): Promise<{ code: number | null; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), "flotilla-holder-"));
  try {
    return await runAs(process.getuid?.() ?? 0, await enterUserNamespace(folder), testFile);
  } finally {
    await leaveUserNamespace(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

async function runAs(
  uid: number,
  prefix: readonly string[],
  testFile: string,
): Promise<{ code: number | null; output: string }> {
  const jest = join(ROOT_OF_TREE, "node_modules/jest/bin/jest.js");
  const cache = await mkdtemp(join(tmpdir(), "flotilla-jest-"));
  await chown(cache, uid, uid);
  const [command = "", ...args] = [
    ...prefix,
    process.execPath,
    "--experimental-vm-modules",
    jest,
    "--ci",
    "--cacheDirectory",
    cache,
    testFile,
  ];
  const child = spawn(command, args, {
    cwd: ROOT_OF_TREE,
    stdio: ["ignore", "pipe", "pipe"],
    ...(process.getuid?.() === 0 ? { uid, gid: uid } : {}),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  await rm(cache, { recursive: true, force: true });
  return { code, output };
}
