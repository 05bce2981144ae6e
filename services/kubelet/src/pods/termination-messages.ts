import { join } from "node:path";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import { containerLogPath, podLogFolder } from "../core/names.js";
import { findContainer } from "../core/pod-plan.js";
import type { ContainerView } from "../core/runtime-view.js";
import { FALLBACK_LINES, FALLBACK_MAX_BYTES, fallsBackToLog, messageLimit } from "../core/termination-message.js";
import { readLog } from "../streams/log-reader.js";
import type { KubeletContext } from "./kubelet-context.js";

/** What a container that ended has to say: its message file, or the end of its log where the pod wants that. */
export async function terminationMessage(context: KubeletContext, pod: Pod, run: ContainerView): Promise<string> {
  const uid = pod.metadata?.uid ?? "";
  const written = await context.volumes.terminationMessage(uid, run.name, run.attempt, messageLimit(pod));
  return fallsBackToLog(findContainer(pod, run.name), run.exitCode, written) ? logEnd(context, pod, run) : written;
}

async function logEnd(context: KubeletContext, pod: Pod, run: ContainerView): Promise<string> {
  const { namespace = "", name = "", uid = "" } = pod.metadata ?? {};
  const path = join(context.logRoot, podLogFolder(namespace, name, uid), containerLogPath(run.name, run.attempt));
  const request = {
    path,
    follow: false,
    timestamps: false,
    tailLines: FALLBACK_LINES,
    limitBytes: undefined,
    sinceNs: undefined,
    stream: undefined,
  };
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of readLog(
      request,
      context.environment.clock,
      new AbortController().signal,
      async () => true,
    ))
      chunks.push(chunk);
  } catch {
    // A container that never wrote has no log.
  }
  return Buffer.concat(chunks).subarray(-FALLBACK_MAX_BYTES).toString("utf8");
}
