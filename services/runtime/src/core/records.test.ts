import {
  ContainerConfig,
  ContainerState,
  PodSandboxConfig,
  PodSandboxState,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { decodeContainer, decodeSandbox, encodeRecord, type ContainerRecord, type SandboxRecord } from "./records.js";

test("a container comes back as it was, with big integers and bytes", () => {
  const record: ContainerRecord = {
    id: "c",
    sandboxId: "s",
    config: ContainerConfig.fromPartial({
      metadata: { name: "n" },
      envs: [{ key: "A", value: Buffer.from([0, 255, 128]) }],
      linux: { resources: { memoryLimitInBytes: 1n << 60n } },
    }),
    imageId: "sha256:1",
    imageRef: "r",
    layers: ["2", "1"],
    process: {
      argv: ["x"],
      env: [],
      cwd: "/",
      user: { uid: 1, gid: 2, groups: [3] },
      capabilities: { bounding: 1n << 40n, ambient: 0n },
      noNewPrivileges: true,
      seccomp: "",
      tty: false,
      stdin: false,
      stdinOnce: false,
      singleUser: false,
    },
    stopSignal: 15,
    stopSignalName: 0,
    logPath: "",
    cgroupParent: "/p",
    createdAt: 1_700_000_000_123_456_789n,
    state: ContainerState.CONTAINER_RUNNING,
    startedAt: 1n,
    finishedAt: 0n,
    exitCode: 0,
    reason: "",
    message: "",
    pid: 7,
    resources: undefined,
  };
  const back = decodeContainer(encodeRecord(record));
  expect({ ...back, config: ContainerConfig.encode(back.config).finish() }).toEqual({
    ...record,
    config: ContainerConfig.encode(record.config).finish(),
  });
});

test("a sandbox comes back as it was", () => {
  const record: SandboxRecord = {
    id: "s",
    config: PodSandboxConfig.fromPartial({ hostname: "häuschen", labels: { a: "b" } }),
    runtimeHandler: "",
    createdAt: 5n,
    own: ["net", "uts"],
    state: PodSandboxState.SANDBOX_READY,
    ips: ["10.0.0.1"],
    cni: { network: { name: "n" }, result: { ips: [] } },
    pausePid: 0,
  };
  expect(decodeSandbox(encodeRecord(record))).toEqual(record);
});
