import { Pushable } from "@flotilla/service";
/** Older clients forward without SPDY: a pair of channels for each port, data and error. Source: kubelet `portforward/websocket.go`. */
export const FORWARD_PROTOCOLS = ["v4.channel.k8s.io", "v4.base64.channel.k8s.io"];
/** One connection for each port, all over one WebSocket. */
export function webSocketForwards(socket, ports) {
    const isBase64 = socket.protocol.includes("base64");
    const send = (channel, bytes) => {
        if (socket.readyState !== socket.OPEN)
            return Promise.resolve();
        const message = isBase64 ? `${channel}${Buffer.from(bytes).toString("base64")}` : Buffer.concat([Uint8Array.of(channel), bytes]);
        return new Promise((resolve) => socket.send(message, () => resolve()));
    };
    const inputs = ports.map(() => new Pushable());
    socket.on("message", (raw) => {
        const message = raw;
        const channel = isBase64 ? (message[0] ?? 0) - 0x30 : (message[0] ?? 0);
        const data = isBase64 ? Buffer.from(message.subarray(1).toString("latin1"), "base64") : message.subarray(1);
        if (channel % 2 === 0)
            inputs[channel / 2]?.push(data);
    });
    socket.on("close", () => inputs.forEach((input) => input.end()));
    let open = ports.length;
    const closeOne = () => {
        open -= 1;
        if (open === 0)
            socket.close(1000);
    };
    return ports.map((port, index) => {
        // The client learns from the first message of each channel which port it carries.
        const announcement = Uint8Array.of(port & 0xff, port >> 8);
        void send(2 * index, announcement);
        void send(2 * index + 1, announcement);
        return {
            port,
            input: inputs[index] ?? new Pushable(),
            write: (bytes) => send(2 * index, bytes),
            end: once(closeOne),
            fail: (message) => void send(2 * index + 1, Buffer.from(message)).then(closeOne),
        };
    });
}
function once(run) {
    let done = false;
    return () => {
        if (done)
            return;
        done = true;
        run();
    };
}
//# sourceMappingURL=forward-websocket.js.map