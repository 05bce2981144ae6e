import type { SpdyConnection, SpdyStream } from "@flotilla/streams";
import type { ForwardClient } from "../forward-session.js";

export const SPDY_FORWARD_PROTOCOL = "portforward.k8s.io";

/** Connections as the client opens them: each is a pair of streams with the same request id. */
export async function* spdyForwards(connection: SpdyConnection): AsyncIterable<ForwardClient> {
  const halves = new Map<string, { data?: SpdyStream; error?: SpdyStream }>();
  for await (const stream of connection.streams) {
    await stream.reply();
    const id = stream.headers["requestid"] ?? "";
    const pair = { ...halves.get(id), [stream.headers["streamtype"] === "error" ? "error" : "data"]: stream };
    halves.set(id, pair);
    if (pair.data === undefined || pair.error === undefined) continue;
    halves.delete(id);
    yield forwardOver(pair.data, pair.error);
  }
}

function forwardOver(data: SpdyStream, error: SpdyStream): ForwardClient {
  let ended = false;
  const end = (): void => {
    if (ended) return;
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
