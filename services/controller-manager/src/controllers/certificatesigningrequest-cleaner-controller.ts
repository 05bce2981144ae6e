import { certificateSigningRequests } from "@flotilla/api/resources.js";
import { ifFound, type ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { requestExpiry } from "../core/certificates/expiry.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "certificatesigningrequest-cleaner-controller";

export const csrCleanerController: ControllerDefinition = {
  name: NAME,
  aliases: ["csrcleaner"],
  summary: "deletes certificate requests some time after they were decided, or when nobody decided them",
  onByDefault: true,
  start: startCleaner,
};

function startCleaner(context: ControllerContext): Running {
  const run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile });
  const requestInformer = run.informer(certificateSigningRequests);
  run.reconcileAll(requestInformer);

  async function reconcile(name: string): Promise<ReconcileResult | void> {
    const request = requestInformer.store.get(name);
    if (!request) return;
    const waitMs = requestExpiry(request) - context.environment.clock.now();
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    await ifFound(
      context.client.delete(certificateSigningRequests, { name }, { preconditions: { uid: request.metadata?.uid } }),
    );
  }

  return run.start();
}
