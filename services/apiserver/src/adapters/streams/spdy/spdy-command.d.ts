import type { Status } from "@flotilla/api/status.js";
import { Pushable } from "@flotilla/service";
import type { CommandClient, CommandInput } from "../command-session.js";
import type { SpdyConnection } from "./spdy-connection.js";
/** Newest first. Source: apimachinery `remotecommand`. */
export declare const SPDY_COMMAND_PROTOCOLS: string[];
/** Which streams the client will open, from the query of its request. */
export interface WantedStreams {
    readonly stdin: boolean;
    readonly stdout: boolean;
    readonly stderr: boolean;
    readonly tty: boolean;
}
/** An exec or attach over SPDY: a stream each for stdin, stdout, stderr, resize, and the error at the end. */
export declare class SpdyCommand implements CommandClient {
    #private;
    private readonly connection;
    private readonly streams;
    private readonly protocol;
    readonly input: Pushable<CommandInput>;
    private constructor();
    /** Waits until the client has opened all its streams. Undefined when it left before. */
    static accept(connection: SpdyConnection, wanted: WantedStreams, protocol: string): Promise<SpdyCommand | undefined>;
    stdout(bytes: Uint8Array): Promise<void>;
    stderr(bytes: Uint8Array): Promise<void>;
    finish(status: Status): void;
}
