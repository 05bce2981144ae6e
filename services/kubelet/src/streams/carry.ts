import type {
  AttachRequest,
  ExecRequest,
  ExecResponse,
  PortForwardRequest,
  PortForwardResponse,
} from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import { exitOf } from "./exit-status.js";
import { type CommandStream, ForwardError, type ForwardStream } from "./runtime-stream.js";

/** Carries an exec or attach both ways until the runtime says how it ended, or the caller leaves. */
export async function* carryCommand(
  stream: CommandStream,
  requests: AsyncIterable<ExecRequest | AttachRequest>,
): AsyncIterable<ExecResponse> {
  void pump(requests, (request) => toRuntime(stream, request.message));
  try {
    for await (const { stream: name, data } of stream.output) {
      if (name === "status") yield { message: { $case: "exit", value: exitOf(data.toString("utf8")) } };
      else yield { message: { $case: name, value: data } };
    }
  } finally {
    stream.close();
  }
}

/** Carries one connection both ways until the pod's side has ended, or the caller leaves. */
export async function* carryForward(
  stream: ForwardStream,
  requests: AsyncIterable<PortForwardRequest>,
): AsyncIterable<PortForwardResponse> {
  void pump(requests, async ({ message }) => {
    if (message?.$case === "data") await stream.write(message.value);
    if (message?.$case === "dataClosed") await stream.closeInput();
  });
  try {
    for await (const data of stream.output) yield { message: { $case: "data", value: data } };
  } catch (error) {
    if (!(error instanceof ForwardError)) throw error;
    yield { message: { $case: "error", value: error.message } };
  } finally {
    stream.close();
  }
}

async function toRuntime(
  stream: CommandStream,
  message: ExecRequest["message"] | AttachRequest["message"],
): Promise<void> {
  if (message?.$case === "stdin") await stream.stdin(message.value);
  else if (message?.$case === "resize") await stream.resize(message.value.width, message.value.height);
  else if (message?.$case === "stdinClosed") await stream.closeStdin();
}

/** Carries one direction; when it breaks, the other direction ends the call. */
async function pump<M>(requests: AsyncIterable<M>, send: (request: M) => Promise<void>): Promise<void> {
  try {
    for await (const request of requests) await send(request);
  } catch {
    // The caller left or the runtime closed: the reading side sees the same and reports it.
  }
}
