import type { CustomResourceDefinition } from "@flotilla/api/types/apiextensions/v1.js";
import { dns1035LabelProblems, dns1123SubdomainProblems } from "@flotilla/api/names.js";
import type { Strategy } from "../../registry/strategy.js";
import { duplicate, invalid, notSupported, problems, required, type FieldError } from "../shared/field.js";
import { restore } from "../shared/status.js";
import { validateImmutable, validateOptionalEnum } from "../shared/validators.js";
import { CREATED_AT_TABLE } from "../shared/table.js";

/** Removes the custom resources before the definition. */
const CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

function validateNames({ spec }: CustomResourceDefinition): FieldError[] {
  const { plural = "", singular, kind = "", listKind, shortNames = [] } = spec?.names ?? {};
  const errors: FieldError[] = [];
  for (const [field, value] of Object.entries({ plural, singular: singular ?? plural })) {
    if (value === "") errors.push(required(`spec.names.${field}`, ""));
    else errors.push(...problems(`spec.names.${field}`, value, dns1035LabelProblems(value)));
  }
  for (const [field, value] of Object.entries({ kind, listKind: listKind ?? `${kind}List` })) {
    if (value === "") errors.push(required(`spec.names.${field}`, ""));
    else
      errors.push(
        ...problems(
          `spec.names.${field}`,
          value,
          dns1035LabelProblems(value.toLowerCase()).map(
            (why) => `may have mixed case, but should otherwise match: ${why}`,
          ),
        ),
      );
  }
  if (kind !== "" && kind === listKind)
    errors.push(invalid("spec.names.listKind", listKind, "kind and listKind may not be the same"));
  shortNames.forEach((name, i) =>
    errors.push(...problems(`spec.names.shortNames[${i}]`, name, dns1035LabelProblems(name))),
  );
  return errors;
}

function validateVersions({ spec }: CustomResourceDefinition): FieldError[] {
  const versions = spec?.versions ?? [];
  const errors: FieldError[] = [];
  versions.forEach(({ name = "", schema }, i) => {
    const at = `spec.versions[${i}]`;
    if (versions.findIndex((other) => other.name === name) < i)
      errors.push(invalid(`${at}.name`, name, "must be unique"));
    errors.push(...problems(`${at}.name`, name, dns1035LabelProblems(name)));
    if (schema?.openAPIV3Schema === undefined)
      errors.push(required(`${at}.schema.openAPIV3Schema`, "schemas are required"));
  });
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalid("spec.versions", versions, "must have exactly one version marked as storage version"));
  }
  return errors;
}

function validate(definition: CustomResourceDefinition): FieldError[] {
  const { metadata, spec } = definition;
  const { group = "", names, scope = "" } = spec ?? {};
  const expected = `${names?.plural ?? ""}.${group}`;
  const name = metadata?.name ?? "";
  const errors: FieldError[] =
    name === expected ? [] : [invalid("metadata.name", name, `must be spec.names.plural+"."+spec.group`)];
  if (group === "") errors.push(required("spec.group", ""));
  else {
    errors.push(...problems("spec.group", group, dns1123SubdomainProblems(group)));
    if (!group.includes(".")) errors.push(invalid("spec.group", group, "should be a domain with at least one dot"));
  }
  if (scope === "") errors.push(required("spec.scope", ""));
  else errors.push(...validateOptionalEnum("spec.scope", scope, ["Cluster", "Namespaced"]));
  return [...errors, ...validateVersions(definition), ...validateNames(definition), ...validateConversion(definition)];
}

function validateConversion({ spec }: CustomResourceDefinition): FieldError[] {
  const { strategy = "", webhook } = spec?.conversion ?? { strategy: "None" };
  if (strategy !== "None" && strategy !== "Webhook")
    return [notSupported("spec.conversion.strategy", strategy, ["None", "Webhook"])];
  if (strategy === "Webhook" && webhook?.clientConfig === undefined) {
    return [required("spec.conversion.webhook.clientConfig", "required when strategy is set to Webhook")];
  }
  const versions = webhook?.conversionReviewVersions ?? [];
  return versions.flatMap((version, i) =>
    versions.indexOf(version) < i ? [duplicate(`spec.conversion.webhook.conversionReviewVersions[${i}]`, version)] : [],
  );
}

/** Schemas are checked further where they are compiled: structure, pruning, rules. */
export const customResourceDefinition: Strategy<CustomResourceDefinition> = {
  allowUnconditionalUpdate: false,
  defaults({ spec }) {
    if (spec === undefined) return;
    const names = spec.names ?? { plural: "", kind: "" };
    spec.names = names;
    names.singular ||= (names.kind ?? "").toLowerCase();
    names.listKind ||= `${names.kind ?? ""}List`;
    spec.conversion ??= { strategy: "None" };
  },
  prepareForCreate(definition) {
    const stored = (definition.spec?.versions ?? []).filter(({ storage }) => storage).map(({ name }) => name ?? "");
    definition.status = { conditions: [], acceptedNames: { plural: "", kind: "" }, storedVersions: stored };
  },
  prepareForUpdate(definition, old) {
    restore(definition, old, "status");
    const stored = (definition.spec?.versions ?? []).filter(({ storage }) => storage).map(({ name }) => name ?? "");
    const known = definition.status?.storedVersions ?? [];
    const added = stored.filter((name) => !known.includes(name));
    if (added.length > 0) definition.status = { ...definition.status, storedVersions: [...known, ...added] };
    const finalizers = old.metadata?.finalizers ?? [];
    const isDeleting = old.metadata?.deletionTimestamp !== undefined;
    if (isDeleting && finalizers.includes(CLEANUP_FINALIZER)) definition.spec = old.spec;
  },
  validate,
  validateUpdate({ spec }, old) {
    const isEstablished = (old.status?.conditions ?? []).some(
      ({ type, status }) => type === "Established" && status === "True",
    );
    const errors = isEstablished
      ? [
          ...validateImmutable("spec.scope", spec?.scope, old.spec?.scope),
          ...validateImmutable("spec.names.kind", spec?.names?.kind, old.spec?.names?.kind),
        ]
      : [];
    return [
      ...errors,
      ...validateImmutable("spec.group", spec?.group, old.spec?.group),
      ...validateImmutable("spec.names.plural", spec?.names?.plural, old.spec?.names?.plural),
    ];
  },
  table: CREATED_AT_TABLE,
  subresources: {
    status: {
      resetFields: [["spec"]],
      prepareForUpdate: (definition, old) => restore(definition, old, "spec"),
      validateUpdate({ spec, status }) {
        const served = new Set((spec?.versions ?? []).map(({ name }) => name));
        return (status?.storedVersions ?? []).flatMap((version, i) =>
          served.has(version)
            ? []
            : [
                invalid(
                  `status.storedVersions[${i}]`,
                  version,
                  "missing from spec.versions; unable to drop stored version",
                ),
              ],
        );
      },
    },
  },
};
