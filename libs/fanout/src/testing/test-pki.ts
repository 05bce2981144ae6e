import { createCa, DAY_MS, issue, type KeyPair } from "@flotilla/pki";

/** An authority, a server on loopback and a client. */
export interface TestPki {
  readonly ca: string;
  readonly server: KeyPair;
  readonly client: KeyPair;
}

export async function testPki(): Promise<TestPki> {
  const now = Date.now();
  const ca = await createCa("test", DAY_MS, now);
  const hosts = ["127.0.0.1", "localhost"];
  return {
    ca: ca.certificate,
    server: await issue(ca, { commonName: "nats", hosts, usages: ["server"], validityMs: DAY_MS }, now),
    client: await issue(ca, { commonName: "system:node:node-1", usages: ["client"], validityMs: DAY_MS }, now),
  };
}
