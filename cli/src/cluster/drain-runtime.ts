import { ContainerState, RuntimeServiceDefinition } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { createClient, grpcChannel } from "@flotilla/service";

/** What a container gets to end by itself when the cluster is stopped. */
const GRACE_SECONDS = 2;
const CALL_TIMEOUT_MS = 20_000;

/** Stops and removes every pod of a runtime, so that a stopped cluster leaves nothing running. They run again after `up`. */
export async function drainRuntime(endpoint: string): Promise<void> {
  const channel = grpcChannel(endpoint);
  const runtime = createClient(RuntimeServiceDefinition, channel);
  const options = { timeoutMs: CALL_TIMEOUT_MS };
  try {
    const { containers } = await runtime.listContainers({ filter: undefined }, options);
    const running = containers.filter((container) => container.state === ContainerState.CONTAINER_RUNNING);
    await Promise.allSettled(
      running.map((container) =>
        runtime.stopContainer({ containerId: container.id, timeout: BigInt(GRACE_SECONDS) }, options),
      ),
    );
    const { items } = await runtime.listPodSandbox({ filter: undefined }, options);
    await Promise.allSettled(
      items.map(async ({ id }) => {
        await runtime.stopPodSandbox({ podSandboxId: id }, options);
        await runtime.removePodSandbox({ podSandboxId: id }, options);
      }),
    );
  } finally {
    await channel.close();
  }
}
