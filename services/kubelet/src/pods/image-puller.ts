import type { PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, Pod, Secret } from "@flotilla/api/types/core/v1.js";
import type { ImageFacts } from "../adapters/container-runtime.js";
import { isValidImage, pullPolicy } from "../core/image-name.js";
import { pullCredentials } from "../core/pull-credentials.js";
import type { KubeletContext } from "./kubelet-context.js";
import { StartFailure } from "./start-failure.js";

/** Makes sure that a container's image is here, by its pull policy. Throws StartFailure. */
export async function ensureImage(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  sandboxConfig: PodSandboxConfig,
  pullSecrets: readonly Secret[],
): Promise<ImageFacts> {
  const image = container.image ?? "";
  if (!isValidImage(image))
    throw new StartFailure(
      "InvalidImageName",
      `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`,
    );
  const policy = pullPolicy(image, container.imagePullPolicy);
  const present = await context.runtime.imageFacts(image);
  if (present !== undefined && policy !== "Always") {
    context.events.event(pod, "Normal", "Pulled", `Container image "${image}" already present on machine`);
    return present;
  }
  if (policy === "Never")
    throw new StartFailure("ErrImageNeverPull", `Container image "${image}" is not present with pull policy of Never`);
  await pull(context, pod, image, sandboxConfig, pullSecrets);
  const pulled = await context.runtime.imageFacts(image);
  if (pulled === undefined) throw new StartFailure("ErrImagePull", `image "${image}" is not there after it was pulled`);
  return pulled;
}

async function pull(
  context: KubeletContext,
  pod: Pod,
  image: string,
  sandboxConfig: PodSandboxConfig,
  pullSecrets: readonly Secret[],
): Promise<void> {
  const { clock } = context.environment;
  const key = `${pod.metadata?.uid ?? ""}/${image}`;
  const now = clock.now();
  const failedAt = context.imageBackoff.lastFailure(key);
  const readyAt = failedAt === undefined ? 0 : context.imageBackoff.readyAt(key, failedAt);
  if (readyAt > now) throw new StartFailure("ImagePullBackOff", `Back-off pulling image "${image}"`, readyAt);
  context.events.event(pod, "Normal", "Pulling", `Pulling image "${image}"`);
  try {
    await context.runtime.pullImage(image, pullCredentials(pullSecrets, image), sandboxConfig);
    context.events.event(pod, "Normal", "Pulled", `Successfully pulled image "${image}" in ${clock.now() - now}ms`);
  } catch (error) {
    const ended = clock.now();
    context.imageBackoff.recordFailure(key, ended);
    const message = `failed to pull image "${image}": ${error instanceof Error ? error.message : String(error)}`;
    context.events.event(pod, "Warning", "Failed", `Failed to pull image "${image}": ${message}`);
    throw new StartFailure("ErrImagePull", message, context.imageBackoff.readyAt(key, ended));
  }
}
