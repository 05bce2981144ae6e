import type {
  CertificateSigningRequest as Request,
  CertificateSigningRequestCondition as Condition,
} from "@flotilla/api/types/certificates/v1.js";
import type { Strategy, SubresourceStrategy } from "../../registry/strategy.js";
import { unifiedDiff } from "../shared/diff.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { validateDomainPrefixedPath } from "../shared/domain-path.js";
import { duplicate, forbidden, invalid, notSupported, required, tooLong, type FieldError } from "../shared/field.js";
import { humanDuration } from "../shared/human-duration.js";
import { restore } from "../shared/status.js";
import { AGE, ageOf, columns, NAME, nameOf, orNone } from "../shared/table.js";
import { pemBlocks } from "../shared/pem.js";

/** Source: kubernetes `pkg/apis/certificates/validation/validation.go` and `pkg/registry/certificates`. */

const EXPIRATION_SECONDS_MIN = 600;
const SIGNER_NAME_MAX = 571;
const SIGNER_NAME = /^[^/]+\/./;
const USAGES: readonly string[] = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
];
const DECISIONS: readonly string[] = ["Approved", "Denied"];

function validateRequest(request: Request): FieldError[] {
  const { request: encoded = "", usages = [], signerName = "", expirationSeconds: seconds } = request.spec ?? {};
  const blocks = pemBlocks(encoded);
  const errors: FieldError[] = [];
  if (blocks[0]?.type !== "CERTIFICATE REQUEST") {
    errors.push(invalid("spec.request", encoded, "PEM block type must be CERTIFICATE REQUEST"));
  }
  if (usages.length === 0) errors.push(required("spec.usages", ""));
  usages.forEach((usage, i) => {
    if (!USAGES.includes(usage)) errors.push(notSupported(`spec.usages[${i}]`, usage, USAGES));
    if (usages.indexOf(usage) < i) errors.push(duplicate(`spec.usages[${i}]`, usage));
  });
  if (signerName === "kubernetes.io/legacy-unknown") {
    errors.push(invalid("spec.signerName", signerName, "the legacy signerName is not allowed via this API version"));
  } else {
    if (signerName !== "" && !SIGNER_NAME.test(signerName)) {
      const why = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
      errors.push(invalid("spec.signerName", signerName, why));
    } else errors.push(...validateDomainPrefixedPath("spec.signerName", signerName));
    if (signerName.length > SIGNER_NAME_MAX) errors.push(tooLong("spec.signerName", SIGNER_NAME_MAX));
  }
  if (seconds !== undefined && seconds < EXPIRATION_SECONDS_MIN) {
    const why = `may not specify a duration less than ${EXPIRATION_SECONDS_MIN} seconds (10 minutes)`;
    errors.push(invalid("spec.expirationSeconds", seconds, why));
  }
  return [...errors, ...validateConditions(request), ...validateCertificate(request.status?.certificate)];
}

function validateConditions({ status }: Request): FieldError[] {
  const conditions = status?.conditions ?? [];
  return conditions.flatMap(({ type = "", status: value = "" }, i) => {
    const at = `status.conditions[${i}]`;
    const allowed = [...DECISIONS, "Failed"].includes(type) ? ["True"] : ["False", "True", "Unknown"];
    const errors = type === "" ? [required(`${at}.type`, "")] : [];
    if (value === "") errors.push(required(`${at}.status`, ""));
    else if (!allowed.includes(value)) errors.push(notSupported(`${at}.status`, value, allowed));
    const earlier = conditions.slice(0, i);
    if (
      DECISIONS.includes(type) &&
      earlier.some((other) => other.type !== type && DECISIONS.includes(other.type ?? ""))
    ) {
      errors.push(invalid("status.conditions", type, "Approved and Denied conditions are mutually exclusive"));
    }
    if (earlier.some((other) => other.type === type)) errors.push(duplicate(`${at}.type`, type));
    return errors;
  });
}

function validateCertificate(certificate: string | undefined): FieldError[] {
  if (!certificate) return [];
  const blocks = pemBlocks(certificate);
  const bad = (why: string): FieldError[] => [invalid("status.certificate", "<certificate data>", why)];
  if (blocks.length === 0) return bad("must contain at least one CERTIFICATE PEM block");
  const foreign = blocks.find(({ type }) => type !== "CERTIFICATE");
  if (foreign !== undefined)
    return bad(`only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(foreign.type)}`);
  return blocks.some(({ hasHeaders }) => hasHeaders) ? bad("no PEM block headers are permitted") : [];
}

