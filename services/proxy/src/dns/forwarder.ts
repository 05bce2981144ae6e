import { createSocket } from "node:dgram";
import { connect } from "node:net";
import type { Clock } from "@flotilla/service";

/** How long one server is waited for. Source: glibc waits 5 s for us. */
const TIMEOUT_MS = 2_000;
const PORT = 53;

/** Asks the machine's own resolvers what the zone does not know. */
export class Forwarder {
  constructor(
    /** "address" or "address:port". */
    private readonly servers: readonly string[],
    private readonly clock: Clock,
  ) {}

  /** The answer of the first server that gives one; undefined when none does. */
  async ask(query: Buffer, transport: "udp" | "tcp"): Promise<Buffer | undefined> {
    for (const server of this.servers) {
      const [host = "", port = String(PORT)] = server.split(":");
      const answer = await (transport === "udp"
        ? this.#overUdp(query, host, Number(port))
        : this.#overTcp(query, host, Number(port)));
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  #overUdp(query: Buffer, host: string, port: number): Promise<Buffer | undefined> {
    // A socket for each question: its random port is what protects the answer from being forged.
    const socket = createSocket("udp4");
    return this.#withTimeout(
      (finish) => {
        socket.on("error", () => finish(undefined));
        socket.on("message", (message) => {
          if (message.length >= 2 && message.readUInt16BE(0) === query.readUInt16BE(0)) finish(message);
        });
        // Connected, so that only this server is heard, and its absence is an error at once.
        socket.connect(port, host, () => socket.send(query));
      },
      () => socket.close(),
    );
  }

  #overTcp(query: Buffer, host: string, port: number): Promise<Buffer | undefined> {
    const socket = connect({ host, port });
    return this.#withTimeout(
      (finish) => {
        let received: Buffer = Buffer.alloc(0);
        socket.on("error", () => finish(undefined));
        socket.on("close", () => finish(undefined));
        socket.on("data", (chunk: Buffer) => {
          received = Buffer.concat([received, chunk]);
          if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0))
            finish(received.subarray(2, 2 + received.readUInt16BE(0)));
        });
        socket.write(withLength(query));
      },
      () => socket.destroy(),
    );
  }

  #withTimeout(
    start: (finish: (answer: Buffer | undefined) => void) => void,
    close: () => void,
  ): Promise<Buffer | undefined> {
    return new Promise((resolve) => {
      let done = false;
      const finish = (answer: Buffer | undefined): void => {
        if (done) return;
        done = true;
        timer.stop();
        close();
        resolve(answer);
      };
      const timer = this.clock.after(TIMEOUT_MS, () => finish(undefined));
      start(finish);
    });
  }
}

/** As messages stand on a TCP connection. Source: RFC 1035, section 4.2.2. */
export function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
