import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer, type TLSSocket } from "node:tls";
import type { AddressInfo } from "node:net";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { ensurePki, PkiError } from "./ensure-pki.js";
import { createCa, DAY_MS, issue } from "./issue.js";
import { readSubject } from "./subject.js";
import { validityOf, whyUntrusted } from "./verify.js";

const PAIRS = [
  "admin",
  "apiserver",
  "apiserver-kubelet-client",
  "apiserver-kv-client",
  "controller-manager",
  "front-proxy-client",
  "kubelet-node-1",
  "kubelet-node-1-client",
  "kv",
  "kv-operator",
  "proxy",
  "scheduler",
];

describe("ensurePki", () => {
  let home: string;
  let clock: SimulatedClock;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "flotilla-pki-"));
    clock = new SimulatedClock(Date.now());
  });
  afterEach(() => rm(home, { recursive: true }));

  const ensure = (options: { hosts?: string[]; nodes?: string[] } = {}) =>
    ensurePki({ home, clock, nodes: ["node-1"], ...options });
  const file = (name: string) => join(home, "pki", name);

  test("makes everything for a new cluster, and nothing the second time", async () => {
    const first = await ensure();
    expect(first.written).toEqual([...PAIRS, "ca", "front-proxy-ca", "sa"].sort());
    const files = await readdir(file(""));
    expect(files.sort()).toEqual(
      [...PAIRS, "ca", "front-proxy-ca"]
        .flatMap((name) => [`${name}.crt`, `${name}.key`])
        .concat("sa.key", "sa.pub")
        .sort(),
    );
    const second = await ensure();
    expect(second.written).toEqual([]);
    expect(second.pair("kv").certificate).toBe(first.pair("kv").certificate);
    expect(second.serviceAccountKeys.keyId).toBe(first.serviceAccountKeys.keyId);
  });

  test("keys are for their owner only", async () => {
    await ensure();
    for (const name of (await readdir(file(""))).filter((name) => name.endsWith(".key")))
      expect((await stat(file(name))).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["scheduler", "system:kube-scheduler", []],
    ["controller-manager", "system:kube-controller-manager", []],
    ["kubelet-node-1-client", "system:node:node-1", ["system:nodes"]],
    ["admin", "kubernetes-admin", ["system:masters"]],
  ])("%s is the user %s", async (name, commonName, organizations) => {
    const pki = await ensure();
    expect(readSubject(new X509Certificate(pki.pair(name).certificate).raw)).toEqual({ commonName, organizations });
  });

  test("every certificate is trusted for what it is for, and not for anything else", async () => {
    const pki = await ensure();
    const why = (name: string, usage: "server" | "client", ca = pki.ca.certificate) =>
      whyUntrusted(pki.pair(name).certificate, ca, usage, clock.now());
    expect(why("apiserver", "server")).toBeUndefined();
    expect(why("admin", "client")).toBeUndefined();
    expect(why("kv", "client")).toBeUndefined();
    expect(why("admin", "server")).toBe("it is not for use as a server");
    expect(why("kubelet-node-1", "client")).toBe("it is not for use as a client");
    expect(why("front-proxy-client", "client")).toBe("it was issued by an unknown authority");
    expect(why("front-proxy-client", "client", pki.frontProxyCa.certificate)).toBeUndefined();
    await clock.advance(366 * DAY_MS);
    expect(why("admin", "client")).toMatch(/^it expired at /);
  });

  test("a TLS server and client of it trust each other", async () => {
    const pki = await ensure();
    const { certificate, key } = pki.pair("apiserver");
    const server = createServer(
      { cert: certificate, key, ca: pki.ca.certificate, requestCert: true, rejectUnauthorized: true },
      (socket) => {
        socket.end(JSON.stringify(readSubject((socket as TLSSocket).getPeerCertificate().raw)));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const admin = pki.pair("admin");
    const socket = connect({
      port: (server.address() as AddressInfo).port,
      host: "127.0.0.1",
      ca: pki.ca.certificate,
      cert: admin.certificate,
      key: admin.key,
    });
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    expect(JSON.parse(text)).toEqual({ commonName: "kubernetes-admin", organizations: ["system:masters"] });
    server.close();
  });

  test("a new host renews the servers only", async () => {
    await ensure();
    const pki = await ensure({ hosts: ["192.0.2.7", "api.example.test"] });
    expect(pki.written).toEqual(["apiserver", "controller-manager", "kubelet-node-1", "kv", "proxy", "scheduler"]);
    const certificate = new X509Certificate(pki.pair("apiserver").certificate);
    expect(certificate.checkIP("192.0.2.7")).toBeDefined();
    expect(certificate.checkHost("api.example.test")).toBeDefined();
    expect((await ensure()).written).toEqual([]);
  });

  test("certificates are renewed when a third of their life is left", async () => {
    await ensure();
    await clock.advance(240 * DAY_MS);
    expect((await ensure()).written).toEqual([]);
    await clock.advance(10 * DAY_MS);
    const pki = await ensure();
    expect(pki.written).toEqual(PAIRS);
    expect(validityOf(pki.pair("admin").certificate).notAfterMs).toBeGreaterThan(clock.now() + 364 * DAY_MS);
  });

  test("an authority is renewed with the same key: what it issued stays trusted", async () => {
    const before = await ensure();
    await clock.advance(2500 * DAY_MS);
    const admin = await issue(before.ca, { commonName: "x", usages: ["client"], validityMs: DAY_MS }, clock.now());
    const after = await ensure();
    expect(after.written).toContain("ca");
    expect(whyUntrusted(admin.certificate, after.ca.certificate, "client", clock.now())).toBeUndefined();
    expect(validityOf(after.ca.certificate).notAfterMs).toBeGreaterThan(validityOf(before.ca.certificate).notAfterMs);
  });

  test("pairs that do not fit are made anew", async () => {
    await ensure();
    const strangers = await createCa("stranger", DAY_MS * 4000, clock.now());
    const stranger = await issue(
      strangers,
      { commonName: "kubernetes-admin", usages: ["client"], validityMs: 365 * DAY_MS },
      clock.now(),
    );
    await writeFile(file("admin.crt"), stranger.certificate);
    await writeFile(file("kv.key"), await readFile(file("proxy.key")));
    await writeFile(file("scheduler.crt"), "nonsense");
    await rm(file("controller-manager.key"));
    expect((await ensure()).written).toEqual(["admin", "controller-manager", "kv", "scheduler"]);
    expect((await ensure()).written).toEqual([]);
  });

  test.each([
    ["its key is gone", () => rm(file("ca.key")), /one is there without the other/],
    ["it is no certificate", () => writeFile(file("ca.crt"), "nonsense"), /is not a certificate/],
  ])("an authority is never thrown away: %s", async (_, damage, message) => {
    await ensure();
    await damage();
    await expect(ensure()).rejects.toThrow(PkiError);
    await expect(ensure()).rejects.toThrow(message);
  });

  test("a name that is not there says which are", async () => {
    const pki = await ensure();
    expect(() => pki.pair("schedular")).toThrow(/there is no certificate "schedular"; there are apiserver, /);
  });
});
