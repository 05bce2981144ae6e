import { X509Certificate } from "node:crypto";
import { certificateSigningRequests } from "@flotilla/api/resources.js";
import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";
import { createCa, createCsr, type KeyPair } from "@flotilla/pki";
import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { autoApproval, refusal, SIGNERS, type RequestedCertificate } from "../core/certificates/kubelet-request.js";
import { settingsOf, simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { csrCleanerController } from "./certificatesigningrequest-cleaner-controller.js";
import { csrSigningController } from "./certificatesigningrequest-signing-controller.js";

const HOUR_MS = 3_600_000;
const CLIENT = ["client auth", "digital signature"];
const kubelet: RequestedCertificate = {
  commonName: "system:node:n1",
  organizations: ["system:nodes"],
  dnsNames: [],
  ipAddresses: [],
  emailAddresses: [],
  uris: [],
};

test.each([
  { name: "a kubelet's client certificate", signer: SIGNERS.kubeletClient, change: {}, usages: CLIENT, ok: true },
  {
    name: "another common name",
    signer: SIGNERS.kubeletClient,
    change: { commonName: "admin" },
    usages: CLIENT,
    ok: false,
  },
  {
    name: "another organization",
    signer: SIGNERS.kubeletClient,
    change: { organizations: ["system:masters"] },
    usages: CLIENT,
    ok: false,
  },
  {
    name: "with alternative names",
    signer: SIGNERS.kubeletClient,
    change: { dnsNames: ["n1"] },
    usages: CLIENT,
    ok: false,
  },
  { name: "as a server", signer: SIGNERS.kubeletClient, change: {}, usages: [...CLIENT, "server auth"], ok: false },
  {
    name: "a kubelet's serving certificate",
    signer: SIGNERS.kubeletServing,
    change: { dnsNames: ["n1"] },
    usages: ["server auth"],
    ok: true,
  },
  { name: "serving without a name", signer: SIGNERS.kubeletServing, change: {}, usages: ["server auth"], ok: false },
  {
    name: "any client",
    signer: SIGNERS.client,
    change: { commonName: "jane", organizations: [] },
    usages: CLIENT,
    ok: true,
  },
  { name: "somebody else's signer", signer: "example.com/signer", change: {}, usages: CLIENT, ok: false },
])("$name", ({ signer, change, usages, ok }) => {
  expect(refusal(signer, { ...kubelet, ...change }, usages) === undefined).toBe(ok);
});

test("only kubelets' requests are approved by themselves, by the right that fits", () => {
  const request = (username: string, signerName: string = SIGNERS.kubeletClient): CertificateSigningRequest => ({
    spec: { request: "", signerName, username, usages: CLIENT },
  });
  expect(autoApproval(request("system:node:n1"), kubelet)).toBe("selfnodeclient");
  expect(autoApproval(request("system:bootstrap:abc"), kubelet)).toBe("nodeclient");
  expect(autoApproval(request("system:node:n1", SIGNERS.client), kubelet)).toBeUndefined();
  expect(autoApproval(request("system:node:n1"), { ...kubelet, commonName: "admin" })).toBeUndefined();
});

test.each([
  { name: "its own name", username: "system:node:n1", change: { dnsNames: ["n1"] }, right: "selfnodeserver" },
  { name: "in another node's name", username: "system:node:n2", change: { dnsNames: ["n1"] }, right: undefined },
  { name: "another name", username: "system:node:n1", change: { dnsNames: ["n2"] }, right: undefined },
  { name: "a name too many", username: "system:node:n1", change: { dnsNames: ["n1", "n2"] }, right: undefined },
  {
    name: "an address",
    username: "system:node:n1",
    change: { dnsNames: ["n1"], ipAddresses: ["192.0.2.1"] },
    right: undefined,
  },
  {
    name: "the name of the API",
    username: "system:node:kubernetes.default.svc",
    change: { commonName: "system:node:kubernetes.default.svc", dnsNames: ["kubernetes.default.svc"] },
    right: undefined,
  },
])("a serving certificate for $name", ({ username, change, right }) => {
  const request = { spec: { request: "", signerName: SIGNERS.kubeletServing, username, usages: ["server auth"] } };
  expect(autoApproval(request, { ...kubelet, ...change })).toBe(right);
});

describe("signing and cleaning", () => {
  let ca: KeyPair;
  let cluster: SimulatedCluster;
  beforeAll(async () => {
    ca = await createCa("test", 365 * 24 * HOUR_MS, Date.UTC(2026, 0, 1));
  });
  beforeEach(async () => {
    cluster = await simulateCluster({
      controllers: [csrSigningController, csrCleanerController],
      settings: {
        credentials: { signingCertificate: ca.certificate, signingKey: ca.key },
        clusterSigningDuration: 24 * HOUR_MS,
      },
      nodes: 0,
    });
  });
  afterEach(() => cluster.stop());

  const read = () => cluster.client.get(certificateSigningRequests, { name: "r" });
  const at = () => new Date(cluster.clock.now()).toISOString();

  async function approved(commonName: string, organizations: string[], expirationSeconds?: number): Promise<void> {
    const { csr } = await createCsr({ commonName, organizations });
    const request = Buffer.from(csr).toString("base64");
    const created = await cluster.client.create(certificateSigningRequests, {
      metadata: { name: "r" },
      spec: {
        request,
        signerName: SIGNERS.kubeletClient,
        usages: CLIENT,
        ...(expirationSeconds && { expirationSeconds }),
      },
    });
    const conditions = [{ type: "Approved", status: "True", lastUpdateTime: at() }];
    await cluster.client.update(
      certificateSigningRequests,
      { ...created, status: { conditions } },
      { subresource: "status" },
    );
  }

  /** Signing waits for the system's cryptography, not for the clock. */
  async function decided(): Promise<CertificateSigningRequest> {
    for (;;) {
      await settle();
      const request = await read();
      if (request.status?.certificate || request.status?.conditions?.some(({ type }) => type === "Failed"))
        return request;
    }
  }

  test("an approved request is signed, for as long as it asks but no longer than allowed", async () => {
    await approved("system:node:n1", ["system:nodes"], 3600);
    const certificate = new X509Certificate(Buffer.from((await decided()).status?.certificate ?? "", "base64"));
    expect(certificate.subject).toContain("CN=system:node:n1");
    expect(certificate.checkIssued(new X509Certificate(ca.certificate))).toBe(true);
    expect(Date.parse(certificate.validTo) - cluster.clock.now()).toBeLessThanOrEqual(HOUR_MS);
  });

  test("an approved request that the signer must refuse fails for good", async () => {
    await approved("admin", ["system:masters"]);
    expect((await decided()).status).toMatchObject({
      conditions: [{ type: "Approved" }, { type: "Failed", reason: "SignerValidationFailure" }],
    });
  });

  test("decided requests go after an hour, undecided ones after a day", async () => {
    await cluster.client.create(certificateSigningRequests, {
      metadata: { name: "undecided" },
      spec: { request: "", signerName: "example.com/s" },
    });
    await approved("system:node:n1", ["system:nodes"]);
    const names = async () =>
      (await cluster.client.list(certificateSigningRequests)).items.map((item) => item.metadata?.name);
    await decided();
    await cluster.pass(HOUR_MS - 1000);
    expect(await names()).toEqual(["r", "undecided"]);
    await cluster.pass(2000);
    expect(await names()).toEqual(["undecided"]);
    await cluster.pass(24 * HOUR_MS);
    expect(await names()).toEqual([]);
  });
});

test("without a CA the signer says what it lacks", async () => {
  const cluster = await simulateCluster({ controllers: [], nodes: 0 });
  expect(csrSigningController.start({ ...cluster.context, settings: settingsOf() })).toHaveProperty("unavailable");
  await cluster.stop();
});
