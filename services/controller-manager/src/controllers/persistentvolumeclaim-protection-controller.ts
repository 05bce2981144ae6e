import { persistentVolumeClaims, pods } from "@flotilla/api/resources.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { isTerminal } from "../core/pods.js";
import type { ControllerDefinition } from "./controller-definition.js";
import { startProtection } from "./finalizer-protection.js";

const NAME = "persistentvolumeclaim-protection-controller";

export const claimProtectionController: ControllerDefinition = {
  name: NAME,
  aliases: ["pvc-protection"],
  summary: "keeps a PersistentVolumeClaim as long as a pod uses it",
  onByDefault: true,
  start: (context) =>
    startProtection(context, {
      controllerName: NAME,
      type: persistentVolumeClaims,
      finalizer: "kubernetes.io/pvc-protection",
      isUsed: async ({ metadata }) => {
        const inNamespace = await context.client.list(pods, { namespace: metadata?.namespace });
        // A pod that has no node yet does not hold it: it would wait for a claim that is going away.
        return inNamespace.items.some(
          (pod) => pod.spec?.nodeName && !isTerminal(pod) && claimNames(pod).includes(metadata?.name ?? ""),
        );
      },
      listen: (run, _claims, look) => {
        run.on(run.informer(pods), (pod, old) => {
          if (!old || isTerminal(pod) !== isTerminal(old))
            claimNames(pod).forEach((name) => look(`${pod.metadata?.namespace}/${name}`));
        });
      },
    }),
};

function claimNames({ spec, metadata }: Pod): string[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) =>
    persistentVolumeClaim ? [persistentVolumeClaim.claimName] : ephemeral ? [`${metadata?.name}-${name}`] : [],
  );
}
