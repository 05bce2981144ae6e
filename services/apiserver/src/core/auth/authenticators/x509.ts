import { unauthorized } from "@flotilla/api/status.js";
import type { Clock } from "@flotilla/service";
import type { Authenticator, CertificateReader } from "../interfaces.js";

/** Where the certificate that was shown can be told from others in audit. */
const CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

/** Client certificates: the common name is the user, the organisations are the groups. */
export function x509Authenticator(certificates: CertificateReader, clock: Clock): Authenticator {
  return {
    name: "x509",
    async authenticate({ certificate }) {
      if (certificate === undefined) return undefined;
      const problem = certificates.whyUntrusted(certificate, clock.now());
      if (problem !== undefined) throw unauthorized();
      const { commonName, organizations, fingerprint } = certificates.subjectOf(certificate);
      if (commonName === "") return undefined;
      return { username: commonName, groups: organizations, extra: { [CREDENTIAL_ID]: [`X509SHA256=${fingerprint}`] } };
    },
  };
}
