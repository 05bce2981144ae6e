import {
  MountPropagation,
  NamespaceMode,
  SecurityProfile_ProfileType,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { chmod, mkdir, writeFile, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { NativeHelper } from "../../adapters/native-helper.js";
import { may, MountFlag, must, UMOUNT_DETACH } from "../../core/plan.js";
import type { PodBench, SomeContainer } from "../pod-bench.js";

type Security = NonNullable<NonNullable<SomeContainer["linux"]>["securityContext"]>;

const PROCESS_FACTS =
  "grep -e CapEff -e CapBnd -e NoNewPrivs -e ^Seccomp: /proc/self/status | tr -d '\\t' | tr '\\n' ' '";

/** What containers see of the machine, and who they are. */
export function isolationCases(bench: () => PodBench, usersWork: boolean): void {
  const secured = (securityContext: Security): SomeContainer => ({ linux: { securityContext } });

  test("a container is process 1 in its own tree, on its own files", async () => {
    const text = await bench().output("echo $$; ps | wc -l; ls -d /home /work /boot 2>/dev/null; ls -A /root");
    expect(text.split("\n")).toEqual(["1", expect.stringMatching(/^\s*[2345]$/)]);
  });

  test("two containers of an image do not see one another's files", async () => {
    const pod = await bench().pod();
    const writer = await bench().run(pod, "echo mine > /root/file; sleep 100");
    const reader = await bench().run(pod, "sleep 100");
    expect(await bench().sh(writer, "while ! cat /root/file 2>/dev/null; do sleep 0.02; done")).toBe("mine");
    expect((await bench().exec(reader, "/bin/cat", "/root/file")).exitCode).toBe(1);
  });

  const cases: readonly [string, Security, string, string | RegExp][] = [
    ["default capabilities", {}, PROCESS_FACTS, /CapEff:00000000a80425fb CapBnd:00000000a80425fb NoNewPrivs:0/],
    [
      "dropped capabilities",
      { capabilities: { dropCapabilities: ["ALL"] } },
      PROCESS_FACTS,
      /CapEff:0000000000000000 CapBnd:0000000000000000/,
    ],
    [
      "an added capability",
      { capabilities: { addCapabilities: ["NET_ADMIN"], dropCapabilities: ["ALL"] } },
      PROCESS_FACTS,
      /CapEff:0000000000001000/,
    ],
    ["no new privileges", { noNewPrivs: true }, PROCESS_FACTS, /NoNewPrivs:1/],
    [
      "the default seccomp profile",
      { seccomp: { profileType: SecurityProfile_ProfileType.RuntimeDefault } },
      PROCESS_FACTS,
      /Seccomp:2/,
    ],
    ["unconfined", { seccomp: { profileType: SecurityProfile_ProfileType.Unconfined } }, PROCESS_FACTS, /Seccomp:0/],
    [
      "seccomp forbids new namespaces",
      { seccomp: { profileType: SecurityProfile_ProfileType.RuntimeDefault } },
      "busybox unshare -U true 2>&1 || echo refused",
      /refused/,
    ],
    [
      "a read-only root",
      { readonlyRootfs: true },
      "touch /x 2>&1; touch /tmp/x 2>&1; touch /dev/shm/x && echo writable",
      /Read-only file system[^]*Read-only file system[^]*writable/,
    ],
    [
      "the kernel's settings cannot be written",
      { readonlyPaths: ["/proc/sys"], maskedPaths: ["/proc/kcore"] },
      "echo 1 > /proc/sys/vm/overcommit_memory",
      /Read-only file system/,
    ],
    [
      "masked paths are empty",
      { maskedPaths: ["/proc/timer_list", "/sys/firmware"], readonlyPaths: ["/proc/sys"] },
      "wc -c < /proc/timer_list; ls /sys/firmware | wc -l",
      "0\n0",
    ],
  ];
  test.each(cases)("%s", async (_, security, script, expected) => {
    const text = await bench().output(`${script}; true`, secured(security));
    if (typeof expected === "string") expect(text.trim()).toBe(expected);
    else expect(text).toMatch(expected);
  });

  if (usersWork) {
    const users: readonly [string, Security, string][] = [
      ["by number", { runAsUser: { value: 1000n }, runAsGroup: { value: 1001n } }, "1000 1001 1001"],
      ["of the image's passwd, with its groups", { runAsUsername: "nobody" }, "65534 65534 65534 2000"],
      [
        "with supplemental groups",
        { runAsUser: { value: 1000n }, runAsGroup: { value: 1001n }, supplementalGroups: [7n, 8n] },
        "1000 1001 1001 7 8",
      ],
    ];
    test.each(users)("a user %s", async (_, security, expected) => {
      const id = await bench().run(await bench().pod(), "sleep 100", secured(security));
      // The same for the main process and for those that are added.
      expect(await bench().sh(id, "echo $(id -u) $(id -g) $(id -G)")).toBe(expected);
      expect(await bench().sh(id, "grep -e ^Uid /proc/1/status")).toContain(expected.split(" ")[0] ?? "");
    });

    test("a user who is not root can open his own output again", async () => {
      const text = await bench().output("echo again > /dev/stdout", secured({ runAsUser: { value: 1000n } }));
      expect(text).toBe("again");
    });
  }

  test("exec has the container's limits on capabilities", async () => {
    const id = await bench().run(
      await bench().pod(),
      "sleep 100",
      secured({ capabilities: { dropCapabilities: ["ALL"] }, noNewPrivs: true }),
    );
    expect(await bench().sh(id, PROCESS_FACTS)).toMatch(/CapEff:0000000000000000 CapBnd:0000000000000000 NoNewPrivs:1/);
  });

  test("volumes: folders and files, read-only ones, and those that change under it", async () => {
    const host = join(bench().cri.folder, "volume");
    await mkdir(join(host, "v1"), { recursive: true });
    await chmod(host, 0o777);
    await writeFile(join(host, "v1", "key"), "first");
    await symlink("v1", join(host, "..data"));
    await symlink("..data/key", join(host, "key"));
    await writeFile(join(bench().cri.folder, "one-file"), "single");
    const id = await bench().run(await bench().pod(), "sleep 100", {
      mounts: [
        { hostPath: host, containerPath: "/deep/inside/volume" },
        { hostPath: host, containerPath: "/readonly", readonly: true },
        { hostPath: join(bench().cri.folder, "one-file"), containerPath: "/etc/one-file" },
      ],
    });
    expect(await bench().sh(id, "cat /deep/inside/volume/key /etc/one-file")).toBe("firstsingle");
    expect((await bench().exec(id, "/bin/touch", "/readonly/x")).exitCode).toBe(1);
    await bench().sh(id, "echo written > /deep/inside/volume/back");
    expect(await readFile(join(host, "back"), "utf8")).toBe("written\n");
    await writeFile(join(host, "v1", "key"), "second");
    expect(await bench().sh(id, "cat /readonly/key")).toBe("second");
  });

  if (usersWork) {
    test("a privileged container may mount, and sees the node's devices", async () => {
      const security = { privileged: true, namespaceOptions: { pid: NamespaceMode.CONTAINER } };
      const pod = await bench().pod({ linux: { securityContext: security } });
      const script =
        "mount -t tmpfs none /tmp && grep -c ' /tmp tmpfs' /proc/mounts; ls /dev | wc -l; grep CapEff /proc/self/status";
      const id = await bench().run(pod, script, secured({ privileged: true }));
      await bench().exited(id);
      const [mounted, devices, capabilities] = (await bench().log(id)).map((line) => line.text);
      expect(mounted).toBe("1");
      expect(Number(devices)).toBeGreaterThan(20);
      expect(capabilities).toMatch(/000001ff[0-9a-f]{8}$/);
    });

    test("mounts made on the node later are seen where a volume asks for it", async () => {
      const host = join(bench().cri.folder, "shared");
      const helper = await NativeHelper.install(join(bench().cri.folder, "suite-bin"));
      const { BIND, SHARED } = MountFlag;
      await helper.apply({
        steps: [
          must("mkdir", `${host}/later`, 0o755),
          must("mount", host, host, "", BIND, ""),
          must("mount", "none", host, "", SHARED, ""),
        ],
      });
      try {
        const volume = { hostPath: host, propagation: MountPropagation.PROPAGATION_HOST_TO_CONTAINER };
        const mounts = [
          { ...volume, containerPath: "/follows" },
          { hostPath: host, containerPath: "/fixed" },
        ];
        const id = await bench().run(await bench().pod(), "sleep 100", { mounts });
        await helper.apply({
          steps: [must("mount", "late", `${host}/later`, "tmpfs", 0, ""), must("file", `${host}/later/x`, 0o644)],
        });
        expect(await bench().sh(id, "ls /follows/later; ls /fixed/later")).toBe("x");
      } finally {
        await helper.apply({
          steps: [may("umount", `${host}/later`, UMOUNT_DETACH), must("umount", host, UMOUNT_DETACH)],
        });
      }
    });
  }

  test("a link in the image does not lead a mount out of the container", async () => {
    const host = join(bench().cri.folder, "target");
    await mkdir(host, { recursive: true });
    // In the layered image /changed is a link to /data.
    await bench().cri.images.pullImage({
      image: {
        image: bench().image("layered:1"),
        annotations: {},
        userSpecifiedImage: "",
        runtimeHandler: "",
        imageRef: "",
      },
      auth: undefined,
      sandboxConfig: undefined,
    });
    const id = await bench().create(await bench().pod(), "", {
      image: { image: bench().image("layered:1") },
      command: [
        "/tools/busybox",
        "sh",
        "-c",
        "/tools/busybox ls /data /opaque; /tools/busybox ls /data/mounted | /tools/busybox wc -l; /tools/busybox readlink /changed",
      ],
      mounts: [
        { hostPath: "/bin", containerPath: "/tools", readonly: true },
        { hostPath: host, containerPath: "/changed/mounted" },
      ],
    });
    await bench().cri.runtime.startContainer({ containerId: id });
    await bench().exited(id);
    const text = (await bench().log(id)).map((line) => line.text).join(" ");
    // The upper layer has taken away "gone" and all that was in "opaque".
    expect(text).toBe("/data: kept mounted  /opaque: new 0 data");
  });
}
