import type { RuntimeClass } from "@flotilla/api/types/node/v1.js";
import { dns1123LabelProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateContainerResources } from "../core/pod-spec/resources.js";
import { validateTolerations } from "../core/pod-spec/validate-affinity.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { duplicate, problems } from "../shared/field.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";
import { validateImmutable, validateLabels } from "../shared/validators.js";

export const runtimeClass: Strategy<RuntimeClass> = {
  validate({ handler = "", overhead, scheduling }) {
    const tolerations = scheduling?.tolerations ?? [];
    const repeated = tolerations.flatMap((toleration, i) =>
      tolerations.slice(0, i).some((earlier) => semanticEqual(earlier, toleration))
        ? [duplicate(`scheduling.tolerations[${i}]`, toleration)]
        : [],
    );
    return [
      ...problems("handler", handler, dns1123LabelProblems(handler)),
      ...validateContainerResources(
        "overhead.podFixed",
        overhead?.podFixed === undefined ? undefined : { limits: overhead.podFixed },
        [],
      ),
      ...validateLabels("scheduling.nodeSelector", scheduling?.nodeSelector),
      ...validateTolerations("scheduling.tolerations", tolerations),
      ...repeated,
    ];
  },
  validateUpdate: ({ handler }, old) => validateImmutable("handler", handler, old.handler),
  table: {
    columns: [NAME, column("Handler"), AGE],
    cells: (object, now) => [nameOf(object), object.handler ?? "", ageOf(object, now)],
  },
};
