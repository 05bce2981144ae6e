import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  IngressTLS,
} from "@flotilla/api/types/networking/v1.js";
import {
  dns1123SubdomainProblems,
  label1035Name,
  portNameProblems,
  portProblems,
  subdomainName,
  wildcardSubdomainProblems,
} from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { isIP } from "../shared/ip.js";
import { separateStatus, statusSubresource } from "../shared/status.js";
import { AGE, ageOf, columns, loadBalancerAddresses, NAME, nameOf, orNone } from "../shared/table.js";
import { validateDns1123Subdomain, validateIP } from "../shared/validators.js";
import { validateTypedReference } from "./typed-reference.js";

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
const PATH_TYPES: readonly string[] = ["Exact", "ImplementationSpecific", "Prefix"];
/** What would make two paths mean the same. */
const BAD_SEQUENCES: readonly string[] = ["//", "/./", "/../", "%2f", "%2F"];
const BAD_SUFFIXES: readonly string[] = ["/..", "/."];

const hostProblems = (host: string): string[] =>
  host.includes("*") ? wildcardSubdomainProblems(host) : dns1123SubdomainProblems(host);

function validateBackend(at: string, { resource, service }: IngressBackend): FieldError[] {
  if (resource !== undefined && service !== undefined) {
    return [invalid(at, "", "cannot set both resource and service backends")];
  }
  if (resource !== undefined) return validateTypedReference(`${at}.resource`, resource);
  if (service === undefined) return [invalid(at, "", "resource or service backend is required")];
  const { name = "", port = {} } = service;
  const errors =
    name === ""
      ? [required(`${at}.service.name`, "")]
      : problems(`${at}.service.name`, name, label1035Name(name, false));
  if (port.name && port.number) return [...errors, invalid(at, "", "cannot set both port name & port number")];
  if (port.name) return [...errors, ...problems(`${at}.service.port.name`, port.name, portNameProblems(port.name))];
  if (port.number) return [...errors, ...problems(`${at}.service.port.number`, port.number, portProblems(port.number))];
  return [...errors, required(at, "port name or number is required")];
}

function validatePath(at: string, { path = "", pathType, backend }: HTTPIngressPath): FieldError[] {
  if (pathType === undefined) return [required(`${at}.pathType`, "pathType must be specified")];
  const errors: FieldError[] = [];
  const place = `${at}.path`;
  if (!PATH_TYPES.includes(pathType)) errors.push(notSupported(`${at}.pathType`, pathType, PATH_TYPES));
  else if (!path.startsWith("/") && (path !== "" || pathType !== "ImplementationSpecific")) {
    errors.push(invalid(place, path, "must be an absolute path"));
  }
  if (pathType === "Exact" || pathType === "Prefix") {
    for (const bad of BAD_SEQUENCES)
      if (path.includes(bad)) errors.push(invalid(place, path, `must not contain '${bad}'`));
    for (const bad of BAD_SUFFIXES)
      if (path.endsWith(bad)) errors.push(invalid(place, path, `cannot end with '${bad}'`));
  }
  return [...errors, ...validateBackend(`${at}.backend`, backend ?? {})];
}

function validateRule(at: string, { host = "", http }: IngressRule): FieldError[] {
  const errors: FieldError[] = [];
  if (isIP(host)) errors.push(invalid(`${at}.host`, host, "must be a DNS name, not an IP address"));
  if (host !== "") errors.push(...problems(`${at}.host`, host, hostProblems(host)));
  if (http === undefined) return errors;
  const paths = http.paths ?? [];
  if (paths.length === 0) errors.push(required(`${at}.http.paths`, ""));
  return [...errors, ...paths.flatMap((path, i) => validatePath(`${at}.http.paths[${i}]`, path))];
}

function validateTls(at: string, { hosts = [], secretName = "" }: IngressTLS): FieldError[] {
  const errors = hosts.flatMap((host, i) => problems(`${at}.hosts[${i}]`, host, hostProblems(host)));
  return secretName === ""
    ? errors
    : [...errors, ...problems(`${at}.secretName`, secretName, subdomainName(secretName, false))];
}

function validate({ spec = {} }: Ingress): FieldError[] {
  const { rules = [], defaultBackend, tls = [], ingressClassName: name } = spec;
  const errors: FieldError[] = [];
  if (rules.length === 0 && defaultBackend === undefined) {
    errors.push(invalid("spec", spec.rules ?? null, "either `defaultBackend` or `rules` must be specified"));
  }
  if (defaultBackend !== undefined) errors.push(...validateBackend("spec.defaultBackend", defaultBackend));
  rules.forEach((rule, i) => errors.push(...validateRule(`spec.rules[${i}]`, rule)));
  tls.forEach((item, i) => errors.push(...validateTls(`spec.tls[${i}]`, item)));
  return name === undefined
    ? errors
    : [...errors, ...problems("spec.ingressClassName", name, subdomainName(name, false))];
}

function hostsText(rules: readonly IngressRule[]): string {
  const shown = 3;
  const hosts = rules.map(({ host }) => host ?? "").filter((host) => host !== "");
  if (hosts.length === 0) return "*";
  const text = hosts.slice(0, shown).join(",");
  return hosts.length >= shown && rules.length > shown ? `${text} + ${rules.length - shown} more...` : text;
}

export const ingress: Strategy<Ingress> = {
  ...separateStatus<Ingress>(
    { loadBalancer: {} },
    statusSubresource<Ingress>({
      validateUpdate: ({ status }) =>
        (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }, i) => {
          const at = `status.loadBalancer.ingress[${i}]`;
          const errors = ip ? validateIP(`${at}.ip`, ip) : [];
          if (!hostname) return errors;
          errors.push(...validateDns1123Subdomain(`${at}.hostname`, hostname));
          return isIP(hostname)
            ? [...errors, invalid(`${at}.hostname`, hostname, "must be a DNS name, not an IP address")]
            : errors;
        }),
    }),
  ),
  validate,
  warnings({ metadata }, old) {
    if (old !== undefined || metadata?.annotations?.[CLASS_ANNOTATION] === undefined) return [];
    return [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`];
  },
  table: {
    columns: [NAME, ...columns("Class", "Hosts", "Address", "Ports"), AGE],
    cells: (ingress, now) => [
      nameOf(ingress),
      orNone(ingress.spec?.ingressClassName),
      hostsText(ingress.spec?.rules ?? []),
      loadBalancerAddresses(ingress.status?.loadBalancer?.ingress),
      (ingress.spec?.tls ?? []).length > 0 ? "80, 443" : "80",
      ageOf(ingress, now),
    ],
  },
};
