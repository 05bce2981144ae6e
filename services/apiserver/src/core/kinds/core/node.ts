import type { Node, Taint } from "@flotilla/api/types/core/v1.js";
import { labelValueProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { duplicate, forbidden, invalid, type FieldError } from "../shared/field.js";
import { parseCIDR } from "../shared/ip.js";
import { restore } from "../shared/status.js";
import { AGE, ageOf, column, columns, NAME, nameOf, orNone, wide } from "../shared/table.js";
import { validateEnum, validateLabelName } from "../shared/validators.js";
import { validateResourceQuantity } from "./pod-spec/resources.js";
import { TAINT_EFFECTS } from "./pod-spec/validate-affinity.js";

/** Upstream reports taints below `metadata`; clients see the same path. */
const TAINTS = "metadata.taints";
const ROLE_PREFIX = "node-role.kubernetes.io/";
const ROLE_LABEL = "kubernetes.io/role";

function validateTaints(taints: readonly Taint[]): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, i) => {
    const { key = "", value = "", effect = "" } = taint;
    const at = `${TAINTS}[${i}]`;
    const errors = validateLabelName(`${at}.key`, key);
    const found = labelValueProblems(value);
    if (found.length > 0) errors.push(invalid(`${at}.value`, value, found.join(";")));
    errors.push(...validateEnum(`${at}.effect`, effect, TAINT_EFFECTS));
    if (seen.has(`${effect}/${key}`)) errors.push(duplicate(at, taint));
    seen.add(`${effect}/${key}`);
    return errors;
  });
}

function validateResources({ status }: Node): FieldError[] {
  return (["capacity", "allocatable"] as const).flatMap((field) =>
    Object.entries(status?.[field] ?? {}).flatMap(([name, value]) =>
      validateResourceQuantity(`status.${field}.${name}`, name, value),
    ),
  );
}

function validatePodCidrs({ spec }: Node): FieldError[] {
  const cidrs = spec?.podCIDRs ?? [];
  const malformed = cidrs.flatMap((cidr, i) =>
    parseCIDR(cidr) === undefined
      ? [invalid(`spec.podCIDRs[${i}]`, cidr, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
      : [],
  );
  const families = cidrs.map((cidr) => parseCIDR(cidr)?.family);
  if (cidrs.length < 2 || (cidrs.length === 2 && families[0] !== families[1])) return malformed;
  return [...malformed, invalid("spec.podCIDRs", cidrs, "may specify no more than one CIDR for each IP family")];
}

function validate(node: Node): FieldError[] {
  return [...validateTaints(node.spec?.taints ?? []), ...validateResources(node), ...validatePodCidrs(node)];
}

function validateUpdate(node: Node, old: Node): FieldError[] {
  const errors: FieldError[] = [];
  const cidrs = old.spec?.podCIDRs ?? [];
  if (cidrs.length > 0 && !semanticEqual(cidrs, node.spec?.podCIDRs)) {
    errors.push(forbidden("spec.podCIDRs", 'node updates may not change podCIDR except from "" to valid'));
  }
  if (old.spec?.providerID && old.spec.providerID !== node.spec?.providerID) {
    errors.push(forbidden("spec.providerID", 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}

function validateStatusUpdate(node: Node, old: Node): FieldError[] {
  const addresses = node.status?.addresses ?? [];
  const repeated = addresses.flatMap((address, i) =>
    addresses.slice(0, i).some((earlier) => semanticEqual(earlier, address))
      ? [duplicate(`status.addresses[${i}]`, address)]
      : [],
  );
  return [...validateResources(node), ...repeated, ...validateUpdate(node, old)];
}

/** The old single field is the first of the list. */
function mirrorPodCidr(node: Node): void {
  const { spec } = node;
  if (spec === undefined) return;
  if (spec.podCIDR && (spec.podCIDRs ?? []).length === 0) spec.podCIDRs = [spec.podCIDR];
  else if (spec.podCIDRs?.[0] !== undefined) spec.podCIDR = spec.podCIDRs[0];
}

function statusText({ spec, status }: Node): string {
  const ready = (status?.conditions ?? []).find(({ type }) => type === "Ready");
  const text = ready === undefined ? "Unknown" : ready.status === "True" ? "Ready" : "NotReady";
  return spec?.unschedulable ? `${text},SchedulingDisabled` : text;
}

function roles({ metadata }: Node): string {
  const found = Object.entries(metadata?.labels ?? {}).map(([key, value]) =>
    key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : key === ROLE_LABEL ? value : "",
  );
  return [...new Set(found.filter((role) => role !== ""))].sort().join(",");
}

function addressOf({ status }: Node, type: string): string {
  return orNone((status?.addresses ?? []).find((address) => address.type === type)?.address);
}

export const node: Strategy<Node> = {
  defaults(node) {
    node.spec ??= {};
    mirrorPodCidr(node);
    const { status } = node;
    if (status?.capacity !== undefined && status.allocatable === undefined) status.allocatable = { ...status.capacity };
  },
  prepareForUpdate: (node, old) => restore(node, old, "status"),
  validate,
  validateUpdate,
  selectableFieldNames: ["spec.unschedulable"],
  selectableFields: ({ spec }) => ({ "spec.unschedulable": String(spec?.unschedulable ?? false) }),
  table: {
    columns: [
      NAME,
      ...columns("Status", "Roles"),
      AGE,
      column("Version"),
      ...["Internal-IP", "External-IP", "OS-Image", "Kernel-Version", "Container-Runtime"].map((name) => wide(name)),
    ],
    cells(node, now) {
      const { kubeletVersion = "", osImage, kernelVersion, containerRuntimeVersion } = node.status?.nodeInfo ?? {};
      return [
        nameOf(node),
        statusText(node),
        orNone(roles(node)),
        ageOf(node, now),
        kubeletVersion,
        addressOf(node, "InternalIP"),
        addressOf(node, "ExternalIP"),
        osImage || "<unknown>",
        kernelVersion || "<unknown>",
        containerRuntimeVersion || "<unknown>",
      ];
    },
  },
  subresources: {
    status: {
      resetFields: [["spec"]],
      prepareForUpdate: (node, old) => restore(node, old, "spec"),
      validateUpdate: validateStatusUpdate,
    },
  },
};
