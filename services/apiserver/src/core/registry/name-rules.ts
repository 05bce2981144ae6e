import { label1035Name, labelName, pathSegmentName, subdomainName, type NameCheck } from "@flotilla/api/names.js";
import type { Resource } from "./resource.js";

/** Kinds whose names are not DNS-1123 subdomains. Source: `ValidateXName` of upstream's validation packages. */
const RULES: Readonly<Record<string, NameCheck>> = {
  namespaces: labelName,
  services: label1035Name,
  roles: pathSegmentName,
  rolebindings: pathSegmentName,
  clusterroles: pathSegmentName,
  clusterrolebindings: pathSegmentName,
  apiservices: pathSegmentName,
};

export function nameCheckOf(resource: Resource): NameCheck {
  return resource.strategy.nameCheck ?? RULES[resource.resource] ?? subdomainName;
}
