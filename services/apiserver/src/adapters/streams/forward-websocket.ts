import { Pushable } from "@flotilla/service";
import type { WebSocket } from "ws";
import type { ForwardClient } from "./forward-session.js";

/** Older clients forward without SPDY: a pair of channels for each port, data and error. Source: kubelet `portforward/websocket.go`. */
export const FORWARD_PROTOCOLS = ["v4.channel.k8s.io", "v4.base64.channel.k8s.io"];

/** One connection for each port, all over one WebSocket. */
export function webSocketForwards(socket: WebSocket, ports: readonly number[]): ForwardClient[] {
  const isBase64 = socket.protocol.includes("base64");
  const send = (channel: number, bytes: Uint8Array): Promise<void> => {
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    const message = isBase64
      ? `${channel}${Buffer.from(bytes).toString("base64")}`
      : Buffer.concat([Uint8Array.of(channel), bytes]);
    return new Promise((resolve) => socket.send(message, () => resolve()));
  };
  const inputs = ports.map(() => new Pushable<Uint8Array>());
  socket.on("message", (raw) => {
    const message = raw as Buffer;
    const channel = isBase64 ? (message[0] ?? 0) - 0x30 : (message[0] ?? 0);
    const data = isBase64 ? Buffer.from(message.subarray(1).toString("latin1"), "base64") : message.subarray(1);
    if (channel % 2 === 0) inputs[channel / 2]?.push(data);
  });
  socket.on("close", () => inputs.forEach((input) => input.end()));
  let open = ports.length;
  const closeOne = (): void => {
    open -= 1;
    if (open === 0) socket.close(1000);
  };
  return ports.map((port, index) => {
    // The client learns from the first message of each channel which port it carries.
    const announcement = Uint8Array.of(port & 0xff, port >> 8);
    void send(2 * index, announcement);
    void send(2 * index + 1, announcement);
    return {
      port,
      input: inputs[index] ?? new Pushable<Uint8Array>(),
      write: (bytes) => send(2 * index, bytes),
      end: once(closeOne),
      fail: (message) => void send(2 * index + 1, Buffer.from(message)).then(closeOne),
    };
  });
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
