export { runtimeConfig, runtimeOptions, type RuntimeConfig } from "./config.js";
export { CannotStart, probeDriver, startRuntime, type RunningRuntime } from "./service.js";
export { enterUserNamespace, leaveUserNamespace } from "./adapters/user-namespace.js";
export type { DriverChoice, DriverName } from "./core/choose-driver.js";
export { buildExampleImages } from "./images/example-images.js";
export {
  buildImage,
  buildIndex,
  type BuildConfig,
  type BuiltImage,
  type OciArchitecture,
} from "./images/oci-builder.js";
export { ImageShelf, startRegistry, type RegistryOptions, type RunningRegistry } from "./images/registry-server.js";
export { directory, file, symlink, type TarEntry } from "./images/tar-writer.js";
