export const SPDY_FORWARD_PROTOCOL = "portforward.k8s.io";
/** Connections as the client opens them: each is a pair of streams with the same request id. */
export async function* spdyForwards(connection) {
    const halves = new Map();
    for await (const stream of connection.streams) {
        await stream.reply();
        const id = stream.headers["requestid"] ?? "";
        const pair = { ...halves.get(id), [stream.headers["streamtype"] === "error" ? "error" : "data"]: stream };
        halves.set(id, pair);
        if (pair.data === undefined || pair.error === undefined)
            continue;
        halves.delete(id);
        yield forwardOver(pair.data, pair.error);
    }
}
function forwardOver(data, error) {
    let ended = false;
    const end = () => {
        if (ended)
            return;
        ended = true;
        void data.end();
        void error.end();
    };
    return {
        port: Number(data.headers["port"] ?? 0),
        input: data.input,
        write: (bytes) => data.write(bytes),
        end,
        fail: (message) => void error.write(Buffer.from(message)).then(end),
    };
}
//# sourceMappingURL=spdy-forward.js.map