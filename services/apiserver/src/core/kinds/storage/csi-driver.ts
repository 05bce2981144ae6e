import type { CSIDriver } from "@flotilla/api/types/storage/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateCsiDriverName } from "../core/pod-spec/validate-volumes.js";
import { duplicate, invalid, notSupported, required, type FieldError } from "../shared/field.js";
import { AGE, ageOf, column, NAME, orNone } from "../shared/table.js";
import { validateImmutable, validateOptionalEnum } from "../shared/validators.js";

const TOKEN_SECONDS_MIN = 600;
const TOKEN_SECONDS_MAX = 2 ** 32;
const MODES: readonly string[] = ["Ephemeral", "Persistent"];
const GROUP_POLICIES: readonly string[] = ["File", "None", "ReadWriteOnceWithFSType"];

function validate({ metadata, spec = {} }: CSIDriver): FieldError[] {
  const errors = validateCsiDriverName("metadata.name", metadata?.name ?? "");
  for (const field of ["attachRequired", "podInfoOnMount", "storageCapacity"] as const) {
    if (spec[field] === undefined) errors.push(required(`spec.${field}`, ""));
  }
  errors.push(...validateOptionalEnum("spec.fsGroupPolicy", spec.fsGroupPolicy, GROUP_POLICIES));
  const seen = new Set<string>();
  (spec.tokenRequests ?? []).forEach(({ audience = "", expirationSeconds: seconds }, i) => {
    const at = `spec.tokenRequests[${i}]`;
    if (seen.has(audience)) errors.push(duplicate(`${at}.audience`, audience));
    seen.add(audience);
    if (seconds === undefined) return;
    if (seconds < TOKEN_SECONDS_MIN)
      errors.push(invalid(`${at}.expirationSeconds`, seconds, "may not specify a duration less than 10 minutes"));
    if (seconds > TOKEN_SECONDS_MAX)
      errors.push(invalid(`${at}.expirationSeconds`, seconds, "may not specify a duration larger than 2^32 seconds"));
  });
  for (const mode of spec.volumeLifecycleModes ?? []) {
    if (!MODES.includes(mode)) errors.push(notSupported("spec.volumeLifecycleModes", mode, MODES));
  }
  return errors;
}

export const csiDriver: Strategy<CSIDriver> = {
  defaults(object) {
    const spec = (object.spec ??= {});
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= "ReadWriteOnceWithFSType";
    if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ["Persistent"];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
  },
  validate,
  validateUpdate: ({ spec }, old) => [
    ...validateImmutable("spec.attachRequired", spec?.attachRequired, old.spec?.attachRequired),
    ...validateImmutable("spec.volumeLifecycleModes", spec?.volumeLifecycleModes, old.spec?.volumeLifecycleModes),
  ],
  table: {
    columns: [
      NAME,
      ...["AttachRequired", "PodInfoOnMount", "StorageCapacity"].map((name) => column(name, "boolean")),
      column("TokenRequests"),
      column("RequiresRepublish", "boolean"),
      column("Modes"),
      AGE,
    ],
    cells({ metadata, spec = {} }, now) {
      return [
        metadata?.name ?? "",
        spec.attachRequired ?? true,
        spec.podInfoOnMount ?? false,
        spec.storageCapacity ?? false,
        spec.tokenRequests === undefined
          ? "<unset>"
          : spec.tokenRequests.map(({ audience }) => audience ?? "").join(","),
        spec.requiresRepublish ?? false,
        orNone((spec.volumeLifecycleModes ?? []).join(",")),
        ageOf({ metadata: metadata ?? {} }, now),
      ];
    },
  },
};
