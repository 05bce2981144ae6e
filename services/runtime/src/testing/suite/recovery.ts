import { ContainerEventType, ContainerState, PodSandboxState } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { eventually, type PodBench } from "../pod-bench.js";
import type { CriAbilities } from "../cri-under-test.js";

/** Events, and what survives the death of the server. */
export function recoveryCases(bench: () => PodBench, abilities: CriAbilities): void {
  test("containers outlive the server: they go on, lose no line of their log, and their end is known", async () => {
    const pod = await bench().pod();
    const lasting = await bench().run(pod, "i=0; while :; do echo $i; i=$((i+1)); sleep 0.01; done");
    const ending = await bench().run(pod, "read x; exit 9", { stdin: true });
    const done = await bench().run(pod, "exit 4");
    await bench().exited(done);
    await bench().cri.crash();
    expect(await bench().status(lasting)).toMatchObject({ state: ContainerState.CONTAINER_RUNNING });
    expect(await bench().status(done)).toMatchObject({ state: ContainerState.CONTAINER_EXITED, exitCode: 4 });
    expect(await bench().sh(lasting, "echo exec works")).toBe("exec works");
    await eventually(async () => ((await bench().log(lasting)).length > 20 ? true : undefined), "it goes on writing");
    await bench().cri.runtime.stopContainer({ containerId: lasting, timeout: 0n });
    const numbers = (await bench().log(lasting)).map((line) => Number(line.text));
    expect(numbers).toEqual(numbers.map((_, index) => index));
    await bench().cri.runtime.stopContainer({ containerId: ending, timeout: 0n });
    expect(await bench().status(ending)).toMatchObject({ exitCode: 137 });
    const { status } = await bench().cri.runtime.podSandboxStatus({ podSandboxId: pod.id, verbose: false });
    expect(status?.state).toBe(PodSandboxState.SANDBOX_READY);
    expect((await bench().exited(await bench().run(pod, "exit 0"))).exitCode).toBe(0);
  });

  if (abilities.events) {
    test("events tell of creation, start, end and removal, with the statuses after them", async () => {
      const leave = new AbortController();
      const seen: string[] = [];
      const codes: number[] = [];
      const reading = (async () => {
        for await (const event of bench().cri.runtime.getContainerEvents({}, { signal: leave.signal })) {
          seen.push(`${event.containerId.slice(0, 8)} ${event.containerEventType}`);
          if (event.containerEventType === ContainerEventType.CONTAINER_STOPPED_EVENT)
            codes.push(...event.containersStatuses.map((status) => status.exitCode));
        }
      })().catch(() => undefined);
      const pod = await bench().pod();
      // The stream is open when it brings something.
      const first = await eventually(async () => {
        const probe = await bench().run(pod, "true");
        return seen.some((line) => line.startsWith(probe.slice(0, 8))) ? probe : undefined;
      }, "the stream is open");
      const id = await bench().run(pod, "exit 2");
      await bench().exited(id);
      await bench().cri.runtime.removeContainer({ containerId: id });
      const mine = () =>
        seen.filter((line) => line.startsWith(id.slice(0, 8))).map((line) => Number(line.split(" ")[1]));
      await eventually(async () => (mine().length >= 4 ? true : undefined), "all four events");
      expect(mine()).toEqual([0, 1, 2, 3]);
      expect(codes).toContain(2);
      expect(first).not.toBe(id);
      leave.abort();
      await reading;
    });
  }
}
