import {
  ContainerConfig,
  NamespaceMode,
  PodSandboxConfig,
  SecurityProfile_ProfileType,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { checkContainer, checkSandbox, Unsupported } from "./unsupported.js";

const { Localhost, RuntimeDefault } = SecurityProfile_ProfileType;

test.each([
  ["an AppArmor profile", { linux: { securityContext: { apparmor: { profileType: Localhost, localhostRef: "x" } } } }],
  ["an AppArmor profile in the old field", { linux: { securityContext: { apparmorProfile: "localhost/x" } } }],
  [
    "a seccomp profile of the node",
    { linux: { securityContext: { seccomp: { profileType: Localhost, localhostRef: "x" } } } },
  ],
  ["a CDI device", { CDIDevices: [{ name: "vendor.com/gpu=1" }] }],
  ["an image volume", { mounts: [{ containerPath: "/v", image: { image: "x" } }] }],
  [
    "an ID-mapped mount",
    { mounts: [{ containerPath: "/v", uidMappings: [{ hostId: 1, containerId: 0, length: 1 }] }] },
  ],
])("%s is refused", (_, config) => {
  expect(() => checkContainer(ContainerConfig.fromPartial(config as object))).toThrow(Unsupported);
});

test("what we can do, or what asks for nothing, passes", () => {
  const securityContext = { apparmor: { profileType: RuntimeDefault }, seccomp: { profileType: RuntimeDefault } };
  checkContainer(
    ContainerConfig.fromPartial({
      linux: { securityContext },
      mounts: [{ containerPath: "/v", hostPath: "/h" }],
    } as object),
  );
  const node = { usernsOptions: { mode: NamespaceMode.NODE } };
  checkSandbox(PodSandboxConfig.fromPartial({ linux: { securityContext: { namespaceOptions: node } } } as object));
});

test("a user namespace for a pod is refused", () => {
  const options = { usernsOptions: { mode: NamespaceMode.POD } };
  const config = PodSandboxConfig.fromPartial({ linux: { securityContext: { namespaceOptions: options } } } as object);
  expect(() => checkSandbox(config)).toThrow(Unsupported);
});
