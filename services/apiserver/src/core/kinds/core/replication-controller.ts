import type { ReplicationController } from "@flotilla/api/types/core/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { forbidden, invalid, nonNegative, notSupported, required, type FieldError } from "../shared/field.js";
import { validateReplicaCounts } from "../shared/replicas.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import {
  AGE,
  ageOf,
  column,
  containerImages,
  containerNames,
  formatLabels,
  NAME,
  nameOf,
  wide,
} from "../shared/table.js";
import { defaultPodTemplate } from "./pod-spec/defaults.js";
import { validatePodTemplate } from "./pod-spec/validate.js";

function validateTemplate({ spec }: ReplicationController): FieldError[] {
  const { template, selector = {} } = spec ?? {};
  const at = "spec.template";
  if (template === undefined) return [required(at, "")];
  const labels = template.metadata?.labels ?? {};
  const errors: FieldError[] = [];
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) {
    errors.push(invalid(`${at}.metadata.labels`, labels, "`selector` does not match template `labels`"));
  }
  errors.push(...validatePodTemplate(at, template));
  const policy = template.spec?.restartPolicy ?? "";
  if (policy !== "Always") errors.push(notSupported(`${at}.spec.restartPolicy`, policy, ["Always"]));
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    const why = "activeDeadlineSeconds in ReplicationController is not Supported";
    errors.push(forbidden(`${at}.spec.activeDeadlineSeconds`, why));
  }
  return errors;
}

export const replicationController: Strategy<ReplicationController> = {
  defaults(controller) {
    const spec = (controller.spec ??= {});
    const labels = spec.template?.metadata?.labels;
    if (labels !== undefined) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
      controller.metadata ??= {};
      if (Object.keys(controller.metadata.labels ?? {}).length === 0) controller.metadata.labels = { ...labels };
    }
    spec.replicas ??= 1;
    defaultPodTemplate(spec.template);
  },
  ...separateStatus<ReplicationController>(
    { replicas: 0 },
    statusSubresource<ReplicationController>({ validateUpdate: ({ status }) => validateReplicaCounts(status ?? {}) }),
  ),
  defaultPropagation: "Orphan",
  validate(controller) {
    const { minReadySeconds, selector = {}, replicas } = controller.spec ?? {};
    return [
      ...nonNegative("spec.minReadySeconds", minReadySeconds),
      ...(Object.keys(selector).length === 0 ? [required("spec.selector", "")] : []),
      ...nonNegative("spec.replicas", replicas),
      ...validateTemplate(controller),
    ];
  },
  selectableFieldNames: ["status.replicas"],
  selectableFields: ({ status }) => ({ "status.replicas": String(status?.replicas ?? 0) }),
  table: {
    columns: [
      NAME,
      column("Desired", "integer"),
      column("Current", "integer"),
      column("Ready", "integer"),
      AGE,
      ...["Containers", "Images", "Selector"].map((name) => wide(name)),
    ],
    cells(controller, now) {
      const { spec, status } = controller;
      const containers = spec?.template?.spec?.containers;
      return [
        nameOf(controller),
        spec?.replicas ?? 0,
        status?.replicas ?? 0,
        status?.readyReplicas ?? 0,
        ageOf(controller, now),
        containerNames(containers),
        containerImages(containers),
        formatLabels(spec?.selector),
      ];
    },
  },
};
