import {
  SecurityProfile_ProfileType,
  SupplementalGroupsPolicy,
  type ContainerConfig,
  type PodSandboxConfig,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { capabilitySets, type CapabilitySets } from "./capabilities.js";
import { containerArgv, containerEnv } from "./command.js";
import type { ImageConfig } from "./image-config.js";
import type { ProcessSpec } from "./process-plan.js";
import { defaultSeccompProgram, type Architecture } from "./seccomp.js";
import { Unsupported } from "./unsupported.js";
import { resolveUser, type UserFiles } from "./user.js";

/** What a container's specification depends on beyond what the pod says. */
export interface Surroundings {
  readonly image: ImageConfig;
  readonly userFiles: UserFiles;
  readonly heldCapabilities: bigint;
  readonly architecture: Architecture;
  readonly privileges: (capabilities: CapabilitySets) => Pick<ProcessSpec, "capabilities" | "singleUser">;
}

/** The main process of a container. */
export function processSpec(
  config: ContainerConfig,
  sandbox: PodSandboxConfig,
  surroundings: Surroundings,
): ProcessSpec {
  const { image } = surroundings;
  const security = config.linux?.securityContext;
  const privileged = security?.privileged ?? false;
  const capabilities = capabilitySets(security?.capabilities, privileged, surroundings.heldCapabilities);
  const argv = containerArgv(config, image);
  if (argv.length === 0) throw new Unsupported("neither the pod nor the image says what to run");
  return {
    argv,
    env: containerEnv(config, image, sandbox.hostname),
    cwd: config.workingDir || image.workingDir || "/",
    user: resolveUser(
      {
        uid: numberOf(security?.runAsUser?.value),
        gid: numberOf(security?.runAsGroup?.value),
        username: security?.runAsUsername ?? "",
        supplementalGroups: (security?.supplementalGroups ?? []).map(Number),
        imageGroups: security?.supplementalGroupsPolicy !== SupplementalGroupsPolicy.Strict,
        imageUser: image.user,
      },
      surroundings.userFiles,
    ),
    noNewPrivileges: security?.noNewPrivs ?? false,
    seccomp: privileged ? "" : seccompOf(config, surroundings.architecture, capabilities.bounding),
    tty: config.tty,
    stdin: config.stdin,
    stdinOnce: config.stdinOnce,
    ...surroundings.privileges(capabilities),
  };
}

/** The spec of another process in the same container. */
export function addedProcess(main: ProcessSpec, argv: readonly string[], tty: boolean): ProcessSpec {
  const env =
    tty && !main.env.some((variable) => variable.startsWith("TERM=")) ? [...main.env, "TERM=xterm"] : main.env;
  return { ...main, argv, env, tty, stdin: false, stdinOnce: false };
}

function seccompOf(config: ContainerConfig, architecture: Architecture, capabilities: bigint): string {
  const profile = config.linux?.securityContext?.seccomp;
  if (!profile || profile.profileType === SecurityProfile_ProfileType.Unconfined) return "";
  return defaultSeccompProgram(architecture, capabilities);
}

function numberOf(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
