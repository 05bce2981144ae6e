import { UpgradeRefused } from "@flotilla/streams";
import type { CommandStream, ForwardStream, WantedStreams } from "./runtime-stream.js";
import { openSpdyCommand, openSpdyForward } from "./spdy-streams.js";
import { openWebSocketCommand, openWebSocketForward } from "./web-socket-streams.js";

/** Asks the runtime for a URL that is good for one connection. */
export type StreamUrl = () => Promise<string>;

/**
 * Opens streams at the runtime: over SPDY, which every runtime of the field speaks and which can end standard input,
 * else over WebSocket. What the runtime refused once is not asked of it again.
 */
export class StreamDialer {
  #spdyRefused = false;

  command(url: StreamUrl, wanted: WantedStreams): Promise<CommandStream> {
    return this.#open(url, (address) => openSpdyCommand(address, wanted), openWebSocketCommand);
  }

  forward(url: StreamUrl, port: number): Promise<ForwardStream> {
    return this.#open(
      url,
      (address) => openSpdyForward(address, port),
      (address) => openWebSocketForward(address, port),
    );
  }

  async #open<T>(
    url: StreamUrl,
    overSpdy: (url: string) => Promise<T>,
    overWebSocket: (url: string) => Promise<T>,
  ): Promise<T> {
    if (!this.#spdyRefused) {
      try {
        return await overSpdy(await url());
      } catch (error) {
        if (!(error instanceof UpgradeRefused)) throw error;
        this.#spdyRefused = true;
      }
    }
    // A URL that was refused may be used up: another one is asked for.
    return overWebSocket(await url());
  }
}
