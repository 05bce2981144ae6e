import { Signal } from "@flotilla/contracts/gen/runtime/v1/runtime.js";

/** Linux numbers. Source: signal(7), x86 and ARM. */
// prettier-ignore
const NUMBERS: Readonly<Record<string, number>> = {
  HUP: 1, INT: 2, QUIT: 3, ILL: 4, TRAP: 5, ABRT: 6, IOT: 6, BUS: 7, FPE: 8, KILL: 9, USR1: 10, SEGV: 11, USR2: 12, PIPE: 13, ALRM: 14,
  TERM: 15, STKFLT: 16, CHLD: 17, CLD: 17, CONT: 18, STOP: 19, TSTP: 20, TTIN: 21, TTOU: 22, URG: 23, XCPU: 24, XFSZ: 25, VTALRM: 26,
  PROF: 27, WINCH: 28, IO: 29, POLL: 29, PWR: 30, SYS: 31,
};
const REALTIME_MIN = 34;
const REALTIME_MAX = 64;

export const SIGTERM = 15;
export const SIGKILL = 9;

/** "SIGTERM", "TERM", "15", "SIGRTMIN+3" to a number; undefined when it is none. */
export function signalNumber(name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  const bare = name.toUpperCase().replace(/^SIG/, "");
  const realtime = /^RT(MIN|MAX)(?:([+-])(\d+))?$/.exec(bare);
  if (realtime)
    return (
      (realtime[1] === "MIN" ? REALTIME_MIN : REALTIME_MAX) + Number(realtime[3] ?? 0) * (realtime[2] === "-" ? -1 : 1)
    );
  return NUMBERS[bare];
}

/** The signal that asks a container to stop: the pod's wish, the image's, or TERM. */
export function stopSignal(wanted: Signal, imageSignal: string): number {
  const named = Object.entries(Signal).find(([, value]) => value === wanted)?.[0] ?? "";
  const fromPod = wanted > 0 ? signalNumber(named.replace("PLUS", "+").replace("MINUS", "-")) : undefined;
  return fromPod ?? signalNumber(imageSignal) ?? SIGTERM;
}
