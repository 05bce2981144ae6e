import type { Pod } from "@flotilla/api/types/core/v1.js";
import { admit } from "../testing/admission-request.js";
import { MemoryReader } from "../testing/memory-reader.js";
import { defaultTolerationSeconds } from "./default-toleration-seconds.js";
import { namespaceLifecycle } from "./namespace-lifecycle.js";
import { podSecurity } from "./pod-security.js";
import { podTopologyLabels } from "./pod-topology-labels.js";
import { priority } from "./priority.js";
import { runtimeClass } from "./runtime-class.js";
import { serviceAccount } from "./service-account.js";

const random = { next: () => 0.5 };
const pod = (spec: object = {}, metadata: object = {}): object => ({
  metadata: { name: "p", ...metadata },
  spec: { containers: [{ name: "c" }], ...spec },
});
const specOf = (object: unknown): NonNullable<Pod["spec"]> => (object as Pod).spec as NonNullable<Pod["spec"]>;

describe("NamespaceLifecycle", () => {
  const reader = new MemoryReader().with("namespaces", { metadata: { name: "x" } }, {
    metadata: { name: "going" },
    status: { phase: "Terminating" },
  } as never);

  test("nothing is created in a namespace that is not there or is going", async () => {
    await expect(admit(namespaceLifecycle, { what: "pods", object: pod() }, reader)).resolves.toBeDefined();
    await expect(
      admit(namespaceLifecycle, { what: "pods", object: pod(), namespace: "none" }, reader),
    ).rejects.toMatchObject({
      status: { code: 404, message: 'namespaces "none" not found' },
    });
    await expect(
      admit(namespaceLifecycle, { what: "pods", object: pod(), namespace: "going" }, reader),
    ).rejects.toMatchObject({
      status: {
        code: 403,
        message:
          'pods "p" is forbidden: unable to create new content in namespace going because it is being terminated',
        details: {
          causes: [
            {
              reason: "NamespaceTerminating",
              message: "namespace going is being terminated",
              field: "metadata.namespace",
            },
          ],
        },
      },
    });
  });

  test("what is there in a namespace that is going may still change and go", async () => {
    const write = { what: "pods", old: pod(), namespace: "going" };
    await expect(admit(namespaceLifecycle, { ...write, object: pod() }, reader)).resolves.toBeDefined();
    await expect(admit(namespaceLifecycle, write, reader)).resolves.toBeDefined();
  });

  test.each(["default", "kube-system", "kube-public"])("%s stays", async (name) => {
    const write = { what: "namespaces", old: { metadata: { name } }, namespace: "" };
    await expect(admit(namespaceLifecycle, write, reader)).rejects.toThrow(
      `namespaces "${name}" is forbidden: this namespace may not be deleted`,
    );
  });

  test("who asks for rights learns nothing about namespaces", async () => {
    const write = { what: "localsubjectaccessreviews@authorization.k8s.io", object: {}, namespace: "none" };
    await expect(admit(namespaceLifecycle, write, reader)).resolves.toBeDefined();
  });
});

describe("ServiceAccount", () => {
  const plugin = serviceAccount(random);
  const accounts = (account: object = {}) =>
    new MemoryReader().with("serviceaccounts", { metadata: { namespace: "x", name: "default" }, ...account } as never);

  test("a pod gets the default account and its token", async () => {
    const { object } = await admit(
      plugin,
      { what: "pods", object: pod({ initContainers: [{ name: "i" }] }) },
      accounts({ imagePullSecrets: [{ name: "pull" }] }),
    );
    const spec = specOf(object);
    const name = spec.volumes?.[0]?.name ?? "";
    expect(name).toMatch(/^kube-api-access-[a-z0-9]{5}$/);
    const mount = { name, readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" };
    expect(spec).toEqual({
      serviceAccountName: "default",
      serviceAccount: "default",
      imagePullSecrets: [{ name: "pull" }],
      initContainers: [{ name: "i", volumeMounts: [mount] }],
      containers: [{ name: "c", volumeMounts: [mount] }],
      volumes: [
        {
          name,
          projected: {
            defaultMode: 420,
            sources: [
              { serviceAccountToken: { path: "token", expirationSeconds: 3607 } },
              { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
              {
                downwardAPI: {
                  items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }],
                },
              },
            ],
          },
        },
      ],
    });
  });

  test.each([
    ["the pod", { automountServiceAccountToken: false }, {}],
    ["the account", {}, { automountServiceAccountToken: false }],
  ])("%s may do without the token", async (_, spec, account) => {
    const { object } = await admit(plugin, { what: "pods", object: pod(spec) }, accounts(account));
    expect(specOf(object).volumes).toBeUndefined();
  });

  test("a mount of one's own wins", async () => {
    const volumeMounts = [{ name: "own", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }];
    const { object } = await admit(
      plugin,
      { what: "pods", object: pod({ containers: [{ name: "c", volumeMounts }] }) },
      accounts(),
    );
    expect(specOf(object)).toEqual({
      serviceAccountName: "default",
      serviceAccount: "default",
      containers: [{ name: "c", volumeMounts }],
    });
  });

  test("an account that is not there is refused", async () => {
    await expect(
      admit(plugin, { what: "pods", object: pod({ serviceAccountName: "robot" }) }, accounts()),
    ).rejects.toThrow(
      'pods "p" is forbidden: error looking up service account x/robot: serviceaccount "robot" not found',
    );
  });

  const mirror = { annotations: { "kubernetes.io/config.mirror": "h" } };
  test.each([
    [{ serviceAccountName: "default" }, "a mirror pod may not reference service accounts"],
    [{ volumes: [{ name: "v", secret: { secretName: "s" } }] }, "a mirror pod may not reference secrets"],
    [
      { volumes: [{ name: "v", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } }] },
      "a mirror pod may not use ServiceAccountToken volume projections",
    ],
  ])("a mirror pod with %j is refused", async (spec, message) => {
    await expect(admit(plugin, { what: "pods", object: pod(spec, mirror) }, accounts())).rejects.toThrow(message);
  });

  test("a mirror pod stays as it is", async () => {
    const { object } = await admit(plugin, { what: "pods", object: pod({}, mirror) }, accounts());
    expect(object).toEqual(pod({}, mirror));
  });

  test("an account limited to its secrets", async () => {
    const limited = accounts({
      metadata: { namespace: "x", name: "default", annotations: { "kubernetes.io/enforce-mountable-secrets": "true" } },
      secrets: [{ name: "mine" }],
    });
    const write = (secretName: string) => ({
      what: "pods",
      object: pod({ volumes: [{ name: "v", secret: { secretName } }] }),
    });
    await expect(admit(plugin, write("mine"), limited)).resolves.toBeDefined();
    await expect(admit(plugin, write("other"), limited)).rejects.toThrow(
      'volume with secret.secretName="other" is not allowed because service account default does not reference that secret',
    );
  });
});

