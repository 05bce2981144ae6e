import { Pushable } from "@flotilla/service";
import { HeaderBlocks } from "./header-block.js";
/** Source: SPDY Protocol draft 3.1, section 2.6. */
const TYPE = { synStream: 1, synReply: 2, rstStream: 3, settings: 4, ping: 6, goAway: 7, headers: 8, windowUpdate: 9 };
const FLAG_FIN = 1;
const CONTROL = 0x8003;
const HEADER_BYTES = 8;
const STREAM_ID_MASK = 0x7fffffff;
/** Data frames are cut to this, so that streams take turns. */
const DATA_FRAME_BYTES = 32 * 1024;
const RESET_CANCEL = 5;
/** One stream that the client opened. */
export class SpdyStream {
    id;
    headers;
    connection;
    /** Ends when the client sends no more, or is gone. */
    input = new Pushable();
    constructor(id, 
    /** Names are lower case. */
    headers, connection) {
        this.id = id;
        this.headers = headers;
        this.connection = connection;
    }
    /** Has to come before the client opens its next stream. */
    reply() {
        return this.connection.sendReply(this.id);
    }
    async write(bytes) {
        for (let at = 0; at < bytes.length; at += DATA_FRAME_BYTES)
            await this.connection.sendData(this.id, bytes.subarray(at, at + DATA_FRAME_BYTES), 0);
    }
    async end() {
        await this.connection.sendData(this.id, new Uint8Array(), FLAG_FIN);
    }
}
/**
 * The server's side of SPDY/3.1, as far as kubectl and client-go use it: streams opened by the client, no priorities,
 * no limits on what we send (client-go grants none and heeds none).
 */
export class SpdyConnection {
    transport;
    /** Streams as the client opens them; ends with the connection. */
    streams = new Pushable();
    #open = new Map();
    #blocks = new HeaderBlocks();
    #pending = Buffer.alloc(0);
    #reading = Promise.resolve();
    /** Frames with header blocks must leave in the order in which the blocks were packed. */
    #writing = Promise.resolve();
    constructor(transport) {
        this.transport = transport;
    }
    /** Bytes from the client. */
    receive(bytes) {
        this.#reading = this.#reading.then(() => this.#take(bytes)).catch(() => this.close());
    }
    /** The client is gone, or is sent away. */
    close() {
        for (const stream of this.#open.values())
            stream.input.end();
        this.#open.clear();
        this.streams.end();
        this.#blocks.close();
        this.transport.close();
    }
    sendReply(id) {
        return this.#enqueue(async () => {
            const block = await this.#blocks.write({});
            await this.transport.write(controlFrame(TYPE.synReply, 0, Buffer.concat([uint32(id), block])));
        });
    }
    sendData(id, bytes, flags) {
        const head = Buffer.alloc(HEADER_BYTES);
        head.writeUInt32BE(id, 0);
        head.writeUInt32BE(bytes.length, 4);
        head.writeUInt8(flags, 4);
        return this.#enqueue(() => this.transport.write(Buffer.concat([head, bytes])));
    }
    /** Resolves when all that was sent so far has left. */
    flushed() {
        return this.#writing;
    }
    #enqueue(work) {
        const done = this.#writing.then(work);
        this.#writing = done.catch(() => undefined);
        return done;
    }
    async #take(bytes) {
        this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
        while (this.#pending.length >= HEADER_BYTES) {
            const end = HEADER_BYTES + this.#pending.readUIntBE(5, 3);
            if (this.#pending.length < end)
                return;
            const frame = this.#pending.subarray(0, end);
            this.#pending = this.#pending.subarray(end);
            await this.#handle(frame);
        }
    }
    async #handle(frame) {
        const flags = frame.readUInt8(4);
        const payload = frame.subarray(HEADER_BYTES);
        const isControl = (frame.readUInt8(0) & 0x80) !== 0;
        if (!isControl)
            return this.#data(frame.readUInt32BE(0), flags, payload);
        switch (frame.readUInt16BE(2)) {
            case TYPE.synStream:
                return this.#synStream(payload, flags);
            case TYPE.headers:
            case TYPE.synReply:
                // Read for the sake of the compression state, which every block changes.
                await this.#blocks.read(payload.subarray(4));
                return;
            case TYPE.rstStream:
                return this.#endStream(payload.readUInt32BE(0) & STREAM_ID_MASK);
            case TYPE.ping:
                void this.#enqueue(() => this.transport.write(controlFrame(TYPE.ping, 0, payload)));
                return;
            default:
                // GOAWAY, SETTINGS and WINDOW_UPDATE ask for nothing that we do not do anyway.
                return;
        }
    }
    async #synStream(payload, flags) {
        const id = payload.readUInt32BE(0) & STREAM_ID_MASK;
        const stream = new SpdyStream(id, await this.#blocks.read(payload.subarray(10)), this);
        this.#open.set(id, stream);
        this.streams.push(stream);
        if ((flags & FLAG_FIN) !== 0)
            stream.input.end();
    }
    #data(id, flags, payload) {
        const stream = this.#open.get(id);
        if (stream === undefined) {
            void this.#enqueue(() => this.transport.write(controlFrame(TYPE.rstStream, 0, Buffer.concat([uint32(id), uint32(RESET_CANCEL)]))));
            return;
        }
        if (payload.length > 0) {
            stream.input.push(Buffer.from(payload));
            void this.#enqueue(() => this.transport.write(controlFrame(TYPE.windowUpdate, 0, Buffer.concat([uint32(id), uint32(payload.length)]))));
        }
        if ((flags & FLAG_FIN) !== 0)
            stream.input.end();
    }
    #endStream(id) {
        this.#open.get(id)?.input.end();
        this.#open.delete(id);
    }
}
function controlFrame(type, flags, payload) {
    const head = Buffer.alloc(HEADER_BYTES);
    head.writeUInt16BE(CONTROL, 0);
    head.writeUInt16BE(type, 2);
    head.writeUInt32BE(payload.length, 4);
    head.writeUInt8(flags, 4);
    return Buffer.concat([head, payload]);
}
function uint32(value) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
}
//# sourceMappingURL=spdy-connection.js.map