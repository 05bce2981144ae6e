import type { FieldError } from "@flotilla/api/validation/field-error.js";
import { invalid } from "../../kinds/shared/field.js";

/** Which level a namespace's labels ask for. Source: k8s.io/pod-security-admission `api/helpers.go`. */

const LEVELS = ["privileged", "baseline", "restricted"] as const;
export type Level = (typeof LEVELS)[number];

export interface LevelVersion {
  readonly level: Level;
  /** The minor version of the policy; undefined means the latest. */
  readonly minor: number | undefined;
}

export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

const PRIVILEGED: LevelVersion = { level: "privileged", minor: undefined };
export const DEFAULT_POLICY: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED };

const PREFIX = "pod-security.kubernetes.io/";
const VERSION = /^v1\.([0-9]|[1-9][0-9]*)$/;

export const levelText = ({ level, minor }: LevelVersion): string =>
  `${level}:${minor === undefined ? "latest" : `v1.${minor}`}`;

export const sameLevel = (a: LevelVersion, b: LevelVersion): boolean => a.level === b.level && a.minor === b.minor;

/** Greater means stricter. */
export const strictness = (level: Level): number => LEVELS.indexOf(level);

interface Reading {
  readonly policy: Policy;
  readonly errors: readonly FieldError[];
}

/** Of labels that make no sense the policy takes "restricted" and "latest" to enforce, and does not warn. */
export function policyOf(labels: Readonly<Record<string, string>> = {}, defaults: Policy = DEFAULT_POLICY): Reading {
  const errors: FieldError[] = [];
  const read = (
    mode: keyof Policy,
    ofBadLevel: Level,
  ): { readonly level: Level | undefined; readonly chosen: LevelVersion } => {
    const levelLabel = labels[PREFIX + mode];
    const known = LEVELS.find((level) => level === levelLabel);
    if (levelLabel !== undefined && known === undefined) {
      errors.push(invalid(`metadata.labels[${PREFIX}${mode}]`, levelLabel, `must be one of ${LEVELS.join(", ")}`));
    }
    const versionLabel = labels[`${PREFIX}${mode}-version`];
    const match = VERSION.exec(versionLabel ?? "");
    if (versionLabel !== undefined && versionLabel !== "latest" && match === null) {
      errors.push(invalid(`metadata.labels[${PREFIX}${mode}-version]`, versionLabel, 'must be "latest" or "v1.x"'));
    }
    const level = levelLabel === undefined ? defaults[mode].level : (known ?? ofBadLevel);
    const minor = match === null ? undefined : Number(match[1]);
    return { level: known, chosen: { level, minor: versionLabel === undefined ? defaults[mode].minor : minor } };
  };
  const enforce = read("enforce", "restricted");
  const audit = read("audit", "privileged");
  const warn = read("warn", "privileged");
  let warning = warn.chosen;
  const isStricter = enforce.level !== undefined && strictness(enforce.level) > strictness(warning.level);
  // Who enforces a level most likely wants to hear of it, also on the controllers of pods.
  if (labels[`${PREFIX}warn`] === undefined && isStricter) {
    const minor = labels[`${PREFIX}warn-version`] === undefined ? enforce.chosen.minor : warning.minor;
    warning = { level: enforce.chosen.level, minor };
  }
  return { policy: { enforce: enforce.chosen, audit: audit.chosen, warn: warning }, errors };
}
