import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dialSpdy, socketTransport, SPDY_UPGRADE, UpgradeRefused } from "./dial-spdy.js";
import { SpdyConnection, SpdyError } from "./spdy-connection.js";
import { controlFrame, dataFrame, FLAG_FIN, FRAME, takeFrame, uint32 } from "./spdy-frame.js";

/** Two ends joined by a wire; `cut` says in what pieces the bytes arrive. */
function pair(cut = Infinity): { client: SpdyConnection; server: SpdyConnection } {
  const carry = (to: () => SpdyConnection) => async (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += cut) to().receive(bytes.subarray(at, at + cut));
  };
  const client: SpdyConnection = new SpdyConnection(
    { write: carry(() => server), close: () => server.ended() },
    "client",
  );
  const server: SpdyConnection = new SpdyConnection({ write: carry(() => client), close: () => client.ended() });
  return { client, server };
}

async function accept(server: SpdyConnection) {
  const { value: stream } = await server.streams.next();
  if (stream === undefined) throw new Error("no stream came");
  await stream.reply();
  return stream;
}

async function textOf(input: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test.each([{ cut: Infinity }, { cut: 1 }, { cut: 7 }])(
  "streams carry headers and bytes both ways, in pieces of $cut",
  async ({ cut }) => {
    const { client, server } = pair(cut);
    for (const name of ["error", "stdin"]) {
      const opening = client.open({ streamtype: name });
      const theirs = await accept(server);
      const ours = await opening;
      expect([theirs.headers, theirs.id]).toEqual([{ streamtype: name }, ours.id]);
      await ours.write(Buffer.from(`to ${name}`));
      await ours.end();
      expect(await textOf(theirs.input)).toBe(`to ${name}`);
      await theirs.write(Buffer.from(`from ${name}`));
      await theirs.end();
      expect(await textOf(ours.input)).toBe(`from ${name}`);
    }
    client.close();
  },
);

test("ids are odd for streams of the client and count on", async () => {
  const { client, server } = pair();
  const ids = [];
  for (let round = 0; round < 3; round += 1) {
    const opening = client.open({});
    await accept(server);
    ids.push((await opening).id);
  }
  expect(ids).toEqual([1, 3, 5]);
});

test("a large write arrives whole, cut into frames", async () => {
  const { client, server } = pair();
  const opening = client.open({});
  const theirs = await accept(server);
  const ours = await opening;
  const sent = "0123456789".repeat(30_000);
  void ours.write(Buffer.from(sent)).then(() => ours.end());
  expect(await textOf(theirs.input)).toBe(sent);
});

test("what came before the end can still be read after it", async () => {
  const { client, server } = pair();
  const opening = client.open({});
  const theirs = await accept(server);
  const ours = await opening;
  await theirs.write(Buffer.from("last words"));
  server.close();
  expect(await textOf(ours.input)).toBe("last words");
});

test("a stream that waits for its answer fails when the connection closes", async () => {
  const { client } = pair();
  const opening = client.open({});
  client.close();
  await expect(opening).rejects.toThrow(SpdyError);
  await expect(client.open({})).rejects.toThrow(SpdyError);
});

test("a reset ends the stream and refuses one that is being opened", async () => {
  const { client } = pair();
  const opening = client.open({});
  client.receive(controlFrame(FRAME.rstStream, 0, Buffer.concat([uint32(1), uint32(1)])));
  await expect(opening).rejects.toThrow("refused");
});

test("a reader that lags holds the sender back", async () => {
  const calls: string[] = [];
  const server = new SpdyConnection({
    write: async () => undefined,
    close: () => undefined,
    pause: () => calls.push("pause"),
    resume: () => calls.push("resume"),
  });
  const client = new SpdyConnection(
    { write: async (bytes) => server.receive(bytes), close: () => undefined },
    "client",
  );
  void client.open({}).catch(() => undefined);
  const stream = await accept(server);
  for (let sent = 0; sent < 40; sent += 1)
    server.receive(dataFrame(stream.id, sent === 39 ? FLAG_FIN : 0, Buffer.alloc(32 * 1024)));
  await new Promise((resolve) => setImmediate(resolve));
  expect(new Set(calls)).toEqual(new Set(["pause"]));
  await textOf(stream.input);
  expect(calls.at(-1)).toBe("resume");
  client.close();
});

test("pings are answered, and data for no stream is reset", async () => {
  const sent: Buffer[] = [];
  const connection = new SpdyConnection({ write: async (bytes) => void sent.push(bytes), close: () => undefined });
  connection.receive(controlFrame(FRAME.ping, 0, uint32(7)));
  connection.receive(dataFrame(9, 0, Buffer.from("x")));
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent.map((bytes) => takeFrame(bytes)?.frame)).toMatchObject([{ type: FRAME.ping }, { type: FRAME.rstStream }]);
});

test("nonsense closes the connection", async () => {
  let closed = false;
  const connection = new SpdyConnection({ write: async () => undefined, close: () => void (closed = true) });
  connection.receive(
    controlFrame(FRAME.synStream, 0, Buffer.concat([uint32(1), Buffer.alloc(6), Buffer.from("no block")])),
  );
  expect((await connection.streams.next()).done).toBe(true);
  expect(closed).toBe(true);
});

describe("dialing", () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(403).end());
    server.on("upgrade", (request, socket) => {
      if (request.url === "/refuse") return void socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${SPDY_UPGRADE}\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n`,
      );
      const connection = new SpdyConnection(socketTransport(socket));
      socket.on("data", (bytes: Buffer) => connection.receive(bytes));
      socket.on("end", () => connection.ended());
      socket.on("close", () => connection.ended());
      void (async () => {
        for await (const stream of connection.streams) {
          await stream.reply();
          void (async () => {
            for await (const bytes of stream.input) await stream.write(bytes);
            await stream.end();
          })();
        }
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test("5 MB go there and back, and the half-close passes", async () => {
    const { connection, protocol } = await dialSpdy(`${url}/echo`, ["v4.channel.k8s.io"]);
    expect(protocol).toBe("v4.channel.k8s.io");
    const stream = await connection.open({ streamtype: "data" });
    const size = 5 * 1024 * 1024;
    void stream.write(Buffer.alloc(size, "x")).then(() => stream.end());
    let received = 0;
    for await (const bytes of stream.input) received += bytes.length;
    expect(received).toBe(size);
    connection.close();
  });

  test("a refusal is told apart from a failure", async () => {
    await expect(dialSpdy(`${url}/refuse`, ["x"])).rejects.toThrow(UpgradeRefused);
    await expect(dialSpdy("http://127.0.0.1:1/", ["x"])).rejects.not.toThrow(UpgradeRefused);
  });
});
