import * as baseline from "./baseline-checks.js";
import type { LevelVersion } from "./policy.js";
import * as restricted from "./restricted-checks.js";
import type { Check, CheckedPod, Violation } from "./text.js";

/** Which check holds from which minor version on. Source: k8s.io/pod-security-admission `policy/registry.go`. */

interface VersionedCheck {
  readonly since: number;
  readonly check: Check;
}

interface CheckRow {
  readonly id: string;
  readonly versions: readonly VersionedCheck[];
  /** At level "restricted", the baseline check that is then not needed. */
  readonly overrides?: string;
}

/** Later minors are evaluated as this one. */
const NEWEST_MINOR = 35;

const always = (check: Check): readonly VersionedCheck[] => [{ since: 0, check }];
const since = (...pairs: readonly (readonly [number, Check])[]): readonly VersionedCheck[] =>
  pairs.map(([minor, check]) => ({ since: minor, check }));

// prettier-ignore
const SYSCTLS = [
  "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
];
const SYSCTLS_27 = [...SYSCTLS, "net.ipv4.ip_local_reserved_ports"];
// prettier-ignore
const SYSCTLS_29 = [
  ...SYSCTLS_27, "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
];
const SYSCTLS_32 = [...SYSCTLS_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];

/** In the order of their ids, as upstream names violations. */
const BASELINE: readonly CheckRow[] = [
  { id: "appArmorProfile", versions: always(baseline.appArmorProfile) },
  { id: "capabilities_baseline", versions: always(baseline.capabilities) },
  { id: "hostNamespaces", versions: always(baseline.hostNamespaces) },
  { id: "hostPathVolumes", versions: always(baseline.hostPathVolumes) },
  { id: "hostPorts", versions: always(baseline.hostPorts) },
  { id: "hostProbesAndHostLifecycle", versions: since([34, baseline.hostProbesAndHostLifecycle]) },
  { id: "privileged", versions: always(baseline.privileged) },
  { id: "procMount", versions: since([0, baseline.procMount], [35, baseline.procMountOutsideUserNamespace]) },
  { id: "seLinuxOptions", versions: since([0, baseline.seLinuxOptions], [31, baseline.seLinuxOptions31]) },
  { id: "seccompProfile_baseline", versions: since([0, baseline.seccompAnnotations], [19, baseline.seccompProfile]) },
  {
    id: "sysctls",
    versions: since(
      [0, baseline.sysctls(SYSCTLS)],
      [27, baseline.sysctls(SYSCTLS_27)],
      [29, baseline.sysctls(SYSCTLS_29)],
      [32, baseline.sysctls(SYSCTLS_32)],
    ),
  },
  { id: "windowsHostProcess", versions: always(baseline.windowsHostProcess) },
];

const RESTRICTED: readonly CheckRow[] = [
  {
    id: "allowPrivilegeEscalation",
    versions: since(
      [8, restricted.allowPrivilegeEscalation],
      [25, restricted.exceptWindows(restricted.allowPrivilegeEscalation)],
    ),
  },
  {
    id: "capabilities_restricted",
    versions: since(
      [22, restricted.restrictedCapabilities],
      [25, restricted.exceptWindows(restricted.restrictedCapabilities)],
    ),
    overrides: "capabilities_baseline",
  },
  { id: "procMount_restricted", versions: since([35, baseline.procMount]), overrides: "procMount" },
  { id: "restrictedVolumes", versions: always(restricted.restrictedVolumes), overrides: "hostPathVolumes" },
  {
    id: "runAsNonRoot",
    versions: since([0, restricted.runAsNonRoot], [35, restricted.exceptUserNamespace(restricted.runAsNonRoot)]),
  },
  {
    id: "runAsUser",
    versions: since([23, restricted.runAsUser], [35, restricted.exceptUserNamespace(restricted.runAsUser)]),
  },
  {
    id: "seccompProfile_restricted",
    versions: since(
      [19, restricted.restrictedSeccompProfile],
      [25, restricted.exceptWindows(restricted.restrictedSeccompProfile)],
    ),
    overrides: "seccompProfile_baseline",
  },
];

const checkAt = ({ versions }: CheckRow, minor: number): Check | undefined =>
  versions.filter((version) => version.since <= minor).at(-1)?.check;

function checksOf({ level, minor }: LevelVersion): readonly Check[] {
  if (level === "privileged") return [];
  const at = Math.min(minor ?? NEWEST_MINOR, NEWEST_MINOR);
  const strict = level === "restricted" ? RESTRICTED.filter((row) => checkAt(row, at) !== undefined) : [];
  const overridden = strict.map(({ overrides }) => overrides);
  const rows = [...BASELINE.filter(({ id }) => !overridden.includes(id)), ...strict];
  return rows.flatMap((row) => checkAt(row, at) ?? []);
}

/** What of a level a pod does not live up to. */
export function violations(level: LevelVersion, pod: CheckedPod): Violation[] {
  return checksOf(level).flatMap((check) => check(pod) ?? []);
}

/** For a person: `reason (detail), reason (detail)`. */
export function violationText(found: readonly Violation[]): string {
  return found.map(({ reason, detail }) => (detail === "" ? reason : `${reason} (${detail})`)).join(", ");
}
