import {
  CoordinationV1Api,
  CoreV1Api,
  type Informer,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1Node,
  type V1Pod,
  V1MicroTime,
} from "@kubernetes/client-node";

/** Well below the 40 s after which a silent node counts as lost. */
const HEARTBEAT_MS = 8_000;
const RECONNECT_MS = 1_000;
/** Nodes that only those pods get that tolerate the taint `dedicated`. */
const RESERVED = ["node-c"];
/** A pod with this label set to "true" is never ready; one whose value is "fail" fails; all others do what they should. */
const BEHAVIOUR_LABEL = "hollow";

/**
 * Nodes without machines: they keep their Leases, say that each pod bound to them runs (or is done, when it is one that
 * ends), and let go of a deleted pod. So a control plane can be walked through without containers.
 */
export class HollowNodes implements AsyncDisposable {
  readonly #core: CoreV1Api;
  readonly #leases: CoordinationV1Api;
  readonly #pods: Informer<V1Pod>;
  #heartbeat: NodeJS.Timeout | undefined;
  #lastPodNumber = 0;
  #stopped = false;

  private constructor(
    config: KubeConfig,
    private readonly names: readonly string[],
  ) {
    this.#core = config.makeApiClient(CoreV1Api);
    this.#leases = config.makeApiClient(CoordinationV1Api);
    this.#pods = makeInformer<V1Pod>(config, "/api/v1/pods", () => this.#core.listPodForAllNamespaces());
  }

  static async start(kubeconfig: string, names: readonly string[]): Promise<HollowNodes> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    const nodes = new HollowNodes(config, names);
    for (const [index, name] of names.entries()) await nodes.#register(name, index);
    nodes.#heartbeat = setInterval(() => void nodes.#renew().catch(() => undefined), HEARTBEAT_MS);
    nodes.#watchPods();
    await nodes.#pods.start();
    return nodes;
  }

  async #register(name: string, index: number): Promise<void> {
    await this.#core.createNode({
      body: {
        metadata: {
          name,
          labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" },
        },
        spec: RESERVED.includes(name) ? { taints: [{ key: "dedicated", value: "nodes", effect: "NoSchedule" }] } : {},
      },
    });
    await this.#core.patchNodeStatus(
      { name, body: { status: nodeStatus(name, index) } },
      setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
    );
    await this.#leases.createNamespacedLease({
      namespace: "kube-node-lease",
      body: {
        metadata: { name },
        spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: new V1MicroTime() },
      },
    });
  }

  async #renew(): Promise<void> {
    for (const name of this.names) {
      const body = { spec: { renewTime: new V1MicroTime().toISOString() } };
      await this.#leases.patchNamespacedLease(
        { name, namespace: "kube-node-lease", body },
        setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
      );
    }
  }

  #watchPods(): void {
    const take = (pod: V1Pod): void => void this.#sync(pod).catch(() => undefined);
    this.#pods.on("add", take);
    this.#pods.on("update", take);
    this.#pods.on("error", () => setTimeout(() => void (this.#stopped || this.#pods.start()), RECONNECT_MS));
  }

  async #sync(pod: V1Pod): Promise<void> {
    const name = pod.metadata?.name ?? "";
    const namespace = pod.metadata?.namespace ?? "";
    if (!this.names.includes(pod.spec?.nodeName ?? "")) return;
    if (pod.metadata?.deletionTimestamp !== undefined) {
      await this.#core.deleteNamespacedPod({
        name,
        namespace,
        body: { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid! } },
      });
      return;
    }
    if (pod.status?.startTime !== undefined) return;
    this.#lastPodNumber++;
    const status = podStatus(pod, `10.244.0.${this.#lastPodNumber}`);
    await this.#core.patchNamespacedPodStatus(
      { name, namespace, body: { status } },
      setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    await this.#pods.stop();
  }
}

function nodeStatus(name: string, index: number): V1Node["status"] {
  const now = new Date();
  const resources = { cpu: "4", memory: "8Gi", pods: "110", "ephemeral-storage": "100Gi" };
  return {
    capacity: resources,
    allocatable: resources,
    addresses: [
      { type: "InternalIP", address: `192.0.2.${index + 1}` },
      { type: "Hostname", address: name },
    ],
    conditions: [
      {
        type: "Ready",
        status: "True",
        reason: "KubeletReady",
        message: "kubelet is posting ready status",
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
    ],
    nodeInfo: {
      architecture: "amd64",
      bootID: "boot",
      containerRuntimeVersion: "hollow://1",
      kernelVersion: "6.1.0",
      kubeProxyVersion: "",
      kubeletVersion: "v1.35.0",
      machineID: "machine",
      operatingSystem: "linux",
      osImage: "Hollow",
      systemUUID: "system",
    },
  };
}

/** What a kubelet would report in the end. */
function podStatus(pod: V1Pod, podIP: string): object {
  const behaviour = pod.metadata?.labels?.[BEHAVIOUR_LABEL];
  const ends = pod.spec?.restartPolicy !== "Always";
  const failed = behaviour === "fail";
  const ready = !ends && behaviour === undefined;
  const now = new Date().toISOString();
  const state = ends
    ? {
        terminated: {
          exitCode: failed ? 1 : 0,
          reason: failed ? "Error" : "Completed",
          startedAt: now,
          finishedAt: now,
        },
      }
    : { running: { startedAt: now } };
  const condition = (type: string, status: boolean): object => ({
    type,
    status: status ? "True" : "False",
    lastTransitionTime: now,
  });
  return {
    phase: ends ? (failed ? "Failed" : "Succeeded") : "Running",
    startTime: now,
    hostIP: "192.0.2.1",
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: [condition("Initialized", true), condition("ContainersReady", ready), condition("Ready", ready)],
    containerStatuses: (pod.spec?.containers ?? []).map((container) => ({
      name: container.name,
      image: container.image,
      imageID: "",
      restartCount: 0,
      started: !ends,
      ready,
      state,
    })),
  };
}
