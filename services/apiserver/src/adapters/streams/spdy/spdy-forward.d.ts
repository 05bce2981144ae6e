import type { ForwardClient } from "../forward-session.js";
import type { SpdyConnection } from "./spdy-connection.js";
export declare const SPDY_FORWARD_PROTOCOL = "portforward.k8s.io";
/** Connections as the client opens them: each is a pair of streams with the same request id. */
export declare function spdyForwards(connection: SpdyConnection): AsyncIterable<ForwardClient>;
