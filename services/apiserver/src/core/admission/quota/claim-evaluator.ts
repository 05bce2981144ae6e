import { compareQuantities, type Quantity } from "@flotilla/api/quantity.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import type { PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import { quantityOrZero } from "../../kinds/core/pod-spec/resources.js";
import type { Amounts } from "../pod-resources.js";
import { countName, ONE, type Evaluator } from "./evaluator.js";
import { selectsName } from "./pod-evaluator.js";

/** Source: kubernetes `pkg/quota/v1/evaluator/core/persistent_volume_claims.go`. */

const COUNT = countName("", "persistentvolumeclaims");
const USED: readonly string[] = ["persistentvolumeclaims", "requests.storage"];
const OF_CLASS = ".storageclass.storage.k8s.io/";
const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
const NANOS = 1_000_000_000n;

function wholeUnits({ nanos, format }: Quantity): Quantity {
  const rest = nanos % NANOS;
  return { nanos: rest > 0n ? nanos - rest + NANOS : nanos, format };
}

function storageOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const requested = spec?.resources?.requests?.["storage"];
  if (requested === undefined) return undefined;
  // While a claim grows, or failed to, the greater counts.
  const allocated = quantityOrZero(status?.allocatedResources?.["storage"]);
  const own = quantityOrZero(requested);
  return wholeUnits(compareQuantities(allocated, own) > 0 ? allocated : own);
}

function attributesClasses({ spec, status }: PersistentVolumeClaim): string[] {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return [...new Set(names.filter((name): name is string => name !== undefined && name !== ""))].sort();
}

export const claimEvaluator: Evaluator = {
  handles({ attributes: { subresource }, operation, object, oldObject }) {
    if (operation !== "CREATE" && operation !== "UPDATE") return false;
    if (subresource !== "status") return subresource === "";
    const claim = object as PersistentVolumeClaim;
    const old = (oldObject ?? {}) as PersistentVolumeClaim;
    return (
      !semanticEqual(old.status?.allocatedResources?.["storage"], claim.status?.allocatedResources?.["storage"]) ||
      !semanticEqual(attributesClasses(old), attributesClasses(claim))
    );
  },
  uses: (name) => name === COUNT || USED.includes(name) || USED.some((used) => name.endsWith(OF_CLASS + used)),
  matchesScope(scope, object) {
    if (scope.scopeName !== "VolumeAttributesClass") return false;
    const names = attributesClasses(object as PersistentVolumeClaim);
    return names.length === 0 ? selectsName(scope, "") : names.some((name) => selectsName(scope, name));
  },
  missing: () => undefined,
  usage(object) {
    const claim = object as PersistentVolumeClaim;
    const storageClass = claim.metadata?.annotations?.[CLASS_ANNOTATION] ?? claim.spec?.storageClassName ?? "";
    const prefixes = storageClass === "" ? [""] : ["", storageClass + OF_CLASS];
    const used: Amounts = new Map([[COUNT, ONE]]);
    const storage = storageOf(claim);
    for (const prefix of prefixes) {
      used.set(`${prefix}persistentvolumeclaims`, ONE);
      if (storage !== undefined) used.set(`${prefix}requests.storage`, storage);
    }
    return used;
  },
};
