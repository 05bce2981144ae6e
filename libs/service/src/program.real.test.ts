import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createClient } from "./rpc/client.js";
import { grpcChannel } from "./rpc/grpc-channel.js";
import { Notes } from "./testing/notes-service.js";

// The compiled program: `make test` builds first.
const PROGRAM = fileURLToPath(new URL("../dist/testing/sample-program.js", import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  ready(): Promise<{ addresses: { grpc: string } }>;
  exit(): Promise<number | null>;
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function run(argv: string[], env: Record<string, string> = {}): Run {
  const child = fork(PROGRAM, argv, { silent: true, env: { ...process.env, ...env }, execArgv: [] });
  children.push(child);
  const output = { stdout: "", stderr: "" };
  child.stdout!.on("data", (chunk) => (output.stdout += String(chunk)));
  child.stderr!.on("data", (chunk) => (output.stderr += String(chunk)));
  const closed = once(child, "close");
  const message = once(child, "message");
  return {
    child,
    output,
    ready: async () => (await message)[0] as { addresses: { grpc: string } },
    exit: async () => (await closed)[0] as number | null,
  };
}

test("a program says where it listens, answers, and stops cleanly on SIGTERM", async () => {
  const { child, output, ready, exit } = run([]);
  const { addresses } = await ready();
  const channel = grpcChannel(addresses.grpc);
  expect(await createClient(Notes, channel).echo({ text: "hi" })).toEqual({ text: "hi" });
  await channel.close();
  child.kill("SIGTERM");
  expect(await exit()).toBe(0);
  expect(JSON.parse(output.stdout)).toEqual({ ready: true, name: "sample", addresses });
  expect(
    output.stderr
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => (JSON.parse(line) as { event: string }).event),
  ).toEqual(["stopping", "stopped"]);
});

test("a second signal cuts", async () => {
  const { child, output, ready, exit } = run(["--stuck"]);
  await ready();
  child.kill("SIGINT");
  while (!output.stderr.includes("stopping")) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGINT");
  expect(await exit()).toBe(1);
});

test("mistakes in the configuration are one line each and exit code 2", async () => {
  const { output, exit } = run(["--listen-adress=a:1", "--drain-timeout=soon"], { FLOTILLA_SAMPLE_LOG_LEVEL: "loud" });
  expect(await exit()).toBe(2);
  expect(output).toEqual({
    stdout: "",
    stderr: [
      "sample: unknown flag --listen-adress; did you mean --listen-address?",
      'sample: FLOTILLA_SAMPLE_LOG_LEVEL: must be one of debug, info, warn, error, silent, not "loud"',
      'sample: --drain-timeout: must be a duration such as "500ms", "10s" or "1h30m", not "soon"',
      "",
    ].join("\n"),
  });
});

test("a taken port is one line and exit code 1", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
  const { output, exit } = run(["--listen-address", address]);
  expect(await exit()).toBe(1);
  expect(output).toEqual({ stdout: "", stderr: `sample: cannot listen on ${address}: another program uses it\n` });
  taken.close();
});

test.each([
  ["--help", /^sample: answers what it is asked\n\nUsage: sample \[flags\]/],
  ["--version", /^sample \d+\.\d+\.\d+\n$/],
])("%s prints and exits", async (flag, want) => {
  const { output, exit } = run([flag]);
  expect(await exit()).toBe(0);
  expect(output.stdout).toMatch(want);
});

test("what nobody catches ends the program with code 1, and is logged", async () => {
  const { output, exit } = run(["--crash"]);
  expect(await exit()).toBe(1);
  expect(output.stderr).toContain("nobody caught this");
});

test("a dead trace collector changes nothing, at work and at the end", async () => {
  const { child, ready, exit } = run(["--trace-endpoint", "http://127.0.0.1:9"]);
  const { addresses } = await ready();
  const channel = grpcChannel(addresses.grpc);
  for (let call = 0; call < 100; call++) await createClient(Notes, channel).echo({ text: "hi" });
  await channel.close();
  child.kill("SIGTERM");
  expect(await exit()).toBe(0);
});
