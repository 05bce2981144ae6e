import { X509Certificate } from "node:crypto";
import { createClient } from "@flotilla/service/rpc/client.js";
import { grpcChannel } from "@flotilla/service/rpc/grpc-channel.js";
import { serveGrpc } from "@flotilla/service/rpc/grpc-server.js";
import { leanChannel } from "@flotilla/service/rpc/lean/client/lean-channel.js";
import { serveLeanGrpc } from "@flotilla/service/rpc/lean/server/lean-server.js";
import { register } from "@flotilla/service/rpc/registration.js";
import { RenewableTls, staticTls, type TlsMaterial } from "@flotilla/service/rpc/tls.js";
import { HealthChecks } from "@flotilla/service/http/health-checks.js";
import { serveHealth } from "@flotilla/service/http/health-server.js";
import { createMetrics } from "@flotilla/service/metrics.js";
import { channelContractSuite } from "@flotilla/service/testing/channel-contract-suite.js";
import { Notes } from "@flotilla/service/testing/notes-service.js";
import { get } from "node:https";
import { createCa, DAY_MS, issue, type KeyPair } from "./issue.js";
import { readSubject } from "./subject.js";

const now = (): number => Date.now();
let ca: KeyPair;
let serverPair: KeyPair;
let clientPair: KeyPair;

const issueServer = (authority: KeyPair) =>
  issue(
    authority,
    { commonName: "server", hosts: ["127.0.0.1", "localhost"], usages: ["server"], validityMs: DAY_MS },
    now(),
  );
const issueClient = (authority: KeyPair, commonName: string) =>
  issue(authority, { commonName, organizations: ["group"], usages: ["client"], validityMs: DAY_MS }, now());
const material = (authority: KeyPair, pair?: KeyPair): TlsMaterial => ({
  ca: authority.certificate,
  certificate: pair?.certificate,
  key: pair?.key,
});

/** Answers with the caller's name. */
const whoami = register(Notes, {
  echo: async (_, { peer }) => ({
    text: peer.certificate === undefined ? "nobody" : readSubject(peer.certificate).commonName,
  }),
});

beforeAll(async () => {
  ca = await createCa("ca", DAY_MS, now());
  serverPair = await issueServer(ca);
  clientPair = await issueClient(ca, "alice");
});

describe.each([
  { name: "grpc-js", serve: serveGrpc, openChannel: grpcChannel },
  { name: "lean server, grpc-js client", serve: serveLeanGrpc, openChannel: grpcChannel },
  { name: "grpc-js server, lean client", serve: serveGrpc, openChannel: leanChannel },
  { name: "lean", serve: serveLeanGrpc, openChannel: leanChannel },
])("mutual TLS by $name", ({ serve, openChannel }) => {
  async function nameAt(address: string, tls: TlsMaterial, serverName?: string): Promise<string> {
    const channel = openChannel(address, { tls: { source: staticTls(tls), serverName }, connectWaitMs: 500 });
    try {
      return (await createClient(Notes, channel).echo({ text: "" })).text;
    } finally {
      await channel.close();
    }
  }

  channelContractSuite("over mutual TLS", async (registrations) => {
    const server = await serve(registrations, {
      address: "127.0.0.1:0",
      tls: { source: staticTls(material(ca, serverPair)), clientCertificate: "require" },
    });
    const channel = openChannel(server.address, { tls: { source: staticTls(material(ca, clientPair)) } });
    return { channel, close: async () => (await channel.close(), server.stop()) };
  });

  test("the handler reads the caller from its certificate; strangers get no connection", async () => {
    const strangers = await createCa("strangers", DAY_MS, now());
    const server = await serve([whoami], {
      address: "127.0.0.1:0",
      tls: { source: staticTls(material(ca, serverPair)), clientCertificate: "require" },
    });
    expect(await nameAt(server.address, material(ca, clientPair))).toBe("alice");
    await expect(nameAt(server.address, material(ca))).rejects.toMatchObject({ code: 14 });
    await expect(nameAt(server.address, material(ca, await issueClient(strangers, "mallory")))).rejects.toMatchObject({
      code: 14,
    });
    await expect(nameAt(server.address, material(strangers, clientPair))).rejects.toMatchObject({ code: 14 });
    await expect(nameAt(server.address, material(ca, clientPair), "elsewhere.test")).rejects.toMatchObject({
      code: 14,
    });
    expect(await nameAt(server.address, material(ca, clientPair), "localhost")).toBe("alice");
    await server.stop();
  });

  test("where a certificate is only asked for, callers without one, or with a stranger's, are nobody", async () => {
    const strangers = await createCa("strangers", DAY_MS, now());
    const server = await serve([whoami], {
      address: "127.0.0.1:0",
      tls: { source: staticTls(material(ca, serverPair)), clientCertificate: "request" },
    });
    expect(await nameAt(server.address, material(ca, clientPair))).toBe("alice");
    expect(await nameAt(server.address, material(ca))).toBe("nobody");
    expect(await nameAt(server.address, material(ca, await issueClient(strangers, "mallory")))).toBe("nobody");
    await server.stop();
  });

  test("server and client take up renewed certificates without a restart", async () => {
    const newCa = await createCa("new-ca", DAY_MS, now());
    const both = `${ca.certificate}${newCa.certificate}`;
    const source = new RenewableTls(material(ca, serverPair));
    const server = await serve([whoami], { address: "127.0.0.1:0", tls: { source, clientCertificate: "require" } });
    source.renew({ ...material(newCa, await issueServer(newCa)), ca: both });
    await expect(nameAt(server.address, material(ca, clientPair))).rejects.toMatchObject({ code: 14 });
    expect(await nameAt(server.address, material(newCa, await issueClient(newCa, "bob")))).toBe("bob");
    expect(await nameAt(server.address, { ...material(ca, clientPair), ca: both })).toBe("alice");

    const clientSource = new RenewableTls(material(ca, clientPair));
    const channel = openChannel(server.address, { tls: { source: clientSource }, connectWaitMs: 300 });
    const client = createClient(Notes, channel);
    await expect(client.echo({ text: "" })).rejects.toMatchObject({ code: 14 });
    clientSource.renew({ ...material(newCa, await issueClient(newCa, "carol")), ca: both });
    let name: string | undefined;
    while (name === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      name = await client.echo({ text: "" }).then(
        (note) => note.text,
        () => undefined,
      );
    }
    expect(name).toBe("carol");
    await channel.close();
    await server.stop();
  });
});

test("the health endpoints speak TLS and take up renewed certificates", async () => {
  const source = new RenewableTls(material(ca, serverPair));
  const server = await serveHealth({
    address: "127.0.0.1:0",
    tls: { source, clientCertificate: "none" },
    checks: new HealthChecks(),
    metrics: createMetrics(),
  });
  const serial = () =>
    new Promise<string>((resolve, reject) => {
      get(`https://${server.address}/livez`, { ca: ca.certificate, agent: false }, (response) => {
        const certificate = (response.socket as import("node:tls").TLSSocket).getPeerCertificate();
        response.resume().on("end", () => resolve(certificate.serialNumber));
      }).on("error", reject);
    });
  const renewed = await issueServer(ca);
  expect(await serial()).toBe(new X509Certificate(serverPair.certificate).serialNumber);
  source.renew(material(ca, renewed));
  expect(await serial()).toBe(new X509Certificate(renewed.certificate).serialNumber);
  await server.stop();
});
