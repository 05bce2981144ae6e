import { replicationControllers } from "@flotilla/api/resources.js";
import type { ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import type { ReplicationController } from "@flotilla/api/types/core/v1.js";
import type { ControllerDefinition } from "./controller-definition.js";
import { ReplicaController } from "./replica-controller.js";

export const replicationControllerController: ControllerDefinition = {
  name: "replicationcontroller-controller",
  aliases: ["replicationcontroller"],
  summary: "keeps as many pods of a ReplicationController as it asks for",
  onByDefault: true,
  start: (context) =>
    new ReplicaController(
      { controllerName: "replicationcontroller-controller", type: replicationControllers, asReplicaSet },
      context,
    ).start(),
};

/** Its selector is a plain map of labels. */
function asReplicaSet(controller: ReplicationController): ReplicaSet {
  const { spec, metadata, status } = controller;
  return {
    ...(metadata && { metadata }),
    spec: { ...spec, selector: { matchLabels: spec?.selector ?? {} } },
    ...(status && { status }),
  };
}
