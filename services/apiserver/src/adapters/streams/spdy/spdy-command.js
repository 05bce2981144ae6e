import { Pushable } from "@flotilla/service";
import { parseSize } from "../channel-websocket.js";
/** Newest first. Source: apimachinery `remotecommand`. */
export const SPDY_COMMAND_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"];
/** An exec or attach over SPDY: a stream each for stdin, stdout, stderr, resize, and the error at the end. */
export class SpdyCommand {
    connection;
    streams;
    protocol;
    input = new Pushable();
    constructor(connection, streams, protocol) {
        this.connection = connection;
        this.streams = streams;
        this.protocol = protocol;
        void this.#pump("stdin", (value) => ({ $case: "stdin", value })).then(() => this.input.push({ $case: "stdinClosed", value: {} }));
        void this.#pump("resize", (value) => {
            const size = parseSize(value);
            return size && { $case: "resize", value: size };
        });
    }
    /** Waits until the client has opened all its streams. Undefined when it left before. */
    static async accept(connection, wanted, protocol) {
        const expected = expectedStreams(wanted, protocol);
        const streams = new Map();
        while (streams.size < expected) {
            const { value: stream, done } = await connection.streams.next();
            if (done === true || stream === undefined)
                return undefined;
            streams.set(stream.headers["streamtype"] ?? "", stream);
            await stream.reply();
        }
        return new SpdyCommand(connection, streams, protocol);
    }
    async stdout(bytes) {
        await this.streams.get("stdout")?.write(bytes);
    }
    async stderr(bytes) {
        await this.streams.get("stderr")?.write(bytes);
    }
    finish(status) {
        void this.#finish(status);
    }
    async #finish(status) {
        const hasStatus = /^v[45]\./.test(this.protocol);
        const text = hasStatus ? JSON.stringify(status) : status.status === "Failure" ? (status.message ?? "") : "";
        if (text !== "")
            await this.streams.get("error")?.write(Buffer.from(text));
        await Promise.all(["stdout", "stderr", "error"].map((name) => this.streams.get(name)?.end()));
        await this.connection.flushed();
        this.input.end();
        this.connection.close();
    }
    async #pump(name, toInput) {
        const stream = this.streams.get(name);
        if (stream === undefined)
            return new Promise(() => undefined);
        for await (const bytes of stream.input) {
            const input = toInput(bytes);
            if (input !== undefined)
                this.input.push(input);
        }
    }
}
function expectedStreams({ stdin, stdout, stderr, tty }, protocol) {
    const hasResize = tty && /^v[345]\./.test(protocol);
    return 1 + Number(stdin) + Number(stdout) + Number(stderr && !tty) + Number(hasResize);
}
//# sourceMappingURL=spdy-command.js.map