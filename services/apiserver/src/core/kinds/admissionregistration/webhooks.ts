import type {
  MutatingWebhook,
  RuleWithOperations,
  ValidatingWebhook,
  WebhookClientConfig,
} from "@flotilla/api/types/admissionregistration/v1.js";
import { dns1035LabelProblems, dns1123SubdomainProblems } from "@flotilla/api/names.js";
import { duplicate, invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { validateLabelSelector, validateOptionalEnum } from "../shared/validators.js";

/** What both sorts of webhooks have in common. Source: kubernetes `pkg/apis/admissionregistration`. */

type Webhook = ValidatingWebhook | MutatingWebhook;

const REVIEW_VERSIONS: readonly string[] = ["v1", "v1beta1"];
const SIDE_EFFECTS: readonly string[] = ["None", "NoneOnDryRun"];
const OPERATIONS: readonly string[] = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
const SCOPES: readonly string[] = ["*", "Cluster", "Namespaced"];
const TIMEOUT_SECONDS = 10;
const TIMEOUT_SECONDS_MAX = 30;
const HTTPS_PORT = 443;

export function defaultWebhook(webhook: Webhook): void {
  webhook.failurePolicy ??= "Fail";
  webhook.matchPolicy ??= "Equivalent";
  webhook.namespaceSelector ??= {};
  webhook.objectSelector ??= {};
  webhook.timeoutSeconds ??= TIMEOUT_SECONDS;
  if (webhook.clientConfig?.service !== undefined) webhook.clientConfig.service.port ??= HTTPS_PORT;
  for (const rule of webhook.rules ?? []) rule.scope ??= "*";
}

export function validateWebhooks(webhooks: readonly Webhook[]): FieldError[] {
  return webhooks.flatMap((webhook, i) => {
    const at = `webhooks[${i}]`;
    const errors = validateWebhook(at, webhook);
    const isRepeated = webhook.name !== "" && webhooks.findIndex(({ name }) => name === webhook.name) < i;
    return isRepeated ? [...errors, duplicate(`${at}.name`, webhook.name)] : errors;
  });
}

function validateWebhook(at: string, webhook: Webhook): FieldError[] {
  const { sideEffects, timeoutSeconds } = webhook;
  const errors = validateFullyQualifiedName(`${at}.name`, webhook.name ?? "");
  (webhook.rules ?? []).forEach((rule, i) => errors.push(...validateRule(`${at}.rules[${i}]`, rule)));
  errors.push(...validateOptionalEnum(`${at}.failurePolicy`, webhook.failurePolicy, ["Fail", "Ignore"]));
  errors.push(...validateOptionalEnum(`${at}.matchPolicy`, webhook.matchPolicy, ["Equivalent", "Exact"]));
  if (!sideEffects) errors.push(required(`${at}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(", ")}`));
  else errors.push(...validateOptionalEnum(`${at}.sideEffects`, sideEffects, SIDE_EFFECTS));
  if (timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > TIMEOUT_SECONDS_MAX)) {
    errors.push(invalid(`${at}.timeoutSeconds`, timeoutSeconds, "the timeout value must be between 1 and 30 seconds"));
  }
  errors.push(...validateLabelSelector(`${at}.namespaceSelector`, webhook.namespaceSelector));
  errors.push(...validateLabelSelector(`${at}.objectSelector`, webhook.objectSelector));
  if ("reinvocationPolicy" in webhook) {
    errors.push(...validateOptionalEnum(`${at}.reinvocationPolicy`, webhook.reinvocationPolicy, ["IfNeeded", "Never"]));
  }
  return [
    ...errors,
    ...validateClientConfig(`${at}.clientConfig`, webhook.clientConfig ?? {}),
    ...validateReviewVersions(`${at}.admissionReviewVersions`, webhook.admissionReviewVersions ?? []),
  ];
}

