import { formatTime } from "@flotilla/api";
import { certificateSigningRequests, subjectAccessReviews } from "@flotilla/api/resources.js";
import type { SubjectAccessReview } from "@flotilla/api/types/authorization/v1.js";
import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";
import { BadSigningRequest, parseCsr } from "@flotilla/pki";
import type { Running } from "@flotilla/service";
import { isDecided } from "../core/certificates/expiry.js";
import { autoApproval } from "../core/certificates/kubelet-request.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "certificatesigningrequest-approving-controller";

/** By the right that approves. */
const SUBJECTS = {
  nodeclient: "kubelet client",
  selfnodeclient: "self kubelet client",
  selfnodeserver: "self kubelet serving",
} as const;

export const csrApprovingController: ControllerDefinition = {
  name: NAME,
  aliases: ["csrapproving"],
  summary: "approves the certificates that kubelets ask for, when they have the right to",
  onByDefault: true,
  start: startApproving,
};

function startApproving(context: ControllerContext): Running {
  const { client, environment } = context;
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const requestInformer = run.informer(certificateSigningRequests);
  run.reconcileAll(requestInformer);

  async function reconcile(name: string): Promise<void> {
    const request = requestInformer.store.get(name);
    if (!request || isDecided(request) || request.status?.certificate) return;
    const right = await rightFor(request);
    if (!right || !(await isAllowed(request, right))) return;
    const message = `Auto approving ${SUBJECTS[right]} certificate after SubjectAccessReview.`;
    const now = formatTime(environment.clock.now());
    const approved = {
      type: "Approved",
      status: "True",
      reason: "AutoApproved",
      message,
      lastUpdateTime: now,
      lastTransitionTime: now,
    };
    const conditions = [...(request.status?.conditions ?? []), approved];
    await client.update(
      certificateSigningRequests,
      { ...request, status: { ...request.status, conditions } },
      { subresource: "approval" },
    );
  }

  async function rightFor(request: CertificateSigningRequest): Promise<keyof typeof SUBJECTS | undefined> {
    try {
      const pem = Buffer.from(request.spec?.request ?? "", "base64").toString("utf8");
      return autoApproval(request, await parseCsr(pem));
    } catch (error) {
      // Nothing that could be approved; whoever looks at it may deny it.
      if (error instanceof BadSigningRequest) return undefined;
      throw error;
    }
  }

  async function isAllowed({ spec }: CertificateSigningRequest, subresource: string): Promise<boolean> {
    const review: SubjectAccessReview = {
      spec: {
        ...(spec?.username !== undefined && { user: spec.username }),
        ...(spec?.uid !== undefined && { uid: spec.uid }),
        ...(spec?.groups && { groups: spec.groups }),
        resourceAttributes: {
          group: "certificates.k8s.io",
          resource: "certificatesigningrequests",
          subresource,
          verb: "create",
        },
      },
    };
    return (await client.create(subjectAccessReviews, review)).status?.allowed === true;
  }

  return run.start();
}