describe("Priority", () => {
  const GROUP = "scheduling.k8s.io/priorityclasses";
  const high = { metadata: { name: "high" }, value: 1000, preemptionPolicy: "Never" };
  const reader = new MemoryReader().with(GROUP, high as never);

  test("a pod's priority is that of its class, or none", async () => {
    const { object } = await admit(priority, { what: "pods", object: pod({ priorityClassName: "high" }) }, reader);
    expect(specOf(object)).toMatchObject({ priority: 1000, preemptionPolicy: "Never" });
    const plain = await admit(priority, { what: "pods", object: pod() }, reader);
    expect(specOf(plain.object)).toEqual({
      containers: [{ name: "c" }],
      priority: 0,
      preemptionPolicy: "PreemptLowerPriority",
    });
  });

  test("the default class is for all without one", async () => {
    const withDefault = new MemoryReader().with(GROUP, {
      metadata: { name: "usual" },
      value: 5,
      globalDefault: true,
    } as never);
    const { object } = await admit(priority, { what: "pods", object: pod() }, withDefault);
    expect(specOf(object)).toMatchObject({ priority: 5, priorityClassName: "usual" });
    const second = {
      what: "priorityclasses@scheduling.k8s.io",
      object: { metadata: { name: "b" }, value: 1, globalDefault: true },
      namespace: "",
    };
    await expect(admit(priority, second, withDefault)).rejects.toThrow(
      "PriorityClass usual is already marked as default. Only one default can exist",
    );
  });

  test.each([
    [{ priorityClassName: "none" }, "no PriorityClass with name none was found"],
    [
      { priorityClassName: "high", priority: 7 },
      "the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name",
    ],
    [
      { priorityClassName: "high", preemptionPolicy: "PreemptLowerPriority" },
      "the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name",
    ],
  ])("%j is refused", async (spec, message) => {
    await expect(admit(priority, { what: "pods", object: pod(spec) }, reader)).rejects.toThrow(
      `pods "p" is forbidden: ${message}`,
    );
  });
});

