import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "@flotilla/api/types/networking/v1.js";
import { portNameProblems, portProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { PROTOCOLS } from "../core/pod-spec/validate-container.js";
import { forbidden, invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { networkContains, parseCIDR } from "../shared/ip.js";
import { AGE, ageOf, column, formatLabelSelector, NAME, nameOf } from "../shared/table.js";
import { validateLabelSelector } from "../shared/validators.js";

const CIDR_PROBLEM = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
const TYPES: readonly string[] = ["Ingress", "Egress"];

function validatePort(at: string, { protocol, port, endPort }: NetworkPolicyPort): FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${at}.protocol`, protocol, ["TCP", "UDP", "SCTP"]));
  }
  if (typeof port === "number") {
    errors.push(...problems(`${at}.port`, port, portProblems(port)));
    if (endPort === undefined) return errors;
    if (endPort < port) errors.push(invalid(`${at}.endPort`, port, "must be greater than or equal to `port`"));
    return [...errors, ...problems(`${at}.endPort`, endPort, portProblems(endPort))];
  }
  const state = port === undefined ? "is not specified" : "is non-numeric";
  if (endPort !== undefined)
    errors.push(invalid(`${at}.endPort`, endPort, `may not be specified when \`port\` ${state}`));
  return port === undefined ? errors : [...errors, ...problems(`${at}.port`, port, portNameProblems(port))];
}

function validateBlock(at: string, { cidr = "", except = [] }: IPBlock): FieldError[] {
  if (cidr === "") return [required(`${at}.cidr`, "")];
  const outer = parseCIDR(cidr);
  if (outer === undefined) return [invalid(`${at}.cidr`, cidr, CIDR_PROBLEM)];
  return except.flatMap((text, i) => {
    const inner = parseCIDR(text);
    const place = `${at}.except[${i}]`;
    if (inner === undefined) return [invalid(place, text, CIDR_PROBLEM)];
    const isStrict = networkContains(outer, inner) && inner.prefixLength > outer.prefixLength;
    return isStrict ? [] : [invalid(place, text, "must be a strict subset of `cidr`")];
  });
}

function validatePeer(at: string, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): FieldError[] {
  const hasSelector = podSelector !== undefined || namespaceSelector !== undefined;
  const errors = [
    ...validateLabelSelector(`${at}.podSelector`, podSelector),
    ...validateLabelSelector(`${at}.namespaceSelector`, namespaceSelector),
    ...(ipBlock === undefined ? [] : validateBlock(`${at}.ipBlock`, ipBlock)),
  ];
  if (!hasSelector && ipBlock === undefined) errors.push(required(at, "must specify a peer"));
  if (hasSelector && ipBlock !== undefined) errors.push(forbidden(at, "may not specify both ipBlock and another peer"));
  return errors;
}

function validateRule(
  at: string,
  ports: readonly NetworkPolicyPort[],
  peersAt: string,
  peers: readonly NetworkPolicyPeer[],
): FieldError[] {
  return [
    ...ports.flatMap((port, i) => validatePort(`${at}.ports[${i}]`, port)),
    ...peers.flatMap((peer, i) => validatePeer(`${peersAt}[${i}]`, peer)),
  ];
}

function validate({ spec }: NetworkPolicy): FieldError[] {
  const { podSelector, ingress = [], egress = [], policyTypes = [] } = spec ?? { podSelector: {} };
  const errors = validateLabelSelector("spec.podSelector", podSelector);
  ingress.forEach(({ ports = [], from = [] }, i) => {
    errors.push(...validateRule(`spec.ingress[${i}]`, ports, `spec.ingress[${i}].from`, from));
  });
  egress.forEach(({ ports = [], to = [] }, i) => {
    errors.push(...validateRule(`spec.egress[${i}]`, ports, `spec.egress[${i}].to`, to));
  });
  if (policyTypes.length > TYPES.length) {
    return [...errors, invalid("spec.policyTypes", policyTypes, "may not specify more than two policyTypes")];
  }
  policyTypes.forEach((type, i) => {
    if (!TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${i}]`, type, TYPES));
  });
  return errors;
}

export const networkPolicy: Strategy<NetworkPolicy> = {
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.podSelector ??= {};
    for (const { ports = [] } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      for (const port of ports) port.protocol ??= "TCP";
    }
    if ((spec.policyTypes ?? []).length > 0) return;
    spec.policyTypes = (spec.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  },
  validate,
  table: {
    columns: [NAME, column("Pod-Selector"), AGE],
    cells: (policy, now) => [nameOf(policy), formatLabelSelector(policy.spec?.podSelector), ageOf(policy, now)],
  },
};
