import type { Container, Pod } from "@flotilla/api/types/core/v1.js";

/** Source: Kubernetes API, `terminationMessagePolicy`. */
const MESSAGE_MAX_BYTES = 4096;
const POD_MESSAGES_MAX_BYTES = 12 * 1024;
export const FALLBACK_MAX_BYTES = 2048;
export const FALLBACK_LINES = 80;

/** How long a container's message may be: all of a pod's together have a limit, too. */
export function messageLimit(pod: Pod): number {
  const containers = (pod.spec?.containers?.length ?? 0) + (pod.spec?.initContainers?.length ?? 0);
  return Math.min(MESSAGE_MAX_BYTES, Math.floor(POD_MESSAGES_MAX_BYTES / Math.max(1, containers)));
}

/** Whether the end of the log stands in for a message that was not written. */
export function fallsBackToLog(container: Container | undefined, exitCode: number, message: string): boolean {
  return message === "" && exitCode !== 0 && container?.terminationMessagePolicy === "FallbackToLogsOnError";
}
