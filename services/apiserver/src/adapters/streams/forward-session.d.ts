import type { PortForwardRequest, PortForwardResponse } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import type { PodLocation } from "../../core/verbs/connect.js";
/** One forwarded connection, as the client's protocol carries it. */
export interface ForwardClient {
    readonly port: number;
    /** Ends when the client sends no more. */
    readonly input: AsyncIterable<Uint8Array>;
    /** Resolves when there is room for more. */
    write(bytes: Uint8Array): Promise<void>;
    /** The pod's side sends no more. */
    end(): void;
    /** Shown to the person at the other end. */
    fail(message: string): void;
}
/** Carries one connection until both sides have ended. */
export declare function runForward(client: ForwardClient, { namespace, pod, podUid }: PodLocation, open: (requests: AsyncIterable<PortForwardRequest>) => AsyncIterable<PortForwardResponse>): Promise<void>;
