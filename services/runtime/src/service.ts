import {
  ImageServiceDefinition,
  PodSandboxState,
  RuntimeServiceDefinition,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { register, type Registration, serveGrpc, type Environment, type Running } from "@flotilla/service";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CgroupFs } from "./adapters/cgroup-fs.js";
import { CniPodNetwork } from "./adapters/cni-network.js";
import { ContainerEvents } from "./adapters/container-events.js";
import { Containers } from "./adapters/containers.js";
import type { Driver } from "./adapters/driver.js";
import { Folders, isShortEnough } from "./adapters/folders.js";
import { imageHandlers } from "./adapters/grpc/image-handlers.js";
import { runtimeHandlers } from "./adapters/grpc/runtime-handlers.js";
import { Journal } from "./adapters/journal.js";
import { LinuxDriver } from "./adapters/linux-driver.js";
import { hasNativeHelper, NativeHelper } from "./adapters/native-helper.js";
import { heldCapabilities, isInUserNamespace, probeChoice } from "./adapters/probe.js";
import { ProcessDriver } from "./adapters/process-driver.js";
import type { RuntimeParts } from "./adapters/runtime-parts.js";
import { PodNetworks, RoutedPodNetwork } from "./adapters/routed-pod-network.js";
import { Sandboxes } from "./adapters/sandboxes.js";
import { Stats } from "./adapters/stats.js";
import { startStreamServer } from "./adapters/streaming/stream-server.js";
import { StreamUrls } from "./adapters/streaming/stream-urls.js";
import { enterUserNamespace } from "./adapters/user-namespace.js";
import { runAgain } from "./adapters/run-again.js";
import type { RuntimeConfig } from "./config.js";
import type { DriverChoice } from "./core/choose-driver.js";
import { parseImageReference } from "./core/image-reference.js";
import { runtimeEvents } from "./events.js";
import { ImageStore } from "./images/image-store.js";
import type { BuiltImage } from "./images/oci-builder.js";
import { buildExampleImages } from "./images/example-images.js";
import { builtImageSource } from "./images/built-image-source.js";

export interface RunningRuntime extends Running {
  /** "unix:/path" */
  readonly address: string;
  /** For a channel within the process. */
  readonly registrations: readonly Registration[];
  readonly choice: DriverChoice;
  /** Puts an image into the store without a registry, under "registry/repository:tag". */
  importImage(name: string, image: BuiltImage): Promise<void>;
}

export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/** The driver for this machine and why; what the CLI tells the user before anything starts. */
export async function probeDriver(config: RuntimeConfig, environment: Environment): Promise<DriverChoice> {
  const helper = hasNativeHelper()
    ? await NativeHelper.install(new Folders(config.stateFolder).programs).catch(() => undefined)
    : undefined;
  return probeChoice(helper, await CgroupFs.probe(environment.clock), config.cniBinFolders, config.driver);
}

/**
 * Without root, but with user namespaces, this program has to run in one: starts itself again in there and stands in
 * for it. Undefined when we are where we have to be.
 */
export async function runInUserNamespace(
  config: RuntimeConfig,
  environment: Environment,
): Promise<(Running & { addresses: Record<string, string> }) | undefined> {
  const choice = await probeDriver(config, environment);
  if (choice.driver !== "user-namespace" || (await isInUserNamespace())) return undefined;
  const prefix = await enterUserNamespace(config.stateFolder);
  return runAgain(prefix, process.argv.slice(1));
}

