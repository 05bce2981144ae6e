import type {
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from "@flotilla/api/types/core/v1.js";
import {
  configKeyProblems,
  qualifiedNameProblems,
  relaxedEnvNameProblems,
  subdomainName,
} from "@flotilla/api/names.js";
import { invalid, notSupported, problems, required, type FieldError } from "../../shared/field.js";
import { validateDns1123Label } from "../../shared/validators.js";
import { hasBacksteps } from "../../shared/paths.js";

const FIELDS_FOR_ENV: readonly string[] = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];
/** Every field that the downward API knows; which of them may be used depends on the place. */
const DOWNWARD_FIELDS: ReadonlySet<string> = new Set([
  ...FIELDS_FOR_ENV,
  "metadata.labels",
  "metadata.annotations",
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
]);
const RESOURCES: readonly string[] = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];
const HUGE_PAGES = /^(requests|limits)\.hugepages-/;

export function validateEnv(path: string, variables: readonly EnvVar[]): FieldError[] {
  return variables.flatMap((variable, i) => {
    const { name = "" } = variable;
    const at = `${path}[${i}]`;
    return [
      ...(name === "" ? [required(`${at}.name`, "")] : problems(`${at}.name`, name, relaxedEnvNameProblems(name))),
      ...validateValueFrom(`${at}.valueFrom`, variable),
    ];
  });
}

const SOURCES = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"] as const;

