import type { GetLogsResponse } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import type { Machinery } from "../../core/verbs/machinery.js";
import type { Target } from "../../core/verbs/caller.js";
import type { KubeletPool } from "../kubelet/kubelet-pool.js";
import type { Exchange } from "./exchange.js";
/** GET pods/NAME/log: text as the container wrote it. */
export declare function sendLogs(exchange: Exchange, target: Target, machinery: Machinery, kubelets: KubeletPool): Promise<void>;
/** Throws NotFound and BadRequest before anything is streamed. */
export declare function openLogs(query: URLSearchParams, target: Target, machinery: Machinery, kubelets: KubeletPool, signal: AbortSignal): Promise<AsyncIterable<GetLogsResponse>>;
