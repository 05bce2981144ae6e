/**
 * Kubernetes' channel protocol over WebSocket: the first byte of a message says which stream the rest belongs to.
 * Source: Kubernetes, "remotecommand" v4 and v5; v5 adds CLOSE, so that stdin can end while output goes on.
 */
export const StreamChannel = { STDIN: 0, STDOUT: 1, STDERR: 2, STATUS: 3, RESIZE: 4, CLOSE: 255 } as const;

/** Newest first. */
export const REMOTE_COMMAND_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];
/** Streams come in pairs, for each port one for data and one for errors. */
export const PORT_FORWARD_PROTOCOLS = ["v4.channel.k8s.io", "portforward.k8s.io"];

/** The newest protocol that both sides speak. */
export function chooseProtocol(offered: Iterable<string>, supported: readonly string[]): string | undefined {
  const offers = new Set(offered);
  return supported.find((protocol) => offers.has(protocol));
}

/** A terminal size as sent on the RESIZE channel; undefined for anything else. */
export function parseResize(text: string): { rows: number; columns: number } | undefined {
  try {
    const { Width, Height } = JSON.parse(text) as { Width?: unknown; Height?: unknown };
    return typeof Width === "number" && typeof Height === "number" ? { rows: Height, columns: Width } : undefined;
  } catch {
    return undefined;
  }
}

/** The metav1.Status that closes a session. */
export function exitStatusJson(exitCode: number): string {
  if (exitCode === 0) return JSON.stringify({ metadata: {}, status: "Success" });
  return JSON.stringify({
    metadata: {},
    status: "Failure",
    reason: "NonZeroExitCode",
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
  });
}

/** The same for a session that could not be had. */
export function failureStatusJson(message: string): string {
  return JSON.stringify({ metadata: {}, status: "Failure", reason: "InternalError", message, code: 500 });
}
