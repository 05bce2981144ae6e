import { ContainerState, type ContainerFilter } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { rename, readFile } from "node:fs/promises";
import { eventually, type PodBench } from "../pod-bench.js";

/** Starting, ending, listing; logs; commands. */
export function containerCases(bench: () => PodBench): void {
  test("a container goes from created to running to exited, with its code and times", async () => {
    const pod = await bench().pod();
    // Some runtimes note the start a moment after it.
    const id = await bench().create(pod, "sleep 0.3; exit 3");
    expect(await bench().status(id)).toMatchObject({ state: ContainerState.CONTAINER_CREATED, startedAt: 0n });
    await bench().cri.runtime.startContainer({ containerId: id });
    const status = await bench().exited(id);
    expect(status).toMatchObject({ exitCode: 3, reason: "Error" });
    expect(status.finishedAt).toBeGreaterThanOrEqual(status.startedAt);
    expect(status.startedAt).toBeGreaterThanOrEqual(status.createdAt);
  });

  test("exit 0 is Completed", async () => {
    expect(await bench().exited(await bench().run(await bench().pod(), "true"))).toMatchObject({
      exitCode: 0,
      reason: "Completed",
    });
  });

  test("a command that does not exist fails to start: StartError, 128", async () => {
    const id = await bench().create(await bench().pod(), "", { command: ["/no/such/command"] });
    await expect(bench().cri.runtime.startContainer({ containerId: id })).rejects.toMatchObject({ code: 2 });
    expect(await bench().status(id)).toMatchObject({
      state: ContainerState.CONTAINER_EXITED,
      exitCode: 128,
      reason: "StartError",
    });
  });

  test("a container of an image that is not there cannot be created", async () => {
    const pod = await bench().pod();
    await expect(bench().create(pod, "true", { image: { image: bench().image("absent:1") } })).rejects.toThrow(
      /not found/,
    );
  });

  test("stop lets it end by itself", async () => {
    const id = await bench().run(await bench().pod(), "trap 'exit 7' TERM; echo ready; while :; do sleep 0.02; done");
    await eventually(async () => ((await bench().log(id)).length > 0 ? true : undefined), "it is ready");
    await bench().cri.runtime.stopContainer({ containerId: id, timeout: 20n });
    expect(await bench().status(id)).toMatchObject({ exitCode: 7 });
  });

  test("stop kills what does not listen: 137", async () => {
    const id = await bench().run(await bench().pod(), "trap '' TERM; echo ready; while :; do sleep 0.02; done");
    await eventually(async () => ((await bench().log(id)).length > 0 ? true : undefined), "it is ready");
    await bench().cri.runtime.stopContainer({ containerId: id, timeout: 1n });
    expect(await bench().status(id)).toMatchObject({ exitCode: 137, reason: "Error" });
  });

  test("stop and remove may be repeated, also for what never was", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100");
    for (let time = 0; time < 2; time++) await bench().cri.runtime.stopContainer({ containerId: id, timeout: 0n });
    for (let time = 0; time < 2; time++) await bench().cri.runtime.removeContainer({ containerId: id });
    await expect(bench().status(id)).rejects.toMatchObject({ code: 5 });
    await bench().cri.runtime.removeContainer({ containerId: "0".repeat(64) });
  });

  test("lists can be filtered", async () => {
    const pod = await bench().pod();
    const running = await bench().run(pod, "sleep 100", { labels: { which: "running" } });
    const created = await bench().create(pod, "true", { labels: { which: "created" } });
    const ids = async (filter: Partial<ContainerFilter>) => {
      const full = { id: "", podSandboxId: pod.id, state: undefined, labelSelector: {}, ...filter };
      return (await bench().cri.runtime.listContainers({ filter: full })).containers
        .map((container) => container.id)
        .sort();
    };
    expect(await ids({})).toEqual([running, created].sort());
    expect(await ids({ id: running })).toEqual([running]);
    expect(await ids({ state: { state: ContainerState.CONTAINER_CREATED } })).toEqual([created]);
    expect(await ids({ labelSelector: { which: "running" } })).toEqual([running]);
    expect(await ids({ labelSelector: { which: "neither" } })).toEqual([]);
  });

  test("environment, working folder and arguments arrive, the pod's over the image's", async () => {
    const text = await bench().output("", {
      command: ["/bin/sh", "-c", 'echo "$GREETING|$PATH|$(basename $PWD)|$0|$1"'],
      args: ["zero", "one two"],
      workingDir: "/tmp",
      envs: [{ key: "GREETING", value: Buffer.from("hällo wörld") }],
    });
    const [greeting, path, folder, zero, one] = text.split("|");
    expect([greeting, folder, zero, one]).toEqual(["hällo wörld", "tmp", "zero", "one two"]);
    expect(path).toContain("/bin");
  });

  test("logs are lines with time, stream and tag; long ones are cut, an unfinished one is marked", async () => {
    const id = await bench().run(
      await bench().pod(),
      "echo out; echo err >&2; head -c 40000 /dev/zero | tr '\\0' x; echo; printf unfinished",
    );
    await bench().exited(id);
    const lines = await bench().log(id);
    expect(lines.every((line) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(Z|[+-]\d\d:\d\d)$/.test(line.time))).toBe(
      true,
    );
    expect(lines.find((line) => line.stream === "stderr")).toMatchObject({ tag: "F", text: "err" });
    const out = lines.filter((line) => line.stream === "stdout");
    expect(out[0]).toMatchObject({ tag: "F", text: "out" });
    const long = out.slice(1, 4);
    expect(long.map((line) => line.tag)).toEqual(["P", "P", "F"]);
    expect(long.map((line) => line.text).join("")).toBe("x".repeat(40000));
    expect(long[0]?.text.length).toBe(16384);
    expect(out[4]).toMatchObject({ tag: "P", text: "unfinished" });
  });

  test("a log that was moved away is written anew", async () => {
    const id = await bench().run(await bench().pod(), "while :; do echo tick; sleep 0.02; done");
    await eventually(async () => ((await bench().log(id)).length > 0 ? true : undefined), "it has written");
    const { logPath } = await bench().status(id);
    await rename(logPath, `${logPath}.old`);
    await bench().cri.runtime.reopenContainerLog({ containerId: id });
    await eventually(
      async () => ((await readFile(logPath, "utf8")).length > 0 ? true : undefined),
      "it writes to the new file",
    );
  });

  test("ExecSync gives output and exit code", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100", { envs: [{ key: "A", value: Buffer.from("b") }] });
    const { stdout, stderr, exitCode } = await bench().exec(id, "/bin/sh", "-c", 'echo "out $A"; echo err >&2; exit 4');
    expect([Buffer.from(stdout).toString(), Buffer.from(stderr).toString(), exitCode]).toEqual(["out b\n", "err\n", 4]);
  });

  test("ExecSync of what does not exist fails; one that takes too long is killed", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100");
    await expect(bench().exec(id, "/no/such/command")).rejects.toMatchObject({ code: 2 });
    await expect(
      bench().cri.runtime.execSync({ containerId: id, cmd: ["/bin/sleep", "50"], timeout: 1n }),
    ).rejects.toMatchObject({ code: 4 });
    await eventually(
      async () => ((await bench().sh(id, "ps | grep -c '[s]leep 50' || true")) === "0" ? true : undefined),
      "the command is gone",
    );
  });

  test("ExecSync into what does not run fails", async () => {
    const id = await bench().run(await bench().pod(), "true");
    await bench().exited(id);
    await expect(bench().exec(id, "/bin/true")).rejects.toThrow();
  });
}
