import type { Status } from "@flotilla/api/status.js";
import { Pushable } from "@flotilla/service";
import type { WebSocket } from "ws";
import type { CommandClient, CommandInput } from "./command-session.js";
/** Newest first: v5 adds the half-close of stdin, v4 the structured exit status, base64 is for browsers. */
export declare const COMMAND_PROTOCOLS: string[];
/** An exec or attach over WebSocket: messages whose first byte (or base64 digit) is the channel. */
export declare class ChannelWebSocket implements CommandClient {
    #private;
    private readonly socket;
    readonly input: Pushable<CommandInput>;
    constructor(socket: WebSocket);
    stdout(bytes: Uint8Array): Promise<void>;
    stderr(bytes: Uint8Array): Promise<void>;
    finish(status: Status): void;
}
/** Undefined for what is no size. */
export declare function parseSize(data: Buffer): {
    width: number;
    height: number;
} | undefined;
