import type { ServiceCIDR } from "@flotilla/api/types/networking/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { IMMUTABLE, invalid, required, type FieldError } from "../shared/field.js";
import { parseCIDR } from "../shared/ip.js";
import { separateStatus } from "../shared/status.js";
import { AGE, ageOf, column, NAME, nameOf } from "../shared/table.js";

const PATH = "spec.cidrs";

function validate({ spec }: ServiceCIDR): FieldError[] {
  const cidrs = spec?.cidrs ?? [];
  if (cidrs.length === 0) return [required(PATH, "at least one CIDR required")];
  if (cidrs.length > 2) return [invalid(PATH, spec, "may only hold up to 2 values")];
  const families = cidrs.map((cidr) => parseCIDR(cidr)?.family);
  const errors = cidrs.flatMap((cidr, i) =>
    families[i] === undefined
      ? [invalid(`${PATH}[${i}]`, cidr, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")]
      : [],
  );
  if (cidrs.length < 2 || families[0] === undefined || families[0] !== families[1]) return errors;
  const why = "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64";
  return [...errors, invalid(PATH, cidrs, why)];
}

/** A second family may be added; what is there stays. */
function validateUpdate({ spec }: ServiceCIDR, old: ServiceCIDR): FieldError[] {
  const [cidrs, before] = [spec?.cidrs ?? [], old.spec?.cidrs ?? []];
  const isUpgrade = before.length === 1 && cidrs.length === 2;
  if (before.length !== cidrs.length && !isUpgrade) return [invalid(PATH, cidrs, IMMUTABLE)];
  return before.flatMap((cidr, i) => (cidr === cidrs[i] ? [] : [invalid(`${PATH}[${i}]`, cidrs[i], IMMUTABLE)]));
}

export const serviceCidr: Strategy<ServiceCIDR> = {
  ...separateStatus<ServiceCIDR>(),
  validate,
  validateUpdate,
  table: {
    columns: [NAME, column("CIDRs"), AGE],
    cells: (object, now) => [nameOf(object), (object.spec?.cidrs ?? []).join(","), ageOf(object, now)],
  },
};
