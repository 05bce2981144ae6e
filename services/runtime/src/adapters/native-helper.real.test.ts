import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { may, must } from "../core/plan.js";
import { NativeHelper, nativeProgram, PlanFailed, type NativeProgram } from "./native-helper.js";

const run = promisify(execFile);
const NATIVE = join(import.meta.dirname, "../../native");
const COMPILERS: readonly (readonly [string, string])[] = [
  ["x64", "gcc"],
  ["arm64", "aarch64-linux-gnu-gcc"],
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flotilla-native-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the programs in src/native are what native/*.c compiles to", () => {
  for (const [arch, compiler] of COMPILERS) {
    test(arch, async () => {
      const made = (arch === "arm64" ? await import("../native/arm64.b64.js") : await import("../native/x64.b64.js"))
        .compiler;
      const version = await run(compiler, ["--version"]).then(
        ({ stdout }) => stdout.split("\n")[0],
        () => "none",
      );
      // Another compiler makes other bytes; they cannot be compared then.
      if (version !== made) return console.warn(`not compared for ${arch}: made by ${made}, here is ${version}`);
      await run("sh", [join(NATIVE, "build.sh"), folder], { env: { ...process.env, CC: compiler } });
      for (const name of ["init", "pause", "hello"] as NativeProgram[]) {
        expect((await nativeProgram(name, arch)).equals(await readFile(join(folder, name)))).toBe(true);
      }
    });
  }
});

describe("plans", () => {
  let helper: NativeHelper;
  beforeAll(async () => {
    helper = await NativeHelper.install(join(folder, "bin"));
  });

  test("steps are done in order, and the one that fails is named with its reason", async () => {
    const path = join(folder, "made");
    await helper.apply({
      steps: [
        must("mkdir", path, 0o700),
        must("file", `${path}/deep/file`, 0o600),
        must("write", `${path}/deep/file`, "text"),
      ],
    });
    expect(await readFile(`${path}/deep/file`, "utf8")).toBe("text");
    const failing = helper.apply({
      steps: [must("chdir", path), must("chdir", "/no/such/folder"), must("mkdir", `${path}/never`, 0o700)],
    });
    await expect(failing).rejects.toThrow("chdir /no/such/folder: no such file or directory");
    await expect(readFile(`${path}/never`)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a step that may fail does not stop the rest", async () => {
    await helper.apply({ steps: [may("chdir", "/no/such/folder"), must("mkdir", join(folder, "after"), 0o700)] });
    expect((await stat(join(folder, "after"))).isDirectory()).toBe(true);
  });

  test("an unknown step is an error, not nothing", async () => {
    await expect(helper.apply({ steps: [must("nonsense" as "chdir", "/")] })).rejects.toBeInstanceOf(PlanFailed);
  });

  test("a command is looked up in the PATH of its own environment", async () => {
    const { child, started } = helper.start(
      { steps: [must("fork", 0)], exec: { argv: ["sh", "-c", "echo found; exit 3"], env: ["PATH=/nowhere:/bin"] } },
      { stdin: "ignore", output: "pipe", tty: false },
    );
    const text = new Promise((resolve) => child.stdout?.once("data", (data: Buffer) => resolve(String(data))));
    const code = new Promise((resolve) => child.once("exit", resolve));
    expect(await started).toBeGreaterThan(1);
    expect([await text, await code]).toEqual(["found\n", 3]);
    const missing = helper.start({ steps: [must("fork", 0)], exec: { argv: ["sh"], env: ["PATH=/nowhere"] } });
    await expect(missing.started).rejects.toMatchObject({ isExec: true, errno: 2 });
  });

  test("long arguments and environments get through", async () => {
    const long = "x".repeat(120_000);
    const env = Array.from({ length: 10 }, (_, index) => `V${index}=${long}`);
    const { child, started } = helper.start(
      { steps: [must("fork", 0)], exec: { argv: ["/bin/sh", "-c", "echo ${#1} ${#V9}", "sh", long], env } },
      { stdin: "ignore", output: "pipe", tty: false },
    );
    const text = new Promise((resolve) => child.stdout?.once("data", (data: Buffer) => resolve(String(data))));
    await started;
    expect(await text).toBe("120000 120000\n");
  });
});
