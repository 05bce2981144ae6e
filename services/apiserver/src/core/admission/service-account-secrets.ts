import type { Container, PodSpec, ServiceAccount } from "@flotilla/api/types/core/v1.js";

const ENFORCE_ANNOTATION = "kubernetes.io/enforce-mountable-secrets";
/** What Go's `strconv.ParseBool` takes for true. */
const TRUE: readonly string[] = ["1", "t", "T", "TRUE", "true", "True"];

function problemOfContainer(
  kind: string,
  { name, env = [], envFrom = [] }: Container,
  allowed: ReadonlySet<string>,
  account: string,
) {
  const because = `is not allowed because service account ${account} does not reference that secret`;
  for (const { name: variable, valueFrom } of env) {
    const secret = valueFrom?.secretKeyRef;
    if (secret !== undefined && !allowed.has(secret.name ?? "")) {
      return `${kind} ${name} with envVar ${variable} referencing secret.secretName="${secret.name ?? ""}" ${because}`;
    }
  }
  for (const { secretRef } of envFrom) {
    if (secretRef !== undefined && !allowed.has(secretRef.name ?? "")) {
      return `${kind} ${name} with envFrom referencing secret.secretName="${secretRef.name ?? ""}" ${because}`;
    }
  }
  return undefined;
}

function problemOfContainers(
  kind: string,
  containers: readonly Container[],
  allowed: ReadonlySet<string>,
  account: string,
) {
  for (const container of containers) {
    const problem = problemOfContainer(kind, container, allowed, account);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const namesOf = (references: readonly { readonly name?: string }[] = []): ReadonlySet<string> =>
  new Set(references.map(({ name }) => name ?? ""));

/** Accounts may be limited to the secrets they list. Undefined: all fine. */
export function problemOfSecrets(account: ServiceAccount, spec: PodSpec, operation: string): string | undefined {
  if (!TRUE.includes(account.metadata?.annotations?.[ENFORCE_ANNOTATION] ?? "")) return undefined;
  const name = account.metadata?.name ?? "";
  const allowed = namesOf(account.secrets);
  if (operation === "UPDATE") {
    return problemOfContainers("ephemeral container", (spec.ephemeralContainers ?? []) as Container[], allowed, name);
  }
  for (const { secret } of spec.volumes ?? []) {
    if (secret !== undefined && !allowed.has(secret.secretName ?? "")) {
      const what = `volume with secret.secretName="${secret.secretName ?? ""}"`;
      return `${what} is not allowed because service account ${name} does not reference that secret`;
    }
  }
  const inContainers =
    problemOfContainers("init container", spec.initContainers ?? [], allowed, name) ??
    problemOfContainers("container", spec.containers ?? [], allowed, name);
  if (inContainers !== undefined) return inContainers;
  const pullable = namesOf(account.imagePullSecrets);
  const index = (spec.imagePullSecrets ?? []).findIndex((secret) => !pullable.has(secret.name ?? ""));
  if (index < 0) return undefined;
  const secret = spec.imagePullSecrets?.[index]?.name ?? "";
  return `imagePullSecrets[${index}].name="${secret}" is not allowed because service account ${name} does not reference that imagePullSecret`;
}
