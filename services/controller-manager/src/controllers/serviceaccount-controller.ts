import { namespaces, serviceAccounts } from "@flotilla/api/resources.js";
import { isAlreadyExists } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "serviceaccount-controller";
const DEFAULT_ACCOUNT = "default";

export const serviceAccountController: ControllerDefinition = {
  name: NAME,
  aliases: ["serviceaccount"],
  summary: "keeps a default service account in every namespace",
  onByDefault: true,
  start: startServiceAccounts,
};

function startServiceAccounts(context: ControllerContext): Running {
  const run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile });
  const [namespaceInformer, accountInformer] = [run.informer(namespaces), run.informer(serviceAccounts)];
  run.reconcileAll(namespaceInformer);
  run.onDelete(
    accountInformer,
    (account) => account.metadata?.name === DEFAULT_ACCOUNT && run.queue.add(account.metadata.namespace ?? ""),
  );

  async function reconcile(namespace: string): Promise<void> {
    const active = namespaceInformer.store.get(namespace);
    if (!active || active.metadata?.deletionTimestamp || accountInformer.store.get(`${namespace}/${DEFAULT_ACCOUNT}`))
      return;
    await context.client
      .create(serviceAccounts, {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { namespace, name: DEFAULT_ACCOUNT },
      })
      .catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
  }

  return run.start();
}
