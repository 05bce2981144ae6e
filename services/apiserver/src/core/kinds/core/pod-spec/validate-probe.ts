import type { Container, Lifecycle, LifecycleHandler, Probe } from "@flotilla/api/types/core/v1.js";
import { headerNameProblems } from "@flotilla/api/names.js";
import {
  forbidden,
  invalid,
  nonNegative,
  notSupported,
  problems,
  required,
  type FieldError,
} from "../../shared/field.js";
import { validatePortNumOrName } from "../../shared/validators.js";

/** Probes and lifecycle hooks: both name one handler. */

type Handler = Pick<Probe, "exec" | "httpGet" | "tcpSocket" | "grpc"> & Pick<LifecycleHandler, "sleep">;

const HANDLERS = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;

function validateHandler(path: string, handler: Handler, gracePeriodSeconds: number | undefined): FieldError[] {
  const given = HANDLERS.filter((kind) => handler[kind] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [required(path, "must specify a handler type")];
  return [
    ...validateOneHandler(path, handler, first, gracePeriodSeconds),
    ...others.map((kind) => forbidden(`${path}.${kind}`, "may not specify more than 1 handler type")),
  ];
}

function validateOneHandler(
  path: string,
  { exec, httpGet, tcpSocket, grpc, sleep }: Handler,
  kind: (typeof HANDLERS)[number],
  gracePeriodSeconds: number | undefined,
): FieldError[] {
  switch (kind) {
    case "exec":
      return (exec?.command ?? []).length === 0 ? [required(`${path}.exec.command`, "")] : [];
    case "httpGet":
      return validateHttpGet(`${path}.httpGet`, httpGet ?? {});
    case "tcpSocket":
      return validatePortNumOrName(`${path}.tcpSocket.port`, tcpSocket?.port);
    case "grpc":
      return validatePortNumOrName(`${path}.grpc.port`, grpc?.port);
    case "sleep": {
      const seconds = sleep?.seconds ?? 0;
      const isFine = gracePeriodSeconds === undefined || (seconds >= 0 && seconds <= gracePeriodSeconds);
      const why = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriodSeconds})`;
      return isFine ? [] : [invalid(`${path}.sleep`, seconds, why)];
    }
  }
}

function validateHttpGet(
  at: string,
  {
    path = "",
    port,
    scheme = "",
    httpHeaders,
  }: { path?: string; port?: number | string; scheme?: string; httpHeaders?: readonly { name?: string }[] },
): FieldError[] {
  const errors = path === "" ? [required(`${at}.path`, "")] : [];
  errors.push(...validatePortNumOrName(`${at}.port`, port));
  if (scheme !== "HTTP" && scheme !== "HTTPS") errors.push(notSupported(`${at}.scheme`, scheme, ["HTTP", "HTTPS"]));
  for (const { name = "" } of httpHeaders ?? []) {
    errors.push(...problems(`${at}.httpHeaders`, name, headerNameProblems(name)));
  }
  return errors;
}

function validateProbe(path: string, probe: Probe, gracePeriodSeconds: number | undefined): FieldError[] {
  const grace = probe.terminationGracePeriodSeconds;
  return [
    ...validateHandler(path, probe, gracePeriodSeconds),
    ...nonNegative(`${path}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...nonNegative(`${path}.timeoutSeconds`, probe.timeoutSeconds),
    ...nonNegative(`${path}.periodSeconds`, probe.periodSeconds),
    ...nonNegative(`${path}.successThreshold`, probe.successThreshold),
    ...nonNegative(`${path}.failureThreshold`, probe.failureThreshold),
    ...(grace !== undefined && grace <= 0
      ? [invalid(`${path}.terminationGracePeriodSeconds`, grace, "must be greater than 0")]
      : []),
  ];
}

/** Liveness and startup are over at the first success; readiness never kills. */
export function validateProbes(at: string, container: Container, gracePeriodSeconds: number | undefined): FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  const errors: FieldError[] = [];
  if (livenessProbe !== undefined) {
    errors.push(...validateProbe(`${at}.livenessProbe`, livenessProbe, gracePeriodSeconds));
    errors.push(...succeedsOnce(`${at}.livenessProbe`, livenessProbe));
  }
  if (readinessProbe !== undefined) {
    errors.push(...validateProbe(`${at}.readinessProbe`, readinessProbe, gracePeriodSeconds));
    const grace = readinessProbe.terminationGracePeriodSeconds;
    if (grace !== undefined) {
      errors.push(
        invalid(`${at}.readinessProbe.terminationGracePeriodSeconds`, grace, "must not be set for readinessProbes"),
      );
    }
  }
  if (startupProbe !== undefined) {
    errors.push(...validateProbe(`${at}.startupProbe`, startupProbe, gracePeriodSeconds));
    errors.push(...succeedsOnce(`${at}.startupProbe`, startupProbe));
  }
  return errors;
}

function succeedsOnce(path: string, { successThreshold = 0 }: Probe): FieldError[] {
  return successThreshold === 1 ? [] : [invalid(`${path}.successThreshold`, successThreshold, "must be 1")];
}

export function validateLifecycle(
  path: string,
  lifecycle: Lifecycle | undefined,
  pod: { readonly gracePeriodSeconds: number | undefined; readonly os: string | undefined },
): FieldError[] {
  if (lifecycle === undefined) return [];
  const { postStart, preStop, stopSignal } = lifecycle;
  return [
    ...(postStart === undefined ? [] : validateHandler(`${path}.postStart`, postStart, pod.gracePeriodSeconds)),
    ...(preStop === undefined ? [] : validateHandler(`${path}.preStop`, preStop, pod.gracePeriodSeconds)),
    ...(stopSignal === undefined ? [] : validateStopSignal(`${path}.stopSignal`, stopSignal, pod.os)),
  ];
}

const WINDOWS_SIGNALS: readonly string[] = ["SIGKILL", "SIGTERM"];
const NAMED_SIGNALS =
  "SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF " +
  "SIGPWR SIGQUIT SIGRTMAX SIGRTMIN SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG " +
  "SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ";
const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);
const LINUX_SIGNALS: readonly string[] = [
  ...NAMED_SIGNALS.split(" "),
  ...numbered("SIGRTMIN+", 15),
  ...numbered("SIGRTMAX-", 14),
].sort();

function validateStopSignal(at: string, signal: string, os: string | undefined): FieldError[] {
  if (os === undefined) return [forbidden(at, "may not be set for containers with empty `spec.os.name`")];
  const supported = os === "windows" ? WINDOWS_SIGNALS : LINUX_SIGNALS;
  return supported.includes(signal) ? [] : [notSupported(at, signal, supported)];
}