/** At least `host.domain.tld`. */
function validateFullyQualifiedName(at: string, name: string): FieldError[] {
  if (name === "") return [required(at, "")];
  const errors = problems(at, name, dns1123SubdomainProblems(name));
  if (errors.length > 0 || name.split(".").length >= 3) return errors;
  return [invalid(at, name, "should be a domain with at least three segments separated by dots")];
}

export function validateClientConfig(at: string, { url, service }: WebhookClientConfig): FieldError[] {
  if ((url === undefined) === (service === undefined))
    return [required(at, "exactly one of url or service is required")];
  if (url !== undefined) {
    const form = "desired format: https://host[/path]";
    if (!url.startsWith("https://"))
      return [invalid(`${at}.url`, url, `'https' is the only allowed URL scheme; ${form}`)];
    return [];
  }
  const { name, namespace, port, path } = service ?? {};
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${at}.service.name`, "service name is required"));
  if (!namespace) errors.push(required(`${at}.service.namespace`, "service namespace is required"));
  if (port !== undefined && (port < 1 || port > 65_535)) {
    errors.push(invalid(`${at}.service.port`, port, "port is not valid: must be between 1 and 65535, inclusive"));
  }
  if (path !== undefined && !path.startsWith("/"))
    errors.push(invalid(`${at}.service.path`, path, "must start with a '/'"));
  return errors;
}

function validateReviewVersions(at: string, versions: readonly string[]): FieldError[] {
  const list = REVIEW_VERSIONS.join(", ");
  if (versions.length === 0) return [required(at, `must specify one of ${list}`)];
  const errors = versions.flatMap((version, i) =>
    versions.indexOf(version) < i
      ? [invalid(`${at}[${i}]`, version, "duplicate version")]
      : problems(`${at}[${i}]`, version, dns1035LabelProblems(version)),
  );
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return errors;
  return [...errors, invalid(at, versions, `must include at least one of ${list}`)];
}

export function validateRule(at: string, rule: RuleWithOperations): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [] } = rule;
  const errors = validateList(`${at}.operations`, operations, "other operations");
  operations.forEach((operation, i) => {
    if (!OPERATIONS.includes(operation)) errors.push(notSupported(`${at}.operations[${i}]`, operation, OPERATIONS));
  });
  errors.push(...validateList(`${at}.apiGroups`, apiGroups, "other API groups"));
  errors.push(...validateList(`${at}.apiVersions`, apiVersions, "other API versions"));
  apiVersions.forEach((version, i) => {
    if (version === "") errors.push(required(`${at}.apiVersions[${i}]`, ""));
  });
  return [
    ...errors,
    ...validateResources(`${at}.resources`, resources),
    ...validateOptionalEnum(`${at}.scope`, rule.scope, SCOPES),
  ];
}

function validateList(at: string, values: readonly string[], others: string): FieldError[] {
  if (values.length === 0) return [required(at, "")];
  return values.length > 1 && values.includes("*")
    ? [invalid(at, values, `if '*' is present, must not specify ${others}`)]
    : [];
}

/** A wildcard makes the names that it covers superfluous, which is probably a mistake. */
function validateResources(at: string, resources: readonly string[]): FieldError[] {
  if (resources.length === 0) return [required(at, "")];
  const errors = resources.flatMap((text, i) => {
    if (text === "") return [required(`${at}[${i}]`, "")];
    const [resource = "", subresource] = text.split("/");
    if (subresource === undefined) return [];
    const covering = [`${resource}/*`, `*/${subresource}`].filter((wildcard) =>
      resources.slice(0, i).includes(wildcard),
    );
    return covering.map((wildcard) =>
      invalid(`${at}[${i}]`, text, `if '${wildcard}' is present, must not specify ${text}`),
    );
  });
  if (resources.length > 1 && resources.includes("*/*")) {
    errors.push(invalid(at, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes("*") && resources.some((text) => text !== "*" && !text.includes("/"))) {
    errors.push(invalid(at, resources, "if '*' is present, must not specify other resources without subresources"));
  }
  return errors;
}
