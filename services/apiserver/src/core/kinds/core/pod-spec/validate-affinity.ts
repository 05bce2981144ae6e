import type {
  Affinity,
  NodeAffinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from "@flotilla/api/types/core/v1.js";
import type { LabelSelector } from "@flotilla/api/types/meta/v1.js";
import { labelName, labelValueProblems, subdomainName } from "@flotilla/api/names.js";
import {
  duplicate,
  forbidden,
  invalid,
  notSupported,
  positive,
  problems,
  required,
  type FieldError,
} from "../../shared/field.js";
import {
  validateEnum,
  validateLabelName,
  validateLabelSelector,
  validateOptionalEnum,
} from "../../shared/validators.js";

/** Everything in a pod spec that says where it may run. */

const WEIGHT_PROBLEM = "must be in the range 1-100";
const isWeight = (weight: number): boolean => weight > 0 && weight <= 100;

export function validateAffinity(path: string, affinity: Affinity | undefined): FieldError[] {
  if (affinity === undefined) return [];
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity;
  return [
    ...(nodeAffinity === undefined ? [] : validateNodeAffinity(`${path}.nodeAffinity`, nodeAffinity)),
    ...(podAffinity === undefined ? [] : validatePodAffinity(`${path}.podAffinity`, podAffinity)),
    ...(podAntiAffinity === undefined ? [] : validatePodAffinity(`${path}.podAntiAffinity`, podAntiAffinity)),
  ];
}

function validateNodeAffinity(path: string, affinity: NodeAffinity): FieldError[] {
  const needed = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  const errors =
    needed === undefined ? [] : validateNodeSelector(`${path}.requiredDuringSchedulingIgnoredDuringExecution`, needed);
  (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).forEach(({ weight = 0, preference = {} }, i) => {
    const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`;
    if (!isWeight(weight)) errors.push(invalid(`${at}.weight`, weight, WEIGHT_PROBLEM));
    errors.push(...validateNodeSelectorTerm(`${at}.preference`, preference, true));
  });
  return errors;
}

export function validateNodeSelector(path: string, selector: NodeSelector): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  const at = `${path}.nodeSelectorTerms`;
  if (terms.length === 0) return [required(at, "must have at least one node selector term")];
  return terms.flatMap((term, i) => validateNodeSelectorTerm(`${at}[${i}]`, term, false));
}

function validateNodeSelectorTerm(path: string, term: NodeSelectorTerm, allowsAnyValue: boolean): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((requirement, i) =>
      validateNodeRequirement(`${path}.matchExpressions[${i}]`, requirement, allowsAnyValue),
    ),
    ...(term.matchFields ?? []).flatMap((requirement, i) =>
      validateNodeFieldRequirement(`${path}.matchFields[${i}]`, requirement),
    ),
  ];
}

function validateNodeRequirement(
  at: string,
  requirement: NodeSelectorRequirement,
  allowsAnyValue: boolean,
): FieldError[] {
  const { key = "", operator = "", values = [] } = requirement;
  const errors: FieldError[] = [];
  if (operator === "In" || operator === "NotIn") {
    if (values.length === 0)
      errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (values.length > 0) {
      errors.push(forbidden(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
    }
  } else if (operator === "Gt" || operator === "Lt") {
    if (values.length !== 1) {
      errors.push(required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
    }
  } else errors.push(invalid(`${at}.operator`, operator, "not a valid selector operator"));
  errors.push(...validateLabelName(`${at}.key`, key));
  if (allowsAnyValue) return errors;
  return [...errors, ...values.flatMap((value, i) => problems(`${at}.values[${i}]`, value, labelValueProblems(value)))];
}

function validateNodeFieldRequirement(
  at: string,
  { key = "", operator = "", values = [] }: NodeSelectorRequirement,
): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== "In" && operator !== "NotIn") {
    errors.push(invalid(`${at}.operator`, operator, "not a valid selector operator"));
  } else if (values.length !== 1) {
    const why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(required(`${at}.values`, why));
  }
  if (key !== "metadata.name") return [...errors, invalid(`${at}.key`, key, "not a valid field selector key")];
  return [
    ...errors,
    ...values.flatMap((value, i) => problems(`${at}.values[${i}]`, value, subdomainName(value, false))),
  ];
}

function validatePodAffinity(path: string, affinity: PodAffinity): FieldError[] {
  const needed = (affinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).flatMap((term, i) =>
    validatePodAffinityTerm(`${path}.requiredDuringSchedulingIgnoredDuringExecution[${i}]`, term),
  );
  const preferred = (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).flatMap(
    ({ weight = 0, podAffinityTerm = {} as PodAffinityTerm }, i) => {
      const at = `${path}.preferredDuringSchedulingIgnoredDuringExecution[${i}]`;
      const errors = isWeight(weight) ? [] : [invalid(`${at}.weight`, weight, WEIGHT_PROBLEM)];
      return [...errors, ...validatePodAffinityTerm(`${at}.podAffinityTerm`, podAffinityTerm)];
    },
  );
  return [...needed, ...preferred];
}

function validatePodAffinityTerm(at: string, term: PodAffinityTerm): FieldError[] {
  const { topologyKey = "", namespaces = [], matchLabelKeys = [], mismatchLabelKeys = [], labelSelector } = term;
  return [
    ...validateLabelSelector(`${at}.labelSelector`, labelSelector),
    ...validateLabelSelector(`${at}.namespaceSelector`, term.namespaceSelector),
    ...namespaces.flatMap((name) => problems(`${at}.namespace`, name, labelName(name, false))),
    ...validateLabelKeys(at, matchLabelKeys, mismatchLabelKeys, labelSelector),
    ...(topologyKey === "" ? [required(`${at}.topologyKey`, "can not be empty")] : []),
    ...validateLabelName(`${at}.topologyKey`, topologyKey),
  ];
}

function validateLabelKeys(
  at: string,
  match: readonly string[],
  mismatch: readonly string[],
  selector: LabelSelector | undefined,
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, keys] of Object.entries({ matchLabelKeys: match, mismatchLabelKeys: mismatch })) {
    if (keys.length === 0) continue;
    if (selector === undefined)
      errors.push(forbidden(`${at}.${field}`, "must not be specified when labelSelector is not set"));
    else errors.push(...keys.flatMap((key, i) => validateLabelName(`${at}.${field}[${i}]`, key)));
  }
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key = "" } of selector?.matchExpressions ?? []) {
    // The registry itself adds one expression for each key: only a second one is the user's.
    const i = match.indexOf(key);
    if (i >= 0 && seen.has(key))
      errors.push(invalid(`${at}[${i}]`, key, "exists in both matchLabelKeys and labelSelector"));
    seen.add(key);
  }
  match.forEach((key, i) => {
    if (mismatch.includes(key)) {
      errors.push(invalid(`${at}.matchLabelKeys[${i}]`, key, "exists in both matchLabelKeys and mismatchLabelKeys"));
    }
  });
  return errors;
}

const SPREAD_ACTIONS: readonly string[] = ["DoNotSchedule", "ScheduleAnyway"];
const NODE_POLICIES: readonly string[] = ["Honor", "Ignore"];

export function validateTopologySpread(path: string, constraints: readonly TopologySpreadConstraint[]): FieldError[] {
  return constraints.flatMap((constraint, i) => {
    const at = `${path}[${i}]`;
    const {
      maxSkew = 0,
      topologyKey = "",
      whenUnsatisfiable = "",
      minDomains,
      matchLabelKeys = [],
      labelSelector,
    } = constraint;
    const errors = positive(`${at}.maxSkew`, maxSkew);
    if (topologyKey === "") errors.push(required(`${at}.topologyKey`, "can not be empty"));
    if (!SPREAD_ACTIONS.includes(whenUnsatisfiable)) {
      errors.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, SPREAD_ACTIONS));
    }
    const isRepeated = constraints
      .slice(i + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (isRepeated)
      errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`));
    if (minDomains !== undefined) {
      errors.push(...positive(`${at}.minDomains`, minDomains));
      if (whenUnsatisfiable !== "DoNotSchedule") {
        const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
        errors.push(invalid(`${at}.minDomains`, minDomains, why));
      }
    }
    return [
      ...errors,
      ...validateOptionalEnum(`${at}.nodeAffinityPolicy`, constraint.nodeAffinityPolicy, NODE_POLICIES),
      ...validateOptionalEnum(`${at}.nodeTaintsPolicy`, constraint.nodeTaintsPolicy, NODE_POLICIES),
      ...validateLabelKeys(at, matchLabelKeys, [], labelSelector),
      ...validateLabelSelector(`${at}.labelSelector`, labelSelector),
    ];
  });
}

export const TAINT_EFFECTS: readonly string[] = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

export function validateTolerations(path: string, tolerations: readonly Toleration[]): FieldError[] {
  return tolerations.flatMap((toleration, i) => {
    const { key = "", operator = "", value = "", effect = "", tolerationSeconds } = toleration;
    const at = `${path}[${i}]`;
    const errors = key === "" ? [] : validateLabelName(`${at}.key`, key);
    if (key === "" && operator !== "Exists") {
      const why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalid(`${at}.operator`, operator, why));
    }
    if (tolerationSeconds !== undefined && effect !== "NoExecute") {
      errors.push(invalid(`${at}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    if (operator === "Equal" || operator === "") {
      const found = labelValueProblems(value);
      if (found.length > 0) errors.push(invalid(`${at}.operator`, value, found.join(";")));
    } else if (operator === "Exists") {
      if (value !== "")
        errors.push(invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    } else errors.push(notSupported(`${at}.operator`, operator, ["Equal", "Exists"]));
    if (effect !== "") errors.push(...validateEnum(`${at}.effect`, effect, TAINT_EFFECTS));
    return errors;
  });
}
