import type { Endpoint, EndpointPort, EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { dns1123SubdomainProblems, labelValueProblems, subdomainName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { validateEndpointIP } from "../core/endpoints.js";
import { PROTOCOLS } from "../core/pod-spec/validate-container.js";
import { duplicate, invalid, problems, required, tooMany, type FieldError } from "../shared/field.js";
import { ipFamilyOf } from "../shared/ip.js";
import { AGE, ageOf, columns, NAME, nameOf, shortList } from "../shared/table.js";
import {
  validateDns1123Label,
  validateEnum,
  validateImmutable,
  validateIP,
  validateLabelName,
  validateLabels,
} from "../shared/validators.js";

/** Source: kubernetes `pkg/apis/discovery/validation/validation.go`. */
const ADDRESSES_MAX = 100;
const PORTS_MAX = 20_000;
const ENDPOINTS_MAX = 1000;
const TOPOLOGY_LABELS_MAX = 16;
const HINTS_MAX = 8;

function validateAddress(path: string, i: number, address: string, type: string): FieldError[] {
  const at = `${path}[${i}]`;
  if (type === "FQDN") {
    const found = problems(at, address, dns1123SubdomainProblems(address));
    const isShort = address.split(".").length < 2;
    return isShort
      ? [...found, invalid(at, address, "should be a domain with at least two segments separated by dots")]
      : found;
  }
  const malformed = validateIP(at, address);
  if (malformed.length > 0) return malformed;
  const foreign = ipFamilyOf(address) === type ? [] : [invalid(path, address, `must be an ${type} address`)];
  return [...foreign, ...validateEndpointIP(at, address)];
}

function validateEndpoint(at: string, endpoint: Endpoint, type: string): FieldError[] {
  const { addresses = [], nodeName, hostname, deprecatedTopology = {}, hints } = endpoint;
  const errors: FieldError[] = [];
  if (addresses.length === 0) errors.push(required(`${at}.addresses`, "must contain at least 1 address"));
  if (addresses.length > ADDRESSES_MAX) errors.push(tooMany(`${at}.addresses`, addresses.length, ADDRESSES_MAX));
  addresses.forEach((address, i) => errors.push(...validateAddress(`${at}.addresses`, i, address, type)));
  if (nodeName !== undefined) errors.push(...problems(`${at}.nodeName`, nodeName, subdomainName(nodeName, false)));
  const labels = Object.keys(deprecatedTopology).length;
  if (labels > TOPOLOGY_LABELS_MAX) errors.push(tooMany(`${at}.deprecatedTopology`, labels, TOPOLOGY_LABELS_MAX));
  errors.push(...validateLabels(`${at}.deprecatedTopology`, deprecatedTopology));
  if (hostname !== undefined) errors.push(...validateDns1123Label(`${at}.hostname`, hostname));
  if (hints === undefined) return errors;
  const zones = (hints.forZones ?? []).map(({ name = "" }) => name);
  const nodes = (hints.forNodes ?? []).map(({ name = "" }) => name);
  return [
    ...errors,
    ...validateHints(`${at}.hints.forZones`, zones, labelValueProblems),
    ...validateHints(`${at}.hints.forNodes`, nodes, (name) => subdomainName(name, false)),
  ];
}

function validateHints(path: string, names: readonly string[], check: (name: string) => string[]): FieldError[] {
  const errors = names.length > HINTS_MAX ? [tooMany(path, names.length, HINTS_MAX)] : [];
  names.forEach((name, i) => {
    if (names.indexOf(name) < i) errors.push(duplicate(`${path}[${i}].name`, name));
    errors.push(...problems(`${path}[${i}].name`, name, check(name)));
  });
  return errors;
}

function validatePorts(ports: readonly EndpointPort[]): FieldError[] {
  const errors = ports.length > PORTS_MAX ? [tooMany("ports", ports.length, PORTS_MAX)] : [];
  ports.forEach(({ name = "", protocol, appProtocol }, i) => {
    const at = `ports[${i}]`;
    if (name !== "") errors.push(...validateDns1123Label(`${at}.name`, name));
    if (ports.findIndex((other) => (other.name ?? "") === name) < i) errors.push(duplicate(`${at}.name`, name));
    errors.push(...validateEnum(`${at}.protocol`, protocol, PROTOCOLS));
    if (appProtocol !== undefined) errors.push(...validateLabelName(`${at}.appProtocol`, appProtocol));
  });
  return errors;
}

export const endpointSlice: Strategy<EndpointSlice> = {
  defaults(slice) {
    for (const port of slice.ports ?? []) {
      port.name ??= "";
      port.protocol ??= "TCP";
    }
  },
  validate: ({ addressType = "", endpoints = [], ports = [] }) => [
    ...validateEnum("addressType", addressType, ["FQDN", "IPv4", "IPv6"]),
    ...validatePorts(ports),
    ...(endpoints.length > ENDPOINTS_MAX ? [tooMany("endpoints", endpoints.length, ENDPOINTS_MAX)] : []),
    ...endpoints.flatMap((endpoint, i) => validateEndpoint(`endpoints[${i}]`, endpoint, addressType)),
  ],
  validateUpdate: ({ addressType }, old) => validateImmutable("addressType", addressType, old.addressType),
  table: {
    columns: [NAME, ...columns("AddressType", "Ports", "Endpoints"), AGE],
    cells(slice, now) {
      const ports = (slice.ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? "*") : String(port)));
      const addresses = (slice.endpoints ?? []).flatMap(({ addresses: list = [] }) => list);
      return [
        nameOf(slice),
        slice.addressType ?? "",
        shortList(ports, "<unset>"),
        shortList(addresses, "<unset>"),
        ageOf(slice, now),
      ];
    },
  },
};
