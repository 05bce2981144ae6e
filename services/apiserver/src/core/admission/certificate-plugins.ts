import { semanticEqual } from "@flotilla/api/meta/equality.js";
import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";
import type { RequestAttributes } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { isAbout, refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/certificates/**`, `pkg/apis/certificates/authorization`. */

const GROUP = "certificates.k8s.io";
const CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";
const MASTERS = "system:masters";

type Permits = (attributes: RequestAttributes) => Promise<boolean>;

/** Reads what `spec.request` of a certificate signing request holds: base64 of PEM. */
export interface RequestReader {
  /** Who is named; undefined when it is no request or its sender does not hold the key. */
  subjectOfRequest(
    request: string,
  ): Promise<{ readonly commonName: string; readonly organizations: readonly string[] } | undefined>;
}

/** Rights on a signer may be for all signers of its domain: `example.com/*`. */
async function maySign(
  { attributes }: AdmissionRequest,
  verb: string,
  signer: string,
  permits: Permits,
): Promise<boolean> {
  const on = (name: string): RequestAttributes => ({
    ...attributes,
    verb,
    group: GROUP,
    version: "*",
    resource: "signers",
    subresource: "",
    name,
  });
  if (await permits(on(signer))) return true;
  const [domain = ""] = signer.split("/");
  return permits(on(`${domain}/*`));
}

const isRequest = ({ attributes: { group, resource } }: AdmissionRequest): boolean =>
  group === GROUP && resource === "certificatesigningrequests";

/** To approve takes the right on the signer besides that on the subresource. */
export function certificateApproval(permits: Permits): AdmissionPlugin {
  return {
    name: "CertificateApproval",
    handles: (request) =>
      request.operation === "UPDATE" && isRequest(request) && request.attributes.subresource === "approval",
    async validate(request) {
      // Of the old object: a signer named in this very request proves nothing.
      const signer = (request.oldObject as CertificateSigningRequest).spec.signerName;
      if (await maySign(request, "approve", signer, permits)) return;
      throw refuse(request, `user not permitted to approve requests with signerName "${signer}"`);
    },
  };
}

export function certificateSigning(permits: Permits): AdmissionPlugin {
  return {
    name: "CertificateSigning",
    handles: (request) =>
      request.operation === "UPDATE" && isRequest(request) && request.attributes.subresource === "status",
    async validate(request) {
      const old = request.oldObject as CertificateSigningRequest;
      const { status } = request.object as CertificateSigningRequest;
      const isSame =
        old.status?.certificate === status?.certificate &&
        semanticEqual(old.status?.conditions ?? [], status?.conditions ?? []);
      if (isSame || (await maySign(request, "sign", old.spec.signerName, permits))) return;
      throw refuse(request, `user not permitted to sign requests with signerName "${old.spec.signerName}"`);
    },
  };
}

/** Nobody gets a certificate that is above all authorisation. */
export function certificateSubjectRestriction(reader: RequestReader): AdmissionPlugin {
  return {
    name: "CertificateSubjectRestriction",
    handles: (request) => request.operation === "CREATE" && isAbout(request, GROUP, "certificatesigningrequests"),
    async validate(request) {
      const { signerName, request: body } = (request.object as CertificateSigningRequest).spec;
      if (signerName !== CLIENT_SIGNER) return;
      const subject = await reader.subjectOfRequest(body);
      if (subject === undefined)
        throw refuse(request, "failed to parse CSR: PEM block type must be CERTIFICATE REQUEST");
      if (subject.organizations.includes(MASTERS))
        throw refuse(request, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
    },
  };
}