function validateValueFrom(path: string, { value, valueFrom }: EnvVar): FieldError[] {
  if (valueFrom === undefined) return [];
  const count = SOURCES.filter((source) => valueFrom[source] !== undefined).length;
  const errors = validateSources(path, valueFrom);
  if (count === 0) {
    const why = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`";
    errors.push(invalid(path, "", why));
  } else if (value) {
    errors.push(invalid(path, "", "may not be specified when `value` is not empty"));
  } else if (count > 1) {
    errors.push(invalid(path, "", "may not have more than one field specified at a time"));
  }
  return errors;
}

function validateSources(path: string, source: EnvVarSource): FieldError[] {
  const errors: FieldError[] = [];
  if (source.fieldRef !== undefined)
    errors.push(...validateFieldRef(`${path}.fieldRef`, source.fieldRef, FIELDS_FOR_ENV));
  if (source.resourceFieldRef !== undefined) {
    errors.push(...validateResourceFieldRef(`${path}.resourceFieldRef`, source.resourceFieldRef, false));
  }
  for (const field of ["configMapKeyRef", "secretKeyRef"] as const) {
    const reference = source[field];
    if (reference === undefined) continue;
    const { name = "", key = "" } = reference;
    errors.push(...problems(`${path}.${field}.name`, name, subdomainName(name, false)));
    if (key === "") errors.push(required(`${path}.${field}.key`, ""));
    else errors.push(...problems(`${path}.${field}.key`, key, configKeyProblems(key)));
  }
  if (source.fileKeyRef !== undefined) errors.push(...validateFileKeyRef(`${path}.fileKeyRef`, source.fileKeyRef));
  return errors;
}

function validateFileKeyRef(at: string, file: { key?: string; volumeName?: string; path?: string }): FieldError[] {
  const { key = "", volumeName = "", path = "" } = file;
  return [
    ...(key === "" ? [required(`${at}.key`, "")] : problems(`${at}.key`, key, relaxedEnvNameProblems(key))),
    ...(volumeName === "" ? [required(`${at}.volumeName`, "")] : validateDns1123Label(`${at}.volumeName`, volumeName)),
    ...(path === ""
      ? [required(`${at}.path`, "")]
      : hasBacksteps(path)
        ? [invalid(`${at}.path`, path, "must not contain '..'")]
        : []),
  ];
}

/** A field of the pod, as environment variables and files may refer to it. */
export function validateFieldRef(
  at: string,
  { apiVersion = "", fieldPath = "" }: ObjectFieldSelector,
  allowed: readonly string[],
): FieldError[] {
  if (apiVersion === "") return [required(`${at}.apiVersion`, "")];
  if (fieldPath === "") return [required(`${at}.fieldPath`, "")];
  const subscripted = /^(.*)\['(.*)'\]$/.exec(fieldPath);
  const path = subscripted?.[1] ?? fieldPath;
  if (!DOWNWARD_FIELDS.has(path)) {
    const why = `error converting fieldPath: field label not supported: ${path}`;
    return [invalid(`${at}.fieldPath`, fieldPath, why)];
  }
  if (subscripted !== null) {
    const key = subscripted[2] ?? "";
    if (path === "metadata.annotations")
      return problems(at, key.toLowerCase(), qualifiedNameProblems(key.toLowerCase()));
    if (path === "metadata.labels") return problems(at, key, qualifiedNameProblems(key));
    return [invalid(at, path, "does not support subscript")];
  }
  return allowed.includes(path) ? [] : [notSupported(`${at}.fieldPath`, path, [...allowed].sort())];
}

export function validateResourceFieldRef(
  at: string,
  reference: ResourceFieldSelector,
  isVolume: boolean,
): FieldError[] {
  const { containerName = "", resource = "", divisor } = reference;
  const errors: FieldError[] = [];
  if (isVolume && containerName === "") errors.push(required(`${at}.containerName`, ""));
  else if (resource === "") errors.push(required(`${at}.resource`, ""));
  else if (!RESOURCES.includes(resource) && !HUGE_PAGES.test(resource)) {
    errors.push(notSupported(`${at}.resource`, resource, RESOURCES));
  }
  return [...errors, ...validateDivisor(`${at}.divisor`, resource, String(divisor ?? "0"))];
}

const CPU_DIVISORS: readonly string[] = ["1m", "1"];
const BYTE_DIVISORS: readonly string[] = [
  "1",
  "1k",
  "1M",
  "1G",
  "1T",
  "1P",
  "1E",
  "1Ki",
  "1Mi",
  "1Gi",
  "1Ti",
  "1Pi",
  "1Ei",
];

function validateDivisor(at: string, resource: string, divisor: string): FieldError[] {
  if (divisor === "0" || divisor === "") return [];
  const name = resource.replace(/^(limits|requests)\./, "");
  if (name === "cpu") {
    if (CPU_DIVISORS.includes(divisor)) return [];
    return [invalid(at, resource, "only divisor's values 1m and 1 are supported with the cpu resource")];
  }
  const nouns: Readonly<Record<string, string>> = { memory: "memory", "ephemeral-storage": "local ephemeral storage" };
  const noun = nouns[name] ?? (HUGE_PAGES.test(resource) ? "hugepages" : undefined);
  if (noun === undefined || BYTE_DIVISORS.includes(divisor)) return [];
  return [
    invalid(at, resource, `only divisor's values ${BYTE_DIVISORS.join(", ")} are supported with the ${noun} resource`),
  ];
}

export function validateEnvFrom(path: string, sources: readonly EnvFromSource[]): FieldError[] {
  return sources.flatMap(({ prefix, configMapRef, secretRef }, i) => {
    const at = `${path}[${i}]`;
    const errors = prefix ? problems(`${at}.prefix`, prefix, relaxedEnvNameProblems(prefix)) : [];
    for (const [field, reference] of Object.entries({ configMapRef, secretRef })) {
      if (reference === undefined) continue;
      const { name = "" } = reference;
      if (name === "") errors.push(required(`${at}.${field}.name`, ""));
      else errors.push(...problems(`${at}.${field}.name`, name, subdomainName(name, true)));
    }
    if (configMapRef === undefined && secretRef === undefined) {
      errors.push(invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"));
    } else if (configMapRef !== undefined && secretRef !== undefined) {
      errors.push(invalid(path, "", "may not have more than one field specified at a time"));
    }
    return errors;
  });
}
