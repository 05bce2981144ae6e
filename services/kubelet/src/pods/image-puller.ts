import type { PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Container, Pod, Secret } from "@flotilla/api/types/core/v1.js";
import type { ImageFacts } from "../adapters/container-runtime.js";
import { imageRegistry, isValidImage, pullPolicy } from "../core/image-name.js";
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
    await context.runtime.pullImage(image, credentials(pullSecrets, image), sandboxConfig);
    context.events.event(pod, "Normal", "Pulled", `Successfully pulled image "${image}" in ${clock.now() - now}ms`);
  } catch (error) {
    const ended = clock.now();
    context.imageBackoff.recordFailure(key, ended);
    const message = `failed to pull image "${image}": ${error instanceof Error ? error.message : String(error)}`;
    context.events.event(pod, "Warning", "Failed", `Failed to pull image "${image}": ${message}`);
    throw new StartFailure("ErrImagePull", message, context.imageBackoff.readyAt(key, ended));
  }
}

/** Source: Kubernetes docs, "Pull an image from a private registry" (`kubernetes.io/dockerconfigjson`). */
function credentials(secrets: readonly Secret[], image: string): { username: string; password: string } | undefined {
  const registry = imageRegistry(image);
  for (const secret of secrets) {
    const encoded = secret.data?.[".dockerconfigjson"];
    if (encoded === undefined) continue;
    const auths = parseDockerConfig(Buffer.from(encoded, "base64").toString("utf8"));
    const entry = Object.entries(auths).find(
      ([host]) => host.replace(/^https?:\/\//, "").split("/")[0] === registry,
    )?.[1];
    if (entry?.username !== undefined && entry.password !== undefined)
      return { username: entry.username, password: entry.password };
    if (entry?.auth !== undefined) {
      const [username = "", ...password] = Buffer.from(entry.auth, "base64").toString("utf8").split(":");
      return { username, password: password.join(":") };
    }
  }
  return undefined;
}

interface DockerAuth {
  readonly username?: string;
  readonly password?: string;
  readonly auth?: string;
}

function parseDockerConfig(text: string): Record<string, DockerAuth> {
  try {
    return (JSON.parse(text) as { auths?: Record<string, DockerAuth> }).auths ?? {};
  } catch {
    // A secret that cannot be read gives no credentials; the registry then says what is missing.
    return {};
  }
}
