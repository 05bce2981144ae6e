import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

const run = promisify(execFile);
/** A command that hangs must not take the test run with it. */
const COMMAND_TIMEOUT_MS = 15_000;

export const NODE_ADDRESS = "192.168.77.1";
export const CLIENT_ADDRESS = "192.168.77.2";
export const GATEWAY = "10.244.0.1";
export const POD_ADDRESSES = { p1: "10.244.0.11", p2: "10.244.0.12", p3: "10.244.0.13" } as const;
export type Place = "node" | "client" | keyof typeof POD_ADDRESSES;

/** Answers on TCP and UDP port 8080 with its own name and the address that it sees as the client. */
const SERVER = `
const name = process.argv[1];
const plain = (address) => address.replace("::ffff:", "");
require("net").createServer((s) => { s.on("error", () => {}); s.end(name + " " + plain(s.remoteAddress)); }).listen(8080, () => {
  const u = require("dgram").createSocket("udp4");
  u.on("message", (m, from) => u.send(name + " " + plain(from.address), from.port, from.address));
  u.bind(8080, () => console.log("ready"));
});`;

/** Connects so many times, one after the other; prints what each attempt brought as JSON. */
const CLIENT = `
const [protocol, host, port, count, localPort] = process.argv.slice(1);
const TIMEOUT = 700;
const tcp = () => new Promise((resolve) => {
  let text = "";
  const s = require("net").connect({ host, port: +port });
  s.setTimeout(TIMEOUT, () => { s.destroy(); resolve("TIMEOUT"); });
  s.on("data", (d) => (text += d)); s.on("end", () => resolve(text)); s.on("error", (e) => resolve(e.code));
});
const udp = () => new Promise((resolve) => {
  const s = require("dgram").createSocket("udp4");
  const done = (text) => { clearTimeout(timer); s.close(); resolve(text); };
  const timer = setTimeout(() => done("TIMEOUT"), TIMEOUT);
  s.on("message", (m) => done(String(m))); s.on("error", (e) => done(e.code));
  s.bind(+localPort || 0, () => s.connect(+port, host, () => s.send("x")));
});
(async () => {
  const results = [];
  for (let i = 0; i < +count; i += 1) results.push(await (protocol === "udp" ? udp() : tcp()));
  console.log(JSON.stringify(results));
})();`;

/** A node with three pods and a client outside, each in a network namespace; pods are reached over routes, as CNI's ptp makes them. */
export class TestNetwork {
  readonly #prefix = `fp${process.pid}`;
  readonly #servers: ChildProcess[] = [];

  static async create(): Promise<TestNetwork> {
    const network = new TestNetwork();
    await network.#make();
    return network;
  }

  /** Path of a place's namespace. */
  namespace(place: Place): string {
    return `/run/netns/${this.#prefix}-${place}`;
  }

  /** Starts a program in a place. */
  spawn(place: Place, program: string, args: readonly string[]): ChildProcess {
    return spawn("nsenter", [`--net=${this.namespace(place)}`, program, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  async exec(place: Place, program: string, args: readonly string[]): Promise<string> {
    return (await run("nsenter", [`--net=${this.namespace(place)}`, program, ...args], { timeout: COMMAND_TIMEOUT_MS }))
      .stdout;
  }

  /** What `count` connections from a place bring: "NAME CLIENT-ADDRESS", or an error's code. */
  async connect(
    from: Place,
    protocol: "tcp" | "udp",
    host: string,
    port: number,
    count = 1,
    localPort = 0,
  ): Promise<string[]> {
    return JSON.parse(
      await this.exec(from, process.execPath, [
        "-e",
        CLIENT,
        protocol,
        host,
        String(port),
        String(count),
        String(localPort),
      ]),
    ) as string[];
  }

  async destroy(): Promise<void> {
    for (const server of this.#servers) server.kill("SIGKILL");
    for (const place of ["node", "client", ...Object.keys(POD_ADDRESSES)])
      await run("ip", ["netns", "del", `${this.#prefix}-${place}`]).catch(() => undefined);
  }

  async #make(): Promise<void> {
    const node = `${this.#prefix}-node`;
    const places = { client: CLIENT_ADDRESS, ...POD_ADDRESSES };
    await run("ip", ["netns", "add", node]);
    await run("ip", ["-n", node, "link", "set", "lo", "up"]);
    await run("nsenter", [`--net=${this.namespace("node")}`, "sysctl", "-qw", "net.ipv4.ip_forward=1"]);
    for (const [place, address] of Object.entries(places)) {
      const own = `${this.#prefix}-${place}`;
      await run("ip", ["netns", "add", own]);
      await run("ip", ["-n", own, "link", "set", "lo", "up"]);
      await run("ip", ["-n", node, "link", "add", `v-${place}`, "type", "veth", "peer", "name", "eth0", "netns", own]);
      await run("ip", ["-n", node, "link", "set", `v-${place}`, "up"]);
      await run("ip", ["-n", own, "link", "set", "eth0", "up"]);
      const gateway = place === "client" ? NODE_ADDRESS : GATEWAY;
      await run("ip", ["-n", node, "addr", "add", `${gateway}/32`, "dev", `v-${place}`]);
      await run("ip", ["-n", node, "route", "add", `${address}/32`, "dev", `v-${place}`, "src", gateway]);
      await run("ip", ["-n", own, "addr", "add", `${address}/32`, "dev", "eth0"]);
      await run("ip", ["-n", own, "route", "add", `${gateway}/32`, "dev", "eth0"]);
      await run("ip", ["-n", own, "route", "add", "default", "via", gateway]);
    }
    for (const place of Object.keys(POD_ADDRESSES) as (keyof typeof POD_ADDRESSES)[]) {
      const server = this.spawn(place, process.execPath, ["-e", SERVER, place]);
      this.#servers.push(server);
      await once(server.stdout as NodeJS.ReadableStream, "data");
    }
  }
}
