import { createCsr, type KeyPair } from "@flotilla/pki";
import { CliError } from "../cli-error.js";
import { mustCall, restClient, type RestClient } from "../cluster/rest-client.js";

const REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
/** How long the approval and the signature may take: somebody may have to approve by hand. */
const SIGNATURE_TIMEOUT_MS = 120_000;
const POLL_MS = 250;

/** A node's identity towards the ApiServer, and what it shows to those who call it. */
export interface NodeCertificates {
  readonly client: KeyPair;
  readonly serving: KeyPair;
}

interface SigningRequestState {
  readonly status?: {
    readonly certificate?: string;
    readonly conditions?: readonly { readonly type: string; readonly message?: string }[];
  };
}

/** How to ask: with a bootstrap token the first time, with the certificate itself when it is renewed. */
export type Asker = { readonly token: string } | KeyPair;

/** Makes keys, has the cluster sign their certificates, and waits for that. Throws CliError. */
export async function requestNodeCertificates(
  server: string,
  ca: string,
  node: string,
  asker: Asker,
): Promise<NodeCertificates> {
  const subject = { commonName: `system:node:${node}`, organizations: ["system:nodes"] };
  const first = restClient(server, { ca, ...asker });
  const client = await request(first, {
    ...subject,
    signer: "kubernetes.io/kube-apiserver-client-kubelet",
    usage: "client auth",
  });
  // Only the node itself is given a certificate in its name.
  const itself = restClient(server, { ca, ...client });
  const serving = await request(itself, {
    ...subject,
    hosts: [node],
    signer: "kubernetes.io/kubelet-serving",
    usage: "server auth",
  });
  return { client, serving };
}

interface WantedCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly hosts?: readonly string[];
  readonly signer: string;
  readonly usage: string;
}

async function request(client: RestClient, { signer, usage, ...wanted }: WantedCertificate): Promise<KeyPair> {
  const { csr, key } = await createCsr(wanted);
  const spec = {
    request: Buffer.from(csr).toString("base64"),
    signerName: signer,
    usages: ["digital signature", usage],
  };
  const created = await mustCall<{ metadata: { name: string } }>(client, "POST", REQUESTS, {
    apiVersion: "certificates.k8s.io/v1",
    kind: "CertificateSigningRequest",
    metadata: { generateName: "node-csr-" },
    spec,
  });
  return { certificate: await signed(client, created.metadata.name), key };
}

async function signed(client: RestClient, name: string): Promise<string> {
  for (let waited = 0; waited < SIGNATURE_TIMEOUT_MS; waited += POLL_MS) {
    const { status = {} } = await mustCall<SigningRequestState>(client, "GET", `${REQUESTS}/${name}`);
    if (status.certificate !== undefined) return Buffer.from(status.certificate, "base64").toString("utf8");
    const refused = status.conditions?.find(({ type }) => type === "Denied" || type === "Failed");
    if (refused !== undefined)
      throw new CliError(`the certificate was refused (${refused.type}): ${refused.message ?? "no reason was given"}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new CliError(
    `nobody approved and signed ${name} within ${SIGNATURE_TIMEOUT_MS / 1000} s; look with \`kubectl describe csr ${name}\``,
  );
}