test("DefaultTolerationSeconds: five minutes on a lost node, unless the pod says otherwise", async () => {
  const reader = new MemoryReader();
  const tolerationsOf = async (tolerations?: object[]) => {
    const { object } = await admit(
      defaultTolerationSeconds,
      { what: "pods", object: pod(tolerations === undefined ? {} : { tolerations }) },
      reader,
    );
    return specOf(object).tolerations;
  };
  const added = (key: string) => ({
    key: `node.kubernetes.io/${key}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 300,
  });
  await expect(tolerationsOf()).resolves.toEqual([added("not-ready"), added("unreachable")]);
  const own = { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute" };
  await expect(tolerationsOf([own])).resolves.toEqual([own, added("unreachable")]);
  await expect(tolerationsOf([{ operator: "Exists" }])).resolves.toEqual([{ operator: "Exists" }]);
});

describe("RuntimeClass", () => {
  const reader = new MemoryReader().with("node.k8s.io/runtimeclasses", {
    metadata: { name: "vm" },
    handler: "vm",
    overhead: { podFixed: { memory: "100Mi" } },
    scheduling: { nodeSelector: { vm: "yes" }, tolerations: [{ key: "vm", operator: "Exists" }] },
  } as never);

  test("its overhead and places come to the pod", async () => {
    const { object } = await admit(
      runtimeClass,
      { what: "pods", object: pod({ runtimeClassName: "vm", nodeSelector: { a: "b" } }) },
      reader,
    );
    expect(specOf(object)).toMatchObject({
      overhead: { memory: "100Mi" },
      nodeSelector: { a: "b", vm: "yes" },
      tolerations: [{ key: "vm", operator: "Exists" }],
    });
  });

  test.each([
    [{ runtimeClassName: "none" }, 'pod rejected: RuntimeClass "none" not found'],
    [
      { runtimeClassName: "vm", overhead: { memory: "1" } },
      "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    ],
    [
      { overhead: { memory: "1" } },
      "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead",
    ],
    [
      { runtimeClassName: "vm", nodeSelector: { vm: "no" } },
      "conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no",
    ],
  ])("%j is refused", async (spec, message) => {
    await expect(admit(runtimeClass, { what: "pods", object: pod(spec) }, reader)).rejects.toThrow(message);
  });
});

test("PodTopologyLabels: a pod and a binding learn where the node is", async () => {
  const labels = { "topology.kubernetes.io/zone": "z", "topology.kubernetes.io/region": "r", other: "o" };
  const reader = new MemoryReader().with("nodes", { metadata: { name: "n", labels } });
  const { object } = await admit(
    podTopologyLabels,
    { what: "pods/binding", object: { metadata: { name: "p" }, target: { kind: "Node", name: "n" } } },
    reader,
  );
  expect(object?.metadata?.labels).toEqual({
    "topology.kubernetes.io/zone": "z",
    "topology.kubernetes.io/region": "r",
  });
  const unbound = await admit(podTopologyLabels, { what: "pods", object: pod() }, reader);
  expect(unbound.object?.metadata?.labels).toBeUndefined();
});

describe("PodSecurity", () => {
  const enforcing = { "pod-security.kubernetes.io/enforce": "baseline" };
  const world = (labels: Record<string, string>) =>
    new MemoryReader().with("namespaces", { metadata: { name: "x", labels } });

  test("a pod is refused, its controller's author is warned", async () => {
    const spec = { hostNetwork: true };
    await expect(admit(podSecurity, { what: "pods", object: pod(spec) }, world(enforcing))).rejects.toThrow(
      'pods "p" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)',
    );
    const deployment = { metadata: { name: "d" }, spec: { template: pod(spec) } };
    const { warnings } = await admit(podSecurity, { what: "deployments@apps", object: deployment }, world(enforcing));
    expect(warnings).toEqual(['would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)']);
  });

  test("only images and new containers make an update matter", async () => {
    const old = pod({ hostNetwork: true });
    await expect(
      admit(
        podSecurity,
        { what: "pods", object: pod({ hostNetwork: true }, { labels: { a: "b" } }), old },
        world(enforcing),
      ),
    ).resolves.toBeDefined();
    const changed = pod({ hostNetwork: true, containers: [{ name: "c", image: "new" }] });
    await expect(admit(podSecurity, { what: "pods", object: changed, old }, world(enforcing))).rejects.toThrow(
      "violates PodSecurity",
    );
    await expect(
      admit(podSecurity, { what: "pods/status", object: changed, old }, world(enforcing)),
    ).resolves.toBeDefined();
    const debugged = pod({ hostNetwork: true, ephemeralContainers: [{ name: "debug" }] });
    await expect(
      admit(podSecurity, { what: "pods/ephemeralcontainers", object: debugged, old }, world(enforcing)),
    ).rejects.toThrow("violates PodSecurity");
  });

  test("to enforce a stricter level warns of pods that are there", async () => {
    const owned = {
      metadata: { namespace: "x", name: "b", ownerReferences: [{ uid: "u", controller: true }] },
      spec: { containers: [], hostNetwork: true },
    };
    const reader = world({}).with(
      "pods",
      owned as never,
      { ...owned, metadata: { ...owned.metadata, name: "a" } } as never,
      { metadata: { namespace: "x", name: "good" } },
    );
    const write = {
      what: "namespaces",
      namespace: "",
      object: { metadata: { name: "x", labels: enforcing } },
      old: { metadata: { name: "x" } },
    };
    const { warnings } = await admit(podSecurity, write, reader);
    expect(warnings).toEqual([
      'existing pods in namespace "x" violate the new PodSecurity enforce level "baseline:latest"',
      "a (and 1 other pod): host namespaces",
    ]);
  });

  test("a namespace with labels that make no sense is not created", async () => {
    const object = { metadata: { name: "x", labels: { "pod-security.kubernetes.io/warn": "strict" } } };
    await expect(admit(podSecurity, { what: "namespaces", namespace: "", object }, world({}))).rejects.toMatchObject({
      status: { code: 422 },
    });
  });
});
