import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from "@flotilla/api/types/core/v1.js";
import { portProblems, subdomainName } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { invalid, problems, required, type FieldError } from "../shared/field.js";
import { ipFamilyOf, isIP, specialAddressProblems } from "../shared/ip.js";
import { AGE, ageOf, column, NAME, nameOf, shortList } from "../shared/table.js";
import { validateDns1123Label, validateEnum, validateIP, validateLabelName } from "../shared/validators.js";
import { PROTOCOLS } from "./pod-spec/validate-container.js";

/** An address that traffic may be sent to. */
export function validateEndpointIP(at: string, ip: string): FieldError[] {
  if (!isIP(ip)) return [invalid(at, ip, "must be a valid IP address")];
  return problems(at, ip, specialAddressProblems(ip));
}

function validateAddress(at: string, { ip = "", hostname, nodeName }: EndpointAddress): FieldError[] {
  return [
    ...validateIP(`${at}.ip`, ip),
    ...(hostname ? validateDns1123Label(`${at}.hostname`, hostname) : []),
    ...(nodeName === undefined ? [] : problems(`${at}.nodeName`, nodeName, subdomainName(nodeName, false))),
    ...validateEndpointIP(`${at}.ip`, ip),
  ];
}

function validatePort(
  at: string,
  { name, port = 0, protocol, appProtocol }: EndpointPort,
  needsName: boolean,
): FieldError[] {
  return [
    ...(name ? validateDns1123Label(`${at}.name`, name) : needsName ? [required(`${at}.name`, "")] : []),
    ...problems(`${at}.port`, port, portProblems(port)),
    ...validateEnum(`${at}.protocol`, protocol, PROTOCOLS),
    ...(appProtocol === undefined ? [] : validateLabelName(`${at}.appProtocol`, appProtocol)),
  ];
}

function validateSubset(
  at: string,
  { addresses = [], notReadyAddresses = [], ports = [] }: EndpointSubset,
): FieldError[] {
  const isEmpty = addresses.length === 0 && notReadyAddresses.length === 0;
  return [
    ...(isEmpty ? [required(at, "must specify `addresses` or `notReadyAddresses`")] : []),
    ...addresses.flatMap((address, i) => validateAddress(`${at}.addresses[${i}]`, address)),
    ...notReadyAddresses.flatMap((address, i) => validateAddress(`${at}.notReadyAddresses[${i}]`, address)),
    ...ports.flatMap((port, i) => validatePort(`${at}.ports[${i}]`, port, ports.length > 1)),
  ];
}

function addressTexts({ addresses = [], ports = [] }: EndpointSubset): string[] {
  const host = (ip: string): string => (ipFamilyOf(ip) === "IPv6" ? `[${ip}]` : ip);
  if (ports.length === 0) return addresses.map(({ ip }) => ip ?? "");
  return ports.flatMap(({ port }) => addresses.map(({ ip }) => `${host(ip ?? "")}:${port ?? 0}`));
}

export const endpoints: Strategy<Endpoints> = {
  allowCreateOnUpdate: true,
  defaults(object) {
    for (const port of (object.subsets ?? []).flatMap(({ ports = [] }) => ports)) port.protocol ||= "TCP";
  },
  validate: ({ subsets = [] }) => subsets.flatMap((subset, i) => validateSubset(`subsets[${i}]`, subset)),
  table: {
    columns: [NAME, column("Endpoints"), AGE],
    cells: (object, now) => [
      nameOf(object),
      shortList((object.subsets ?? []).flatMap(addressTexts), (object.subsets ?? []).length === 0 ? "<none>" : ""),
      ageOf(object, now),
    ],
  },
};