/** Starts the runtime. Containers of a former one that are still running go on; stopping it leaves them running. */
export async function startRuntime(
  config: RuntimeConfig,
  { environment }: { readonly environment: Environment },
): Promise<RunningRuntime> {
  if (!isShortEnough(config.stateFolder))
    throw new CannotStart(`the state folder's path is too long for sockets in it: ${config.stateFolder}`);
  if (/[:,\\]/.test(config.stateFolder))
    throw new CannotStart(`overlayfs takes no ":", "," or "\\" in paths: ${config.stateFolder}`);
  if (!hasNativeHelper()) throw new CannotStart(`no native helper for ${process.platform} on ${process.arch}`);
  const folders = new Folders(config.stateFolder);
  await folders.make();
  const helper = await NativeHelper.install(folders.programs);
  const cgroups = await CgroupFs.probe(environment.clock);
  const choice = await probeChoice(helper, cgroups, config.cniBinFolders, config.driver);
  const journal = await Journal.open(folders);
  const driver = makeDriver(config, choice, { helper, folders, cgroups, journal });
  driver.setPodCidr(config.podCidr);
  const images = await ImageStore.open({
    folder: folders.root,
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    keepOwners: driver.keepsOwners,
    insecureRegistries: config.insecureRegistries,
    markWhiteouts: (folder, layer) => driver.markWhiteouts(folder, layer),
    layersInUse: () => new Set([...journal.containers.values()].flatMap((container) => container.layers)),
  });
  const events = runtimeEvents(environment);
  const parts: RuntimeParts = {
    environment,
    events,
    containerEvents: new ContainerEvents(),
    driver,
    helper,
    folders,
    journal,
    images,
    heldCapabilities: await heldCapabilities(),
  };
  const containers = new Containers(parts);
  const sandboxes = new Sandboxes(parts, containers);
  // Listening first also keeps the process alive while it only waits for timers.
  const streamServer = await startStreamServer(config.streamingAddress, environment);
  const known = await sandboxes.adopt();
  events.adopted({ ...(await containers.adopt()), sandboxes: known });
  const face = {
    parts,
    sandboxes,
    containers,
    stats: new Stats(parts),
    streams: new StreamUrls(streamServer, parts, containers),
  };
  if (config.exampleImages) await addExampleImages(images);
  const served = await serve(config, environment, face);
  events.ready({ ...choice, address: served.address });
  return {
    address: served.address,
    registrations: served.registrations,
    choice,
    importImage: async (name, image) => void (await images.add(parseImageReference(name), builtImageSource(image))),
    async stop() {
      await served.stop();
      await streamServer.stop();
      containers.release();
      await driver.release();
    },
  };
}

/** The registry in the names of the images that we build ourselves; there is no such registry. */
const EXAMPLE_REGISTRY = "flotilla.dev";

async function addExampleImages(images: ImageStore): Promise<void> {
  for (const [name, image] of await buildExampleImages())
    await images.add(parseImageReference(`${EXAMPLE_REGISTRY}/${name}`), builtImageSource(image));
}

async function serve(
  config: RuntimeConfig,
  environment: Environment,
  face: Parameters<typeof runtimeHandlers>[0],
): Promise<{ address: string; registrations: readonly Registration[] } & Running> {
  if (config.listenAddress.startsWith("unix:"))
    await mkdir(dirname(config.listenAddress.slice("unix:".length)), { recursive: true });
  const registrations = [
    register(RuntimeServiceDefinition, runtimeHandlers(face)),
    register(ImageServiceDefinition, imageHandlers(face.parts)),
  ];
  const served = await serveGrpc(registrations, { address: config.listenAddress, log: environment.log });
  return { address: served.address, registrations, stop: () => served.stop() };
}

function makeDriver(
  config: RuntimeConfig,
  choice: DriverChoice,
  {
    helper,
    folders,
    cgroups,
    journal,
  }: { helper: NativeHelper; folders: Folders; cgroups: CgroupFs | undefined; journal: Journal },
): Driver {
  const layersFolder = join(folders.root, "layers");
  if (choice.driver === "process") return new ProcessDriver(folders, layersFolder);
  const cni = new CniPodNetwork({
    confFolder: config.cniConfFolder,
    binFolders: config.cniBinFolders,
    leaseFolder: folders.leases,
  });
  // An address is in use until its sandbox is stopped, when the interfaces go.
  const addressesInUse = () =>
    [...journal.sandboxes.values()]
      .filter((sandbox) => sandbox.state === PodSandboxState.SANDBOX_READY)
      .flatMap((sandbox) => sandbox.ips);
  const network = new PodNetworks(cni, new RoutedPodNetwork(helper, addressesInUse));
  return new LinuxDriver({
    helper,
    folders,
    network,
    cgroups,
    layersFolder,
    inUserNamespace: choice.driver === "user-namespace",
    pidOf: (containerId) => journal.containers.get(containerId)?.pid ?? 0,
  });
}
