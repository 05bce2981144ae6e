import type { Exit } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";

interface RemoteStatus {
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

const COULD_NOT_RUN = 126;

/** The end of a command, from the Status that the runtime sends on the status channel. Source: `remotecommand` v4. */
export function exitOf(json: string): Exit {
  let status: RemoteStatus;
  try {
    status = JSON.parse(json) as RemoteStatus;
  } catch {
    return { code: COULD_NOT_RUN, error: json || "the runtime closed the connection before the command ended" };
  }
  if (status.status === "Success") return { code: 0, error: "" };
  const code = status.details?.causes?.find((cause) => cause.reason === "ExitCode")?.message;
  if (status.reason === "NonZeroExitCode" && code !== undefined) return { code: Number(code), error: "" };
  return { code: COULD_NOT_RUN, error: status.message ?? "the command could not be run" };
}
