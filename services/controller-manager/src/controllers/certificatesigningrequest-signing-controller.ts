import { formatTime } from "@flotilla/api";
import { certificateSigningRequests } from "@flotilla/api/resources.js";
import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";
import { BadSigningRequest, parseCsr, signCsr, type KeyPair } from "@flotilla/pki";
import type { Running } from "@flotilla/service";
import { isApproved } from "../core/certificates/expiry.js";
import { refusal, SIGNERS } from "../core/certificates/kubelet-request.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "certificatesigningrequest-signing-controller";
const OURS = new Set<string>(Object.values(SIGNERS));

export const csrSigningController: ControllerDefinition = {
  name: NAME,
  aliases: ["csrsigning"],
  summary: "signs the certificates that were approved",
  onByDefault: true,
  start: (context) => {
    const { signingCertificate: certificate, signingKey: key } = context.settings.credentials;
    return certificate && key
      ? startSigning(context, { certificate, key })
      : { unavailable: "needs --cluster-signing-cert-file and --cluster-signing-key-file" };
  },
};

function startSigning(context: ControllerContext, ca: KeyPair): Running {
  const { client, environment, settings } = context;
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const requestInformer = run.informer(certificateSigningRequests);
  run.reconcileAll(requestInformer);

  async function reconcile(name: string): Promise<void> {
    const request = requestInformer.store.get(name);
    if (!request || !isApproved(request) || request.status?.certificate || !OURS.has(request.spec?.signerName ?? ""))
      return;
    const status = await sign(request);
    await client.update(
      certificateSigningRequests,
      { ...request, status: { ...request.status, ...status } },
      { subresource: "status" },
    );
  }

  async function sign(request: CertificateSigningRequest): Promise<CertificateSigningRequest["status"]> {
    const { signerName = "", usages = [], expirationSeconds, request: encoded = "" } = request.spec ?? {};
    try {
      const requested = await parseCsr(Buffer.from(encoded, "base64").toString("utf8"));
      const refused = refusal(signerName, requested, usages);
      if (refused !== undefined) return failed(request, refused);
      const validityMs = Math.min(settings.clusterSigningDuration, (expirationSeconds ?? Infinity) * 1000);
      const usage = signerName === SIGNERS.kubeletServing ? "server" : "client";
      const certificate = await signCsr(ca, requested, [usage], validityMs, environment.clock.now());
      return { certificate: Buffer.from(certificate).toString("base64") };
    } catch (error) {
      if (error instanceof BadSigningRequest) return failed(request, error.message);
      throw error;
    }
  }

  /** For good: the request itself is wrong. */
  function failed(request: CertificateSigningRequest, message: string): CertificateSigningRequest["status"] {
    const now = formatTime(environment.clock.now());
    const condition = {
      type: "Failed",
      status: "True",
      reason: "SignerValidationFailure",
      message,
      lastUpdateTime: now,
      lastTransitionTime: now,
    };
    return { conditions: [...(request.status?.conditions ?? []), condition] };
  }

  return run.start();
}
