import type { PodTemplate } from "@flotilla/api/types/core/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { columns, containerImages, containerNames, formatLabels, NAME, nameOf } from "../shared/table.js";
import { defaultPodTemplate } from "./pod-spec/defaults.js";
import { validatePodTemplate } from "./pod-spec/validate.js";

export const podTemplate: Strategy<PodTemplate> = {
  defaults: ({ template }) => defaultPodTemplate(template),
  validate: ({ template }) => validatePodTemplate("template", template ?? {}),
  table: {
    columns: [NAME, ...columns("Containers", "Images", "Pod Labels")],
    cells(object) {
      const containers = object.template?.spec?.containers;
      return [
        nameOf(object),
        containerNames(containers),
        containerImages(containers),
        formatLabels(object.template?.metadata?.labels),
      ];
    },
  },
};
