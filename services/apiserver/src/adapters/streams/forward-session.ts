import type { PortForwardRequest, PortForwardResponse } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import type { PodLocation } from "../../core/verbs/connect.js";

/** One forwarded connection, as the client's protocol carries it. */
export interface ForwardClient {
  readonly port: number;
  /** Ends when the client sends no more. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves when there is room for more. */
  write(bytes: Uint8Array): Promise<void>;
  /** The pod's side sends no more. */
  end(): void;
  /** Shown to the person at the other end. */
  fail(message: string): void;
}

/** Carries one connection until both sides have ended. */
export async function runForward(
  client: ForwardClient,
  { namespace, pod, podUid }: PodLocation,
  open: (requests: AsyncIterable<PortForwardRequest>) => AsyncIterable<PortForwardResponse>,
): Promise<void> {
  const requests = async function* (): AsyncIterable<PortForwardRequest> {
    yield { message: { $case: "start", value: { namespace, pod, podUid, port: client.port } } };
    for await (const bytes of client.input) yield { message: { $case: "data", value: Buffer.from(bytes) } };
    yield { message: { $case: "dataClosed", value: {} } };
  };
  try {
    for await (const { message } of open(requests())) {
      if (message?.$case === "data") await client.write(message.value);
      else if (message?.$case === "error") return client.fail(message.value);
    }
    client.end();
  } catch (error) {
    client.fail(
      `error forwarding port ${client.port} to pod ${pod}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
