import type { ReplicaSet, ReplicaSetSpec } from "@flotilla/api/types/apps/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { defaultPodTemplate } from "../core/pod-spec/defaults.js";
import { nonNegative } from "../shared/field.js";
import { validateReplicaCounts } from "../shared/replicas.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import {
  AGE,
  ageOf,
  column,
  containerImages,
  containerNames,
  formatLabelSelector,
  NAME,
  nameOf,
  wide,
} from "../shared/table.js";
import { validateImmutable } from "../shared/validators.js";
import { templateWarnings, validateReplicatedTemplate, validateSelector } from "../shared/workload.js";

export const replicaSet: Strategy<ReplicaSet> = {
  defaults(set) {
    const spec = (set.spec ??= {} as ReplicaSetSpec);
    spec.replicas ??= 1;
    defaultPodTemplate((spec.template ??= {}));
  },
  ...separateStatus<ReplicaSet>(
    { replicas: 0 },
    statusSubresource<ReplicaSet>({ validateUpdate: ({ status }) => validateReplicaCounts(status ?? {}) }),
  ),
  validate: ({ spec = {} as ReplicaSetSpec }) => [
    ...nonNegative("spec.replicas", spec.replicas),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateSelector(spec.selector, "deployment"),
    ...validateReplicatedTemplate(spec.template ?? {}, spec.selector),
  ],
  validateUpdate: ({ spec }, old) => validateImmutable("spec.selector", spec?.selector, old.spec?.selector),
  warnings: ({ spec }) => templateWarnings(spec?.template),
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
    cells(set, now) {
      const { spec, status } = set;
      const containers = spec?.template?.spec?.containers;
      return [
        nameOf(set),
        spec?.replicas ?? 0,
        status?.replicas ?? 0,
        status?.readyReplicas ?? 0,
        ageOf(set, now),
        containerNames(containers),
        containerImages(containers),
        formatLabelSelector(spec?.selector),
      ];
    },
  },
};
