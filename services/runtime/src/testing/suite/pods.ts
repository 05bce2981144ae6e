import {
  NamespaceMode,
  PodSandboxState,
  Protocol,
  type PodSandboxFilter,
} from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { get } from "node:http";
import { eventually, type PodBench } from "../pod-bench.js";
import type { CriAbilities } from "../cri-under-test.js";

/** A port of the machine for the hostPort case; outside of the ephemeral range. */
const HOST_PORT = 28_473;

/** Sandboxes and what their containers share. */
export function podCases(bench: () => PodBench, abilities: CriAbilities): void {
  const podStatus = async (id: string) =>
    (await bench().cri.runtime.podSandboxStatus({ podSandboxId: id, verbose: false })).status;

  test("a sandbox is ready, then not ready, then gone; stopping kills its containers", async () => {
    const pod = await bench().pod({ annotations: { note: "kept" } });
    const id = await bench().run(pod, "sleep 100");
    expect(await podStatus(pod.id)).toMatchObject({
      state: PodSandboxState.SANDBOX_READY,
      annotations: { note: "kept" },
      metadata: pod.config.metadata,
    });
    for (let time = 0; time < 2; time++) await bench().cri.runtime.stopPodSandbox({ podSandboxId: pod.id });
    expect(await podStatus(pod.id)).toMatchObject({ state: PodSandboxState.SANDBOX_NOTREADY });
    expect((await bench().exited(id)).exitCode).toBe(137);
    for (let time = 0; time < 2; time++) await bench().cri.runtime.removePodSandbox({ podSandboxId: pod.id });
    await expect(podStatus(pod.id)).rejects.toMatchObject({ code: 5 });
    await expect(bench().status(id)).rejects.toMatchObject({ code: 5 });
  });

  test("lists of sandboxes can be filtered", async () => {
    const [one, two] = [
      await bench().pod({ labels: { which: "one" } }),
      await bench().pod({ labels: { which: "two" } }),
    ];
    await bench().cri.runtime.stopPodSandbox({ podSandboxId: two.id });
    const ids = async (filter: Partial<PodSandboxFilter>) =>
      (
        await bench().cri.runtime.listPodSandbox({ filter: { id: "", state: undefined, labelSelector: {}, ...filter } })
      ).items.map((item) => item.id);
    expect(await ids({})).toEqual(expect.arrayContaining([one.id, two.id]));
    expect(await ids({ labelSelector: { which: "two" } })).toEqual([two.id]);
    expect(await ids({ state: { state: PodSandboxState.SANDBOX_NOTREADY } })).toEqual([two.id]);
  });

  test("nothing can be created in a sandbox that was stopped", async () => {
    const pod = await bench().pod();
    await bench().cri.runtime.stopPodSandbox({ podSandboxId: pod.id });
    await expect(bench().run(pod, "true")).rejects.toThrow();
  });

  if (abilities.network) {
    test("pods have addresses, and reach one another and their own localhost", async () => {
      const server = await bench().pod();
      await bench().run(server, "mkdir /tmp/w; echo served > /tmp/w/f; exec httpd -f -p 8080 -h /tmp/w");
      const ip = (await podStatus(server.id))?.network?.ip ?? "";
      expect(ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      const client = await bench().run(await bench().pod(), "sleep 100");
      const neighbour = await bench().run(server, "sleep 100");
      const fetched = (id: string, host: string) =>
        eventually(
          async () => (await bench().sh(id, `wget -qO- http://${host}:8080/f`)) || undefined,
          `${host} answers`,
        );
      expect(await fetched(client, ip)).toBe("served");
      expect(await fetched(neighbour, "127.0.0.1")).toBe("served");
    });

    test("hostname and resolv.conf are the pod's", async () => {
      const text = await bench().output(
        "hostname; cat /etc/resolv.conf",
        {},
        {
          hostname: "my-name",
          dnsConfig: { servers: ["10.96.0.10"], searches: ["a.svc", "svc"], options: ["ndots:5"] },
        },
      );
      expect(text).toBe("my-name\nsearch a.svc svc\nnameserver 10.96.0.10\noptions ndots:5");
    });

    if (abilities.hostPorts) {
      test("a host port leads to the pod", async () => {
        const pod = await bench().pod({
          portMappings: [{ protocol: Protocol.TCP, containerPort: 8080, hostPort: HOST_PORT, hostIp: "" }],
        });
        await bench().cri.images.pullImage({
          image: {
            image: bench().image("hello:1"),
            annotations: {},
            userSpecifiedImage: "",
            runtimeHandler: "",
            imageRef: "",
          },
          auth: undefined,
          sandboxConfig: undefined,
        });
        await bench().run(pod, "", {
          image: { image: bench().image("hello:1") },
          command: [],
          envs: [{ key: "POD_NAME", value: Buffer.from("via-host-port") }],
        });
        expect(await eventually(() => fetchText(`http://127.0.0.1:${HOST_PORT}/x`), "the port answers")).toContain(
          "pod: via-host-port\npath: /x",
        );
      });
    }

    test("a pod on the node's network has the node's interfaces and name", async () => {
      const text = await bench().output(
        "hostname; ls /sys/class/net",
        {},
        {
          hostname: "",
          linux: {
            securityContext: { namespaceOptions: { network: NamespaceMode.NODE, pid: NamespaceMode.CONTAINER } },
          },
        },
      );
      expect(text.split("\n")[0]).not.toMatch(/^pod-/);
    });

    test("sysctls of the network namespace are set", async () => {
      const text = await bench().output(
        "cat /proc/sys/net/ipv4/ip_unprivileged_port_start",
        {},
        { linux: { sysctls: { "net.ipv4.ip_unprivileged_port_start": "80" } } },
      );
      expect(text).toBe("80");
    });
  }

  if (abilities.isolation) {
    test("containers of a pod share IPC, and PIDs only when it says so", async () => {
      const pod = await bench().pod({ linux: { securityContext: { namespaceOptions: { pid: NamespaceMode.POD } } } });
      const shared = { linux: { securityContext: { namespaceOptions: { pid: NamespaceMode.POD } } } };
      const one = await bench().run(pod, "echo shared > /dev/shm/x; exec sleep 1234", shared);
      const two = await bench().run(pod, "sleep 100", shared);
      await eventually(
        async () => ((await bench().sh(two, "cat /dev/shm/x 2>/dev/null")) === "shared" ? true : undefined),
        "shm is shared",
      );
      expect(await bench().sh(two, "ps")).toContain("sleep 1234");
      expect(await bench().sh(two, "cat /proc/1/comm")).toBe("pause");
      // The children end with their container although the namespace lives on.
      await bench().cri.runtime.stopContainer({ containerId: one, timeout: 0n });
      expect(await bench().sh(two, "ps")).not.toContain("sleep 1234");
    });

    test("a container can look at the processes of another (TARGET)", async () => {
      const pod = await bench().pod();
      const target = await bench().run(pod, "exec sleep 4321");
      const debug = await bench().run(pod, "sleep 100", {
        linux: { securityContext: { namespaceOptions: { pid: NamespaceMode.TARGET, targetId: target } } },
      });
      expect(await bench().sh(debug, "ps")).toContain("sleep 4321");
    });
  }
}

function fetchText(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 1000 }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve(text));
    });
    request.on("error", () => resolve(undefined));
    request.on("timeout", () => request.destroy());
  });
}
