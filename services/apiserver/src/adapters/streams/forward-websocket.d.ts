import type { WebSocket } from "ws";
import type { ForwardClient } from "./forward-session.js";
/** Older clients forward without SPDY: a pair of channels for each port, data and error. Source: kubelet `portforward/websocket.go`. */
export declare const FORWARD_PROTOCOLS: string[];
/** One connection for each port, all over one WebSocket. */
export declare function webSocketForwards(socket: WebSocket, ports: readonly number[]): ForwardClient[];
