import { StatusError } from "@flotilla/api/status.js";
/** A kubelet's refusal, as the API tells it. */
export declare function fromKubelet(error: unknown, podName: string): StatusError;
