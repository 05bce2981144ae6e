import { replicaSets } from "@flotilla/api/resources.js";
import type { ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import type { ControllerDefinition } from "./controller-definition.js";
import { ReplicaController } from "./replica-controller.js";

export const replicaSetController: ControllerDefinition = {
  name: "replicaset-controller",
  aliases: ["replicaset"],
  summary: "keeps as many pods of a ReplicaSet as it asks for",
  onByDefault: true,
  start: (context) => {
    const kind = {
      controllerName: "replicaset-controller",
      type: replicaSets,
      asReplicaSet: (replicaSet: ReplicaSet) => replicaSet,
    };
    return new ReplicaController(kind, context).start();
  },
};
