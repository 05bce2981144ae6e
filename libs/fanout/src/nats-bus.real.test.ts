import { Worker } from "node:worker_threads";
import { silentLogger, staticTls, type ClientTls } from "@flotilla/service";
import type { Bus, BusNotice } from "./bus.js";
import { connectNats, type NatsCredentials } from "./nats-bus.js";
import { busContractSuite } from "./testing/bus-contract-suite.js";
import { hasNats, NatsProcess } from "./testing/nats-process.js";
import { testPki } from "./testing/test-pki.js";

const connect = (server: NatsProcess, extra: { credentials?: NatsCredentials; tls?: ClientTls } = {}): Promise<Bus> =>
  connectNats({ servers: [server.address], name: "test", log: silentLogger, reconnectDelayMs: 50, ...extra });

const FLOOD_TIMEOUT_MS = 60_000;

/** Resolves at the first notice of the kind. */
const noticed = (bus: Bus, kind: BusNotice["kind"]): Promise<void> =>
  new Promise((resolve) => {
    const undo = bus.onNotice((notice) => {
      if (notice.kind !== kind) return;
      undo();
      resolve();
    });
  });

if (!hasNats) test.skip("no nats-server on this machine", () => undefined);
else {
  busContractSuite("nats-server", async () => {
    const server = await NatsProcess.start();
    const buses: Bus[] = [];
    const connectOne = async (): Promise<Bus> => {
      const bus = await connect(server);
      buses.push(bus);
      return bus;
    };
    const close = async (): Promise<void> => {
      for (const bus of buses) await bus.stop();
      await server.stop();
    };
    return { connect: connectOne, close };
  });

  describe("NATS", () => {
    const stops: (() => Promise<void>)[] = [];
    const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
      stops.push(() => part.stop());
      return part;
    };
    afterEach(async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    });

    test("a restart of the server is noticed; subscriptions go on, what is published meanwhile is dropped", async () => {
      const server = keep(await NatsProcess.start());
      const bus = keep(await connect(server));
      const got: string[] = [];
      bus.subscribe("t.a", ({ data }) => got.push(Buffer.from(data).toString()));
      await bus.flush();
      const gone = noticed(bus, "disconnected");
      await server.kill();
      await gone;
      expect([bus.connected, bus.publish("t.a", Buffer.from("lost"))]).toEqual([false, false]);
      await expect(bus.flush()).rejects.toThrow();
      const back = noticed(bus, "connected");
      await server.restart();
      await back;
      expect(bus.publish("t.a", Buffer.from("after"))).toBe(true);
      await bus.flush();
      expect(got).toEqual(["after"]);
    });

    test("a reader that does not keep up is cut off, notices it, and reads on", async () => {
      const server = keep(await NatsProcess.start(`max_pending: 1MB\nwrite_deadline: "500ms"`));
      const bus = keep(await connect(server));
      let got = 0;
      bus.subscribe("t.flood", () => got++);
      await bus.flush();
      const cut = noticed(bus, "disconnected");
      // Blocks this thread, and so the reader, until the server has taken more than sockets and its own limit hold.
      blockWhileFlooding(server.port, 64);
      await cut;
      expect(got).toBeLessThan(64 * 1024);
      if (!bus.connected) await noticed(bus, "connected");
      const before = got;
      bus.publish("t.flood", Buffer.from("x"));
      await bus.flush();
      expect(got).toBe(before + 1);
    });

    test("what the server does not confirm is bounded; more is dropped", async () => {
      const server = keep(await NatsProcess.start());
      const options = { servers: [server.address], name: "test", log: silentLogger, maxUnconfirmedBytes: 2_500 };
      const bus = keep(await connectNats(options));
      const publish = (): boolean => bus.publish("t.a", new Uint8Array(1_000));
      expect([publish(), publish(), publish()]).toEqual([true, true, false]);
      await bus.flush();
      await new Promise(setImmediate);
      expect(publish()).toBe(true);
    });

    test("a node may read its own subjects only, and publish nothing", async () => {
      const server = keep(
        await NatsProcess.start(`authorization { users = [
          { user: "publisher", password: "p", permissions: { publish: "flotilla.watch.>", subscribe: "_INBOX.>" } }
          { user: "node-1", password: "n", permissions: { publish: { deny: ">" }, subscribe: ["flotilla.watch.core.pods.node-1"] } }
        ] }`),
      );
      const publisher = keep(await connect(server, { credentials: { user: "publisher", password: "p" } }));
      const node = keep(await connect(server, { credentials: { user: "node-1", password: "n" } }));
      const got: string[] = [];
      const refusals: string[] = [];
      node.onNotice((notice) => notice.kind === "refused" && refusals.push(notice.error.message));
      for (const name of ["flotilla.watch.core.pods.node-1", "flotilla.watch.core.pods.node-2", "flotilla.watch.>"])
        node.subscribe(name, ({ subject }) => got.push(subject));
      await node.flush();
      for (const name of ["node-1", "node-2"]) publisher.publish(`flotilla.watch.core.pods.${name}`, Buffer.from(""));
      await publisher.flush();
      await node.flush();
      expect(got).toEqual(["flotilla.watch.core.pods.node-1"]);
      expect(refusals).toEqual([
        expect.stringContaining("flotilla.watch.core.pods.node-2"),
        expect.stringContaining("flotilla.watch.>"),
      ]);
      const refused = noticed(node, "refused");
      node.publish("flotilla.watch.core.pods.node-2", Buffer.from("forged"));
      await refused;
    });

    test("mutual TLS: the certificate says who it is; others do not get in", async () => {
      const pki = await testPki();
      const server = keep(
        await NatsProcess.start(
          `tls { cert_file: "DIR/server.crt", key_file: "DIR/server.key", ca_file: "DIR/ca.crt", verify: true }`,
          { "server.crt": pki.server.certificate, "server.key": pki.server.key, "ca.crt": pki.ca },
        ),
      );
      const source = staticTls({ ca: pki.ca, certificate: pki.client.certificate, key: pki.client.key });
      const bus = keep(await connect(server, { tls: { source, serverName: "localhost" } }));
      await bus.flush();
      expect(bus.connected).toBe(true);
    });

    test("who asks for TLS does not get a connection in the clear", async () => {
      const server = keep(await NatsProcess.start());
      const source = staticTls({ ca: (await testPki()).ca });
      await expect(connect(server, { tls: { source } })).rejects.toThrow(/tls/i);
    });
  });
}

/** Publishes so many MiB from another thread, over a connection of its own, and returns when the server has all of it. */
function blockWhileFlooding(port: number, mebibytes: number): void {
  const done = new Int32Array(new SharedArrayBuffer(4));
  const program = `
    const { workerData } = require("node:worker_threads");
    const socket = require("node:net").connect(workerData.port, "127.0.0.1");
    const message = "PUB t.flood 1024\\r\\n" + "x".repeat(1024) + "\\r\\n";
    socket.write('CONNECT {"verbose":false}\\r\\n');
    for (let i = 0; i < workerData.mebibytes; i++) socket.write(message.repeat(1024));
    socket.write("PING\\r\\n");
    socket.on("data", (data) => {
      if (!data.toString().includes("PONG")) return;
      socket.end();
      Atomics.store(workerData.done, 0, 1);
      Atomics.notify(workerData.done, 0);
    });`;
  const flood = new Worker(program, { eval: true, workerData: { port, mebibytes, done } });
  expect(Atomics.wait(done, 0, 0, FLOOD_TIMEOUT_MS)).not.toBe("timed-out");
  void flood.terminate();
}
