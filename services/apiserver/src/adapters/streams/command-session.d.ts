import { type Status } from "@flotilla/api/status.js";
import type { AttachRequest, ExecRequest, ExecResponse } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
/** What a client sends into an exec or attach. The shapes are those of the kubelet's contract. */
export type CommandInput = Exclude<NonNullable<ExecRequest["message"]>, {
    $case: "start";
}>;
/** The client's end of an exec or attach, whatever protocol carries it. */
export interface CommandClient {
    /** Ends when the client is gone. */
    readonly input: AsyncIterable<CommandInput>;
    /** Both resolve when there is room for more. */
    stdout(bytes: Uint8Array): Promise<void>;
    stderr(bytes: Uint8Array): Promise<void>;
    /** Tells how it ended, and closes. */
    finish(status: Status): void;
}
/** Runs until the kubelet says how the command ended. `open` starts the call with the requests that follow `start`. */
export declare function runCommand<Start extends NonNullable<ExecRequest["message"]> | NonNullable<AttachRequest["message"]>>(client: CommandClient, start: Start, open: (requests: AsyncIterable<{
    message: Start | CommandInput;
}>) => AsyncIterable<ExecResponse>): Promise<void>;
