import { persistentVolumes } from "@flotilla/api/resources.js";
import type { ControllerDefinition } from "./controller-definition.js";
import { startProtection } from "./finalizer-protection.js";

const NAME = "persistentvolume-protection-controller";

export const volumeProtectionController: ControllerDefinition = {
  name: NAME,
  aliases: ["pv-protection"],
  summary: "keeps a PersistentVolume as long as it is bound",
  onByDefault: true,
  start: (context) =>
    startProtection(context, {
      controllerName: NAME,
      type: persistentVolumes,
      finalizer: "kubernetes.io/pv-protection",
      isUsed: ({ status }) => status?.phase === "Bound",
    }),
};
