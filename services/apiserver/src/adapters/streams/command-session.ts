import { successStatus, type Status } from "@flotilla/api/status.js";
import type {
  AttachRequest,
  ExecRequest,
  ExecResponse,
  Exit,
} from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";

/** What a client sends into an exec or attach. The shapes are those of the kubelet's contract. */
export type CommandInput = Exclude<NonNullable<ExecRequest["message"]>, { $case: "start" }>;

/** The client's end of an exec or attach, whatever protocol carries it. */
export interface CommandClient {
  /** Ends when the client is gone. */
  readonly input: AsyncIterable<CommandInput>;
  /** Both resolve when there is room for more. */
  stdout(bytes: Uint8Array): Promise<void>;
  stderr(bytes: Uint8Array): Promise<void>;
  /** Tells how it ended, and closes. */
  finish(status: Status): void;
}

/** Runs until the kubelet says how the command ended. `open` starts the call with the requests that follow `start`. */
export async function runCommand<
  Start extends NonNullable<ExecRequest["message"]> | NonNullable<AttachRequest["message"]>,
>(
  client: CommandClient,
  start: Start,
  open: (requests: AsyncIterable<{ message: Start | CommandInput }>) => AsyncIterable<ExecResponse>,
): Promise<void> {
  const requests = async function* () {
    yield { message: start };
    for await (const message of client.input) yield { message };
  };
  for await (const { message } of open(requests())) {
    if (message?.$case === "stdout") await client.stdout(message.value);
    else if (message?.$case === "stderr") await client.stderr(message.value);
    else if (message?.$case === "exit") return client.finish(statusOf(message.value));
  }
  client.finish(successStatus());
}

/** Source: apimachinery `remotecommand` constants; kubectl takes its exit code from here. */
function statusOf({ code, error }: Exit): Status {
  if (error !== "")
    return { ...successStatus(), status: "Failure", reason: "InternalError", message: error, code: 500 };
  if (code === 0) return successStatus();
  const status = {
    ...successStatus(),
    status: "Failure",
    reason: "NonZeroExitCode",
    message: `command terminated with non-zero exit code: exit status ${code}`,
    details: { causes: [{ reason: "ExitCode", message: String(code) }] },
  };
  return status as unknown as Status;
}
