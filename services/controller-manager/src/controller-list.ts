import type { ControllerDefinition } from "./controllers/controller-definition.js";
import { csrApprovingController } from "./controllers/certificatesigningrequest-approving-controller.js";
import { csrCleanerController } from "./controllers/certificatesigningrequest-cleaner-controller.js";
import { csrSigningController } from "./controllers/certificatesigningrequest-signing-controller.js";
import { clusterRoleAggregationController } from "./controllers/clusterrole-aggregation-controller.js";
import { cronJobController } from "./controllers/cronjob-controller.js";
import { daemonSetController } from "./controllers/daemonset-controller.js";
import { deploymentController } from "./controllers/deployment-controller.js";
import { disruptionController } from "./controllers/disruption-controller.js";
import { endpointSliceMirroringController } from "./controllers/endpointslice-mirroring-controller.js";
import { endpointSliceController } from "./controllers/endpointslice-controller.js";
import { endpointsController } from "./controllers/endpoints-controller.js";
import { ephemeralVolumeController } from "./controllers/ephemeral-volume-controller.js";
import { garbageCollectorController } from "./controllers/garbage-collector-controller.js";
import { jobController } from "./controllers/job-controller.js";
import { namespaceController } from "./controllers/namespace-controller.js";
import { nodeIpamController } from "./controllers/node-ipam-controller.js";
import { nodeLifecycleController } from "./controllers/node-lifecycle-controller.js";
import { claimProtectionController } from "./controllers/persistentvolumeclaim-protection-controller.js";
import { volumeBinderController } from "./controllers/persistentvolume-binder-controller.js";
import { volumeProtectionController } from "./controllers/persistentvolume-protection-controller.js";
import { podGarbageCollectorController } from "./controllers/pod-garbage-collector-controller.js";
import { replicaSetController } from "./controllers/replicaset-controller.js";
import { replicationControllerController } from "./controllers/replicationcontroller-controller.js";
import { resourceQuotaController } from "./controllers/resourcequota-controller.js";
import { rootCaCertificatePublisher } from "./controllers/root-ca-certificate-publisher-controller.js";
import { serviceAccountTokenController } from "./controllers/serviceaccount-token-controller.js";
import { serviceAccountController } from "./controllers/serviceaccount-controller.js";
import { statefulSetController } from "./controllers/statefulset-controller.js";
import { taintEvictionController } from "./controllers/taint-eviction-controller.js";
import { ttlAfterFinishedController } from "./controllers/ttl-after-finished-controller.js";

/** Every controller that there is, in the order in which they are started. Adding one: its file, its test, a line here. */
export const controllerList: readonly ControllerDefinition[] = [
  serviceAccountTokenController,
  serviceAccountController,
  rootCaCertificatePublisher,
  namespaceController,
  nodeIpamController,
  nodeLifecycleController,
  taintEvictionController,
  replicationControllerController,
  replicaSetController,
  deploymentController,
  daemonSetController,
  statefulSetController,
  jobController,
  cronJobController,
  ttlAfterFinishedController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  volumeBinderController,
  volumeProtectionController,
  claimProtectionController,
  ephemeralVolumeController,
  disruptionController,
  resourceQuotaController,
  clusterRoleAggregationController,
  csrApprovingController,
  csrSigningController,
  csrCleanerController,
  podGarbageCollectorController,
  garbageCollectorController,
];
