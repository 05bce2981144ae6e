import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";

export const SIGNERS = {
  client: "kubernetes.io/kube-apiserver-client",
  kubeletClient: "kubernetes.io/kube-apiserver-client-kubelet",
  kubeletServing: "kubernetes.io/kubelet-serving",
} as const;

/** What a certificate request asks for, read from its PKCS #10 form. */
export interface RequestedCertificate {
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
}

const CLIENT_USAGES = new Set(["client auth", "digital signature", "key encipherment"]);
const SERVER_USAGES = new Set(["server auth", "digital signature", "key encipherment"]);

/** Why a signer must not sign a request; undefined when it may. Source: Kubernetes, "Certificate Signing Requests", signers. */
export function refusal(
  signer: string,
  requested: RequestedCertificate,
  usages: readonly string[],
): string | undefined {
  switch (signer) {
    case SIGNERS.client:
      return usageRefusal(usages, "client auth", CLIENT_USAGES);
    case SIGNERS.kubeletClient:
      return (
        identityRefusal(requested) ?? namesRefusal(requested) ?? usageRefusal(usages, "client auth", CLIENT_USAGES)
      );
    case SIGNERS.kubeletServing:
      return (
        identityRefusal(requested) ??
        servingNamesRefusal(requested) ??
        usageRefusal(usages, "server auth", SERVER_USAGES)
      );
    default:
      return `signer ${signer} is none of this controller's`;
  }
}

/** Names by which the API is reached: no node gets a certificate for one of them. */
const NAMES_OF_THE_API = /^(localhost|kubernetes(\..*)?)$/;

/** Which right approves a kubelet's request for a certificate by itself; undefined for any other request. */
export function autoApproval(
  { spec }: CertificateSigningRequest,
  requested: RequestedCertificate,
): "selfnodeclient" | "nodeclient" | "selfnodeserver" | undefined {
  const { signerName = "", usages = [], username } = spec ?? {};
  if (refusal(signerName, requested, usages) !== undefined) return undefined;
  const isOwn = username === requested.commonName;
  // A kubelet that renews its own certificate, or one that asks for its first with a bootstrap token.
  if (signerName === SIGNERS.kubeletClient) return isOwn ? "selfnodeclient" : "nodeclient";
  return signerName === SIGNERS.kubeletServing && isOwn && namesNothingButItself(requested)
    ? "selfnodeserver"
    : undefined;
}

/**
 * Kubernetes leaves serving certificates to people, since a node could ask for the address of any other server. The
 * ApiServer checks a kubelet by the name of its node, so that name is all it needs.
 */
function namesNothingButItself({ commonName, dnsNames, ipAddresses }: RequestedCertificate): boolean {
  const [name = "", ...others] = dnsNames;
  return (
    ipAddresses.length + others.length === 0 && commonName === `system:node:${name}` && !NAMES_OF_THE_API.test(name)
  );
}

function identityRefusal({ commonName, organizations }: RequestedCertificate): string | undefined {
  if (!commonName.startsWith("system:node:")) return "the common name must begin with system:node:";
  return organizations.length === 1 && organizations[0] === "system:nodes"
    ? undefined
    : "the organization must be system:nodes";
}

function namesRefusal({ dnsNames, ipAddresses, emailAddresses, uris }: RequestedCertificate): string | undefined {
  return dnsNames.length + ipAddresses.length + emailAddresses.length + uris.length > 0
    ? "alternative names are not allowed"
    : undefined;
}

function servingNamesRefusal({
  dnsNames,
  ipAddresses,
  emailAddresses,
  uris,
}: RequestedCertificate): string | undefined {
  if (emailAddresses.length + uris.length > 0)
    return "only DNS names and IP addresses are allowed as alternative names";
  return dnsNames.length + ipAddresses.length === 0 ? "a DNS name or an IP address is needed" : undefined;
}

function usageRefusal(usages: readonly string[], needed: string, allowed: ReadonlySet<string>): string | undefined {
  if (!usages.includes(needed)) return `the usage "${needed}" is needed`;
  const other = usages.find((usage) => !allowed.has(usage));
  return other === undefined ? undefined : `the usage "${other}" is not allowed`;
}
