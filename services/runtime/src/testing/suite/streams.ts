import { once } from "node:events";
import { WebSocket } from "ws";
import { eventually, type PodBench } from "../pod-bench.js";
import type { CriAbilities } from "../cri-under-test.js";

const [STDIN, STDOUT, STDERR, STATUS, RESIZE, CLOSE] = [0, 1, 2, 3, 4, 255];
const MEBIBYTE = 1 << 20;

/** What came on each channel of a session. */
interface Heard {
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly bytes: () => number;
  readonly ended: Promise<{ status?: string; reason?: string; details?: { causes?: { message?: string }[] } }>;
  send(channel: number, data: Buffer | string): void;
}

async function open(url: string, protocol: string): Promise<Heard> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), [protocol]);
  const chunks: Buffer[][] = [[], [], [], [], []];
  let bytes = 0;
  socket.on("message", (message: Buffer) => {
    chunks[message[0] ?? 0]?.push(message.subarray(1));
    if (message[0] === STDOUT) bytes += message.length - 1;
  });
  const text = (channel: number) => Buffer.concat(chunks[channel] ?? []).toString();
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await once(socket, "open");
  expect(socket.protocol).toBe(protocol);
  return {
    stdout: () => text(STDOUT ?? 1),
    stderr: () => text(STDERR ?? 2),
    bytes: () => bytes,
    ended: closed.then(() => JSON.parse(text(STATUS ?? 3) || "{}") as Awaited<Heard["ended"]>),
    send: (channel, data) => socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(data)])),
  };
}

/** Exec, attach and port-forward over WebSocket. */
export function streamCases(bench: () => PodBench, abilities: CriAbilities): void {
  const protocol = abilities.halfClose ? "v5.channel.k8s.io" : "v4.channel.k8s.io";
  const exec = async (containerId: string, cmd: string[], extra: { stdin?: boolean; tty?: boolean } = {}) => {
    const { tty = false, stdin = false } = extra;
    return open(
      (await bench().cri.runtime.exec({ containerId, cmd, tty, stdin, stdout: true, stderr: !tty })).url,
      protocol,
    );
  };

  test("exec: both streams and the exit code", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100");
    const session = await exec(id, ["/bin/sh", "-c", "echo out; echo err >&2; exit 5"]);
    const status = await session.ended;
    expect([session.stdout(), session.stderr()]).toEqual(["out\n", "err\n"]);
    expect(status).toMatchObject({ status: "Failure", reason: "NonZeroExitCode" });
    expect(status.details?.causes?.[0]?.message).toBe("5");
  });

  test("exec: success is told", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100");
    expect(await (await exec(id, ["/bin/true"])).ended).toMatchObject({ status: "Success" });
  });

  test("exec: a URL is good for one client only", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100");
    const { url } = await bench().cri.runtime.exec({
      containerId: id,
      cmd: ["/bin/true"],
      tty: false,
      stdin: false,
      stdout: true,
      stderr: true,
    });
    await (
      await open(url, protocol)
    ).ended;
    await expect(open(url, protocol)).rejects.toThrow(/Unexpected server response/);
  });

  if (abilities.halfClose) {
    test("exec: stdin ends while output goes on, 5 MB come back unharmed", async () => {
      const id = await bench().run(await bench().pod(), "sleep 100");
      const session = await exec(id, ["/bin/sh", "-c", "cat; echo after the end"], { stdin: true });
      for (let sent = 0; sent < 5; sent++) session.send(STDIN ?? 0, Buffer.alloc(MEBIBYTE, "x"));
      session.send(CLOSE ?? 255, Buffer.of(STDIN ?? 0));
      expect(await session.ended).toMatchObject({ status: "Success" });
      expect(session.bytes()).toBe(5 * MEBIBYTE + "after the end\n".length);
      expect(session.stdout().endsWith("xafter the end\n")).toBe(true);
    });
  }

  test("exec: a terminal, with its size", async () => {
    const id = await bench().run(await bench().pod(), "sleep 100");
    const session = await exec(id, ["/bin/sh"], { stdin: true, tty: true });
    session.send(RESIZE ?? 4, JSON.stringify({ Width: 123, Height: 45 }));
    // The size may arrive after the first command.
    session.send(
      STDIN ?? 0,
      "while [ \"$(stty size)\" != '45 123' ]; do sleep 0.02; done; echo size-is-right; exit 6\n",
    );
    const status = await session.ended;
    expect(session.stdout()).toContain("size-is-right\r\n");
    expect(status.details?.causes?.[0]?.message).toBe("6");
  });

  test("attach: input reaches the main process, output comes back", async () => {
    const id = await bench().run(
      await bench().pod(),
      'while read line; do echo "got $line"; [ "$line" = end ] && exit 0; done',
      { stdin: true, stdinOnce: true },
    );
    const { url } = await bench().cri.runtime.attach({
      containerId: id,
      stdin: true,
      tty: false,
      stdout: true,
      stderr: true,
    });
    const session = await open(url, protocol);
    session.send(STDIN ?? 0, "hello\n");
    await eventually(async () => (session.stdout().includes("got hello") ? true : undefined), "it answers");
    session.send(STDIN ?? 0, "end\n");
    await session.ended;
    expect((await bench().exited(id)).exitCode).toBe(0);
    expect((await bench().log(id)).map((line) => line.text)).toEqual(["got hello", "got end"]);
  });

  test("a container with a terminal: attached to, and logged", async () => {
    const id = await bench().run(await bench().pod(), 'read line; echo "tty says $line"; tty', {
      stdin: true,
      tty: true,
    });
    const { url } = await bench().cri.runtime.attach({
      containerId: id,
      stdin: true,
      tty: true,
      stdout: true,
      stderr: false,
    });
    const session = await open(url, protocol);
    session.send(STDIN ?? 0, "word\n");
    await bench().exited(id);
    const log = (await bench().log(id)).map((line) => line.text.replace("\r", ""));
    expect(log).toEqual(expect.arrayContaining(["tty says word"]));
    expect(log.at(-1)).toMatch(/^\/dev\/(pts\/\d+|console)$/);
  });

  if (abilities.network) {
    test("port-forward reaches what listens on the pod's localhost only", async () => {
      const pod = await bench().pod();
      await bench().run(pod, "mkdir /tmp/w; echo forwarded > /tmp/w/f; exec httpd -f -p 127.0.0.1:8081 -h /tmp/w");
      const text = await eventually(async () => {
        const { url } = await bench().cri.runtime.portForward({ podSandboxId: pod.id, port: [8081] });
        const socket = new WebSocket(`${url.replace(/^http/, "ws")}?port=8081`, ["v4.channel.k8s.io"]);
        let data = "";
        let skipped = false;
        socket.on("message", (message: Buffer) => {
          if (message[0] !== 0) return;
          // The first message of a channel is the port.
          if (skipped) data += message.subarray(1).toString();
          skipped = true;
        });
        await once(socket, "open");
        socket.send(Buffer.concat([Buffer.of(0), Buffer.from("GET /f HTTP/1.0\r\n\r\n")]));
        const closed = once(socket, "close");
        await eventually(
          async () => (data.includes("forwarded") || socket.readyState === WebSocket.CLOSED ? true : undefined),
          "an answer or the end",
        );
        socket.close();
        await closed;
        return data || undefined;
      }, "the port answers");
      expect(text).toMatch(/^HTTP\/1.. 200[^]*forwarded\n$/);
    });
  }
}
