import type { KubeObject, ResourceType } from "@flotilla/api";
import type { Conversion } from "../registry/resource.js";
import type { Strategy } from "../registry/strategy.js";
import { mutatingWebhookConfiguration } from "./admissionregistration/mutating-webhook-configuration.js";
import { validatingAdmissionPolicyBinding } from "./admissionregistration/validating-admission-policy-binding.js";
import { validatingAdmissionPolicy } from "./admissionregistration/validating-admission-policy.js";
import { validatingWebhookConfiguration } from "./admissionregistration/validating-webhook-configuration.js";
import { customResourceDefinition } from "./apiextensions/custom-resource-definition.js";
import { apiService } from "./apiregistration/api-service.js";
import { controllerRevision } from "./apps/controller-revision.js";
import { daemonSet } from "./apps/daemon-set.js";
import { deployment } from "./apps/deployment.js";
import { replicaSet } from "./apps/replica-set.js";
import { statefulSet } from "./apps/stateful-set.js";
import {
  horizontalPodAutoscalerConversion,
  horizontalPodAutoscalerV1,
} from "./autoscaling/horizontal-pod-autoscaler-v1.js";
import { horizontalPodAutoscaler } from "./autoscaling/horizontal-pod-autoscaler.js";
import { cronJob } from "./batch/cron-job.js";
import { job } from "./batch/job.js";
import { certificateSigningRequest } from "./certificates/certificate-signing-request.js";
import { lease } from "./coordination/lease.js";
import { componentStatus } from "./core/component-status.js";
import { configMap } from "./core/config-map.js";
import { endpoints } from "./core/endpoints.js";
import { event } from "./core/event.js";
import { limitRange } from "./core/limit-range.js";
import { namespace } from "./core/namespace.js";
import { node } from "./core/node.js";
import { persistentVolumeClaim } from "./core/persistent-volume-claim.js";
import { persistentVolume } from "./core/persistent-volume.js";
import { podTemplate } from "./core/pod-template.js";
import { pod } from "./core/pod.js";
import { replicationController } from "./core/replication-controller.js";
import { resourceQuota } from "./core/resource-quota.js";
import { secret } from "./core/secret.js";
import { serviceAccount } from "./core/service-account.js";
import { service } from "./core/service.js";
import { endpointSlice } from "./discovery/endpoint-slice.js";
import { eventsConversion, eventsEvent } from "./events/event.js";
import { flowSchema } from "./flowcontrol/flow-schema.js";
import { priorityLevelConfiguration } from "./flowcontrol/priority-level-configuration.js";
import { ingressClass } from "./networking/ingress-class.js";
import { ingress } from "./networking/ingress.js";
import { ipAddress } from "./networking/ip-address.js";
import { networkPolicy } from "./networking/network-policy.js";
import { serviceCidr } from "./networking/service-cidr.js";
import { runtimeClass } from "./node/runtime-class.js";
import { podDisruptionBudget } from "./policy/pod-disruption-budget.js";
import { clusterRoleBinding } from "./rbac/cluster-role-binding.js";
import { clusterRole } from "./rbac/cluster-role.js";
import { roleBinding } from "./rbac/role-binding.js";
import { role } from "./rbac/role.js";
import { deviceClass } from "./resource/device-class.js";
import { resourceClaimTemplate } from "./resource/resource-claim-template.js";
import { resourceClaim } from "./resource/resource-claim.js";
import { resourceSlice } from "./resource/resource-slice.js";
import { priorityClass } from "./scheduling/priority-class.js";
import { csiDriver } from "./storage/csi-driver.js";
import { csiNode } from "./storage/csi-node.js";
import { csiStorageCapacity } from "./storage/csi-storage-capacity.js";
import { storageClass } from "./storage/storage-class.js";
import { volumeAttachment } from "./storage/volume-attachment.js";
import { volumeAttributesClass } from "./storage/volume-attributes-class.js";

