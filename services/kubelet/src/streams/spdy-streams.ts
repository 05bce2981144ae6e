import { Pushable } from "@flotilla/service";
import { dialSpdy, type SpdyConnection, type SpdyStream } from "@flotilla/streams";
import {
  type CommandOutput,
  type CommandStream,
  ForwardError,
  type ForwardStream,
  sizeMessage,
  type WantedStreams,
} from "./runtime-stream.js";

/** Source: `remotecommand` v4, the newest that every runtime speaks over SPDY; half-closes are the stream's own there. */
const COMMAND_PROTOCOL = "v4.channel.k8s.io";
const FORWARD_PROTOCOL = "portforward.k8s.io";
/** Pieces of output that wait for the caller before the runtime is held back. */
const OUTPUT_WAITING_MAX = 64;

/** An exec or attach over SPDY: a stream for each of stdin, stdout, stderr and resize, and one for the status. */
export async function openSpdyCommand(url: string, wanted: WantedStreams): Promise<CommandStream> {
  const { connection } = await dialSpdy(url, [COMMAND_PROTOCOL]);
  try {
    // In the order in which upstream opens them; each waits for its answer.
    const status = await connection.open({ streamtype: "error" });
    const stdin = wanted.stdin ? await connection.open({ streamtype: "stdin" }) : undefined;
    const stdout = wanted.stdout ? await connection.open({ streamtype: "stdout" }) : undefined;
    const stderr = wanted.stderr && !wanted.tty ? await connection.open({ streamtype: "stderr" }) : undefined;
    const resize = wanted.tty ? await connection.open({ streamtype: "resize" }) : undefined;
    await status.end();
    return {
      output: mergeOutput(status, stdout, stderr),
      stdin: async (data) => stdin?.write(data),
      closeStdin: async () => stdin?.end(),
      resize: async (width, height) => resize?.write(sizeMessage(width, height)),
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function mergeOutput(
  status: SpdyStream,
  stdout: SpdyStream | undefined,
  stderr: SpdyStream | undefined,
): AsyncIterable<CommandOutput> {
  const merged = new Pushable<CommandOutput>({ capacity: OUTPUT_WAITING_MAX });
  const pump = async (stream: "stdout" | "stderr", from: SpdyStream | undefined): Promise<void> => {
    for await (const data of from?.input ?? []) {
      await merged.room();
      if (!merged.push({ stream, data })) return;
    }
  };
  const run = async (): Promise<void> => {
    const [text] = await Promise.all([collect(status.input), pump("stdout", stdout), pump("stderr", stderr)]);
    await merged.room();
    merged.push({ stream: "status", data: text });
    merged.end();
  };
  void run();
  return merged;
}

/** One forwarded connection over SPDY: an error stream and a data stream with the same request id. */
export async function openSpdyForward(url: string, port: number): Promise<ForwardStream> {
  const { connection } = await dialSpdy(url, [FORWARD_PROTOCOL]);
  try {
    const headers = { port: String(port), requestid: "0" };
    const error = await connection.open({ ...headers, streamtype: "error" });
    await error.end();
    const data = await connection.open({ ...headers, streamtype: "data" });
    return {
      output: forwarded(connection, data, error),
      write: (bytes) => data.write(bytes),
      closeInput: () => data.end(),
      close: () => connection.close(),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function* forwarded(connection: SpdyConnection, data: SpdyStream, error: SpdyStream): AsyncIterable<Buffer> {
  const failure = collect(error.input);
  yield* data.input;
  const text = await failure;
  connection.close();
  if (text.length > 0) throw new ForwardError(text.toString("utf8"));
}

async function collect(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}
