import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { decode, type DecodedPacket, encode, type Packet, type RecordType } from "dns-packet";
import { testEnvironment } from "@flotilla/client/testing/test-environment.js";
import { systemClock } from "@flotilla/service";
import { zoneData } from "../core/dns/zone-data.js";
import { DnsServer } from "./dns-server.js";
import { Forwarder, withLength } from "./forwarder.js";

const ZONE = "cluster.local";
const MANY = 100;
const endpoints = Array.from({ length: MANY }, (_, index) => ({ addresses: [`10.0.0.${index}`] }));
const data = zoneData(
  [
    { metadata: { namespace: "default", name: "web" }, spec: { clusterIP: "10.96.0.1", ports: [{ port: 80 }] } },
    { metadata: { namespace: "default", name: "many" }, spec: { clusterIP: "None" } },
    { metadata: { namespace: "default", name: "away" }, spec: { type: "ExternalName", externalName: "outside.test" } },
    {
      metadata: { namespace: "default", name: "alias" },
      spec: { type: "ExternalName", externalName: "web.default.svc.cluster.local" },
    },
  ],
  [
    {
      metadata: { namespace: "default", labels: { "kubernetes.io/service-name": "many" } },
      addressType: "IPv4",
      endpoints,
      ports: [],
    },
  ],
  ZONE,
);

const environment = { ...testEnvironment(), clock: systemClock };
/** Knows one name. */
const outside = createSocket("udp4");
let server: DnsServer;
let port: number;
let known = true;

beforeAll(async () => {
  outside.on("message", (message, from) => {
    const query = decode(message);
    const name = query.questions?.[0]?.name ?? "";
    outside.send(
      encode({
        type: "response",
        id: query.id ?? 0,
        questions: query.questions ?? [],
        answers: name === "outside.test" ? [{ type: "A", name, ttl: 60, data: "192.0.2.7" }] : [],
      }),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => outside.bind(0, "127.0.0.1", () => resolve()));
  const forwarder = new Forwarder(["127.0.0.1:1", `127.0.0.1:${outside.address().port}`], environment.clock);
  server = new DnsServer(
    { address: "127.0.0.1:0", zone: ZONE, data: () => (known ? data : undefined), forwarder },
    environment,
  );
  await server.start();
  port = Number(server.address.split(":")[1]);
});
afterAll(async () => {
  await server.stop();
  outside.close();
});

function question(name: string, type: RecordType, options: Partial<Packet> = {}): Buffer {
  return encode({ type: "query", id: 7, flags: 256, questions: [{ type, name }], ...options });
}

function overUdp(message: Buffer): Promise<DecodedPacket> {
  const socket = createSocket("udp4");
  return new Promise((resolve) => {
    socket.on("message", (answer) => {
      socket.close();
      resolve(decode(answer));
    });
    socket.send(message, port, "127.0.0.1");
  });
}

function overTcp(message: Buffer): Promise<DecodedPacket> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, "127.0.0.1", () => socket.write(withLength(message)));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 2 + received.readUInt16BE(0)) return;
      socket.destroy();
      resolve(decode(received.subarray(2)));
    });
  });
}

/** The package answers it, its types forget it. */
const codeOf = (packet: DecodedPacket): string => (packet as DecodedPacket & { rcode: string }).rcode;
const values = (packet: DecodedPacket): string[] =>
  (packet.answers ?? []).map((record) => String((record as { data: unknown }).data));
const opt = (udpPayloadSize: number): Partial<Packet> => ({
  additionals: [
    { type: "OPT", name: ".", udpPayloadSize, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] },
  ],
});

test("an answer keeps the question's id and case, and is authoritative", async () => {
  const answer = await overUdp(question("WEB.default.svc.cluster.local", "A"));
  expect(answer).toMatchObject({ id: 7, rcode: "NOERROR", flag_aa: true, flag_ra: true, flag_rd: true });
  expect(answer.answers).toMatchObject([{ name: "WEB.default.svc.cluster.local", data: "10.96.0.1", ttl: 5 }]);
});

test("no such name and no such type differ, and both name the zone", async () => {
  const [missing, typeless] = await Promise.all([
    overUdp(question("none.default.svc.cluster.local", "A")),
    overUdp(question("web.default.svc.cluster.local", "AAAA")),
  ]);
  expect([codeOf(missing), codeOf(typeless)]).toEqual(["NXDOMAIN", "NOERROR"]);
  for (const answer of [missing, typeless]) expect(answer.authorities).toMatchObject([{ type: "SOA", name: ZONE }]);
});

test.each([
  { name: "without EDNS0", options: {} },
  { name: "with a small buffer", options: opt(600) },
  { name: "with a large buffer, which is not believed", options: opt(65_000) },
])("a large answer over UDP is cut $name, and whole over TCP", async ({ options }) => {
  const message = question("many.default.svc.cluster.local", "A", options);
  const cut = await overUdp(message);
  expect([cut.flag_tc, values(cut)]).toEqual([true, []]);
  expect(values(await overTcp(message))).toHaveLength(MANY);
});

test("other names are asked of the next resolver that answers", async () => {
  expect(values(await overUdp(question("outside.test", "A")))).toEqual(["192.0.2.7"]);
});

test.each([
  ["away.default.svc.cluster.local", ["outside.test", "192.0.2.7"]],
  ["alias.default.svc.cluster.local", ["web.default.svc.cluster.local", "10.96.0.1"]],
])("an alias is answered with what it leads to: %s", async (name, want) => {
  expect(values(await overUdp(question(name, "A")))).toEqual(want);
});

test("before the zone is known nothing is denied", async () => {
  known = false;
  expect(codeOf(await overUdp(question("web.default.svc.cluster.local", "A")))).toBe("SERVFAIL");
  known = true;
});

test("what is no question gets no answer, and does no harm", async () => {
  const socket = createSocket("udp4");
  socket.send(Buffer.from("nonsense"), port, "127.0.0.1");
  expect(values(await overUdp(question("web.default.svc.cluster.local", "A")))).toEqual(["10.96.0.1"]);
  socket.close();
});