/** By group, version and resource. A kind that is not here has no rules but those of all metadata. */
const STRATEGIES: Readonly<Record<string, Strategy>> = {
  "/v1/componentstatuses": componentStatus,
  "/v1/configmaps": configMap,
  "/v1/endpoints": endpoints,
  "/v1/events": event,
  "/v1/limitranges": limitRange,
  "/v1/namespaces": namespace,
  "/v1/nodes": node,
  "/v1/persistentvolumeclaims": persistentVolumeClaim,
  "/v1/persistentvolumes": persistentVolume,
  "/v1/pods": pod,
  "/v1/podtemplates": podTemplate,
  "/v1/replicationcontrollers": replicationController,
  "/v1/resourcequotas": resourceQuota,
  "/v1/secrets": secret,
  "/v1/serviceaccounts": serviceAccount,
  "/v1/services": service,
  "admissionregistration.k8s.io/v1/mutatingwebhookconfigurations": mutatingWebhookConfiguration,
  "admissionregistration.k8s.io/v1/validatingadmissionpolicies": validatingAdmissionPolicy,
  "admissionregistration.k8s.io/v1/validatingadmissionpolicybindings": validatingAdmissionPolicyBinding,
  "admissionregistration.k8s.io/v1/validatingwebhookconfigurations": validatingWebhookConfiguration,
  "apiextensions.k8s.io/v1/customresourcedefinitions": customResourceDefinition,
  "apiregistration.k8s.io/v1/apiservices": apiService,
  "apps/v1/controllerrevisions": controllerRevision,
  "apps/v1/daemonsets": daemonSet,
  "apps/v1/deployments": deployment,
  "apps/v1/replicasets": replicaSet,
  "apps/v1/statefulsets": statefulSet,
  "autoscaling/v1/horizontalpodautoscalers": horizontalPodAutoscalerV1,
  "autoscaling/v2/horizontalpodautoscalers": horizontalPodAutoscaler,
  "batch/v1/cronjobs": cronJob,
  "batch/v1/jobs": job,
  "certificates.k8s.io/v1/certificatesigningrequests": certificateSigningRequest,
  "coordination.k8s.io/v1/leases": lease,
  "discovery.k8s.io/v1/endpointslices": endpointSlice,
  "events.k8s.io/v1/events": eventsEvent,
  "flowcontrol.apiserver.k8s.io/v1/flowschemas": flowSchema,
  "flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations": priorityLevelConfiguration,
  "networking.k8s.io/v1/ingressclasses": ingressClass,
  "networking.k8s.io/v1/ingresses": ingress,
  "networking.k8s.io/v1/ipaddresses": ipAddress,
  "networking.k8s.io/v1/networkpolicies": networkPolicy,
  "networking.k8s.io/v1/servicecidrs": serviceCidr,
  "node.k8s.io/v1/runtimeclasses": runtimeClass,
  "policy/v1/poddisruptionbudgets": podDisruptionBudget,
  "rbac.authorization.k8s.io/v1/clusterrolebindings": clusterRoleBinding,
  "rbac.authorization.k8s.io/v1/clusterroles": clusterRole,
  "rbac.authorization.k8s.io/v1/rolebindings": roleBinding,
  "rbac.authorization.k8s.io/v1/roles": role,
  "resource.k8s.io/v1/deviceclasses": deviceClass,
  "resource.k8s.io/v1/resourceclaims": resourceClaim,
  "resource.k8s.io/v1/resourceclaimtemplates": resourceClaimTemplate,
  "resource.k8s.io/v1/resourceslices": resourceSlice,
  "scheduling.k8s.io/v1/priorityclasses": priorityClass,
  "storage.k8s.io/v1/csidrivers": csiDriver,
  "storage.k8s.io/v1/csinodes": csiNode,
  "storage.k8s.io/v1/csistoragecapacities": csiStorageCapacity,
  "storage.k8s.io/v1/storageclasses": storageClass,
  "storage.k8s.io/v1/volumeattachments": volumeAttachment,
  "storage.k8s.io/v1/volumeattributesclasses": volumeAttributesClass,
};

/** Kinds that are served in a version other than the one they are stored in. */
const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  "autoscaling/v1/horizontalpodautoscalers": horizontalPodAutoscalerConversion,
  "events.k8s.io/v1/events": eventsConversion,
};

const keyOf = ({
  group,
  version,
  resource,
}: Pick<ResourceType<KubeObject>, "group" | "version" | "resource">): string => `${group}/${version}/${resource}`;

/** An update must leave the object valid, and must not do what an update may not do. */
function withFullUpdateValidation(strategy: Strategy): Strategy {
  return {
    ...strategy,
    validateUpdate: (object, old) => [
      ...(strategy.validate?.(object) ?? []),
      ...(strategy.validateUpdate?.(object, old) ?? []),
    ],
  };
}

const COMPLETE: ReadonlyMap<string, Strategy> = new Map(
  Object.entries(STRATEGIES).map(([key, strategy]) => [key, withFullUpdateValidation(strategy)]),
);

export const strategyOf = (
  kind: Pick<ResourceType<KubeObject>, "group" | "version" | "resource">,
): Strategy | undefined => COMPLETE.get(keyOf(kind));

export const conversionOf = (
  kind: Pick<ResourceType<KubeObject>, "group" | "version" | "resource">,
): Conversion | undefined => CONVERSIONS[keyOf(kind)];