const ofType = ({ status }: Request, type: string): Condition[] =>
  (status?.conditions ?? []).filter((condition) => condition.type === type);

/** Decisions are made once, through `/approval`; certificates are set once, through `/status`. */
function validateChange(
  request: Request,
  old: Request,
  may: { readonly decide: boolean; readonly sign: boolean },
): FieldError[] {
  const errors = validateRequest(request);
  const at = "status.conditions";
  for (const type of [...DECISIONS, "Failed"]) {
    if (ofType(request, type).length < ofType(old, type).length) {
      errors.push(forbidden(at, `updates may not remove a condition of type ${JSON.stringify(type)}`));
    }
  }
  for (const type of may.decide ? [] : DECISIONS) {
    const [now, before] = [ofType(request, type), ofType(old, type)];
    const quoted = JSON.stringify(type);
    if (now.length > before.length) errors.push(forbidden(at, `updates may not add a condition of type ${quoted}`));
    else if (now.length === before.length && !semanticEqual(now, before)) {
      errors.push(forbidden(at, `updates may not modify a condition of type ${quoted}\n${unifiedDiff(before, now)}`));
    }
  }
  const [certificate = "", before = ""] = [request.status?.certificate, old.status?.certificate];
  if (certificate === before) return errors;
  if (!may.sign) errors.push(forbidden("status.certificate", "updates may not set certificate content"));
  else if (before !== "")
    errors.push(forbidden("status.certificate", "updates may not modify existing certificate content"));
  return errors;
}

/** Fills the times that a client leaves out. Changes `request`. */
function stampConditions(request: Request, old: Request, now: string): void {
  for (const condition of request.status?.conditions ?? []) {
    condition.lastUpdateTime ??= now;
    const before = ofType(old, condition.type ?? "")[0];
    condition.lastTransitionTime ??= before?.status === condition.status ? (before?.lastTransitionTime ?? now) : now;
  }
}

const status: SubresourceStrategy<Request> = {
  resetFields: [["spec"]],
  prepareForUpdate(request, old, { now }) {
    restore(request, old, "spec");
    stampConditions(request, old, now);
  },
  validateUpdate: (request, old) => validateChange(request, old, { decide: false, sign: true }),
};

const approval: SubresourceStrategy<Request> = {
  resetFields: [["spec"], ["status", "certificate"]],
  prepareForUpdate(request, old, { now }) {
    stampConditions(request, old, now);
    const conditions = request.status?.conditions;
    restore(request, old, "spec");
    request.status = { ...old.status };
    if (conditions !== undefined) request.status.conditions = conditions;
  },
  validateUpdate: (request, old) => validateChange(request, old, { decide: true, sign: false }),
};

function stateText(request: Request): string {
  const has = (type: string): boolean => ofType(request, type).length > 0;
  const decision = has("Denied") ? "Denied" : has("Approved") ? "Approved" : "Pending";
  return [decision, ...(has("Failed") ? ["Failed"] : []), ...(request.status?.certificate ? ["Issued"] : [])].join(",");
}

export const certificateSigningRequest: Strategy<Request> = {
  nameCheck: () => [],
  defaults(request) {
    if (request.spec !== undefined) request.spec.usages ??= ["digital signature", "key encipherment"];
  },
  /** Who asks is written down by the server: signers trust it. */
  prepareForCreate(request, { attributes: { user } }) {
    const { uid, groups, extra } = user;
    request.spec = {
      ...(request.spec ?? { request: "", signerName: "" }),
      username: user.username,
      groups: [...groups],
    };
    if (uid === undefined) delete request.spec.uid;
    else request.spec.uid = uid;
    delete request.spec.extra;
    const entries = Object.entries(extra ?? {});
    if (entries.length > 0) request.spec.extra = Object.fromEntries(entries.map(([key, values]) => [key, [...values]]));
    request.status = {};
  },
  prepareForUpdate(request, old) {
    restore(request, old, "spec");
    restore(request, old, "status");
  },
  validate: validateRequest,
  selectableFieldNames: ["spec.signerName"],
  selectableFields: ({ spec }) => ({ "spec.signerName": spec?.signerName ?? "" }),
  table: {
    columns: [NAME, AGE, ...columns("SignerName", "Requestor", "RequestedDuration", "Condition")],
    cells(request, now) {
      const { signerName, username, expirationSeconds } = request.spec ?? {};
      return [
        nameOf(request),
        ageOf(request, now),
        orNone(signerName),
        username ?? "",
        expirationSeconds === undefined ? "<none>" : humanDuration(expirationSeconds * 1000),
        stateText(request),
      ];
    },
  },
  subresources: { status, approval },
};
