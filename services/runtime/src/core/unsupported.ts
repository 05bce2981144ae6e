import {
  NamespaceMode,
  SecurityProfile_ProfileType,
  type ContainerConfig,
  type PodSandboxConfig,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";

/** Something that a pod asks for and this runtime cannot do. Leaving it out silently would be worse. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

export function checkSandbox(config: PodSandboxConfig): void {
  const options = config.linux?.securityContext?.namespaceOptions;
  if (options?.usernsOptions && options.usernsOptions.mode !== NamespaceMode.NODE)
    throw new Unsupported("user namespaces for single pods are not supported");
}

export function checkContainer(config: ContainerConfig): void {
  const security = config.linux?.securityContext;
  if (
    security?.apparmor?.profileType === SecurityProfile_ProfileType.Localhost ||
    security?.apparmorProfile.startsWith("localhost/")
  )
    throw new Unsupported("AppArmor profiles are not supported");
  if (security?.seccomp?.profileType === SecurityProfile_ProfileType.Localhost)
    throw new Unsupported("seccomp profiles from files (Localhost) are not supported");
  if (config.CDIDevices.length > 0) throw new Unsupported("CDI devices are not supported");
  for (const mount of config.mounts) {
    if (mount.image) throw new Unsupported(`image volumes (at ${mount.containerPath}) are not supported`);
    if (mount.uidMappings.length > 0 || mount.gidMappings.length > 0)
      throw new Unsupported(`ID-mapped mounts (at ${mount.containerPath}) are not supported`);
  }
}
