import type { RequestAttributes } from "../request.js";
import { admit } from "../testing/admission-request.js";
import { MemoryReader } from "../testing/memory-reader.js";
import { certificateApproval, certificateSigning, certificateSubjectRestriction } from "./certificate-plugins.js";
import { defaultIngressClass } from "./default-ingress-class.js";
import {
  admissionChain,
  ContradictingAdmissionPlugin,
  UnknownAdmissionPlugin,
  type AdmissionOptions,
} from "./index.js";
import { limitRanger } from "./limit-ranger.js";
import { alwaysPullImages, denyServiceExternalIps } from "./optional-plugins.js";
import { defaultStorageClass, persistentVolumeClaimResize, storageObjectInUseProtection } from "./storage-plugins.js";
import { taintNodesByCondition } from "./taint-nodes.js";

const nothing = new MemoryReader();

describe("LimitRanger", () => {
  const reader = (...limits: object[]) =>
    new MemoryReader().with("limitranges", { metadata: { namespace: "x", name: "l" }, spec: { limits } } as never);
  const pod = (...resources: object[]): object => ({
    metadata: { name: "p" },
    spec: { containers: resources.map((own, i) => ({ name: `c${i}`, resources: own })) },
  });

  test("fills in what containers leave out, and says so", async () => {
    const limits = reader({ type: "Container", default: { cpu: "1", memory: "1Gi" }, defaultRequest: { cpu: "100m" } });
    const { object } = await admit(limitRanger, { what: "pods", object: pod({}, { requests: { cpu: "2" } }) }, limits);
    expect(object).toMatchObject({
      metadata: {
        annotations: {
          "kubernetes.io/limit-ranger":
            "LimitRanger plugin set: cpu request for container c0; cpu, memory limit for container c0; cpu, memory limit for container c1",
        },
      },
      spec: {
        containers: [
          { resources: { requests: { cpu: "100m" }, limits: { cpu: "1", memory: "1Gi" } } },
          { resources: { requests: { cpu: "2" }, limits: { cpu: "1", memory: "1Gi" } } },
        ],
      },
    });
  });

  test.each([
    [
      { type: "Container", min: { cpu: "100m" } },
      {},
      "minimum cpu usage per Container is 100m.  No request is specified",
    ],
    [
      { type: "Container", min: { cpu: "100m" } },
      { requests: { cpu: "50m" } },
      "minimum cpu usage per Container is 100m, but request is 50m",
    ],
    [
      { type: "Container", min: { cpu: "100m" } },
      { requests: { cpu: "100m" }, limits: { cpu: "50m" } },
      "minimum cpu usage per Container is 100m, but limit is 50m",
    ],
    [{ type: "Container", max: { cpu: "1" } }, {}, "maximum cpu usage per Container is 1.  No limit is specified"],
    [
      { type: "Pod", max: { memory: "1Gi" } },
      { limits: { memory: "2Gi" } },
      "maximum memory usage per Pod is 1Gi, but limit is 2Gi",
    ],
    [
      { type: "Container", maxLimitRequestRatio: { cpu: "2" } },
      { requests: { cpu: "100m" }, limits: { cpu: "300m" } },
      "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000",
    ],
    [
      { type: "Container", max: { cpu: "1", memory: "1Mi" } },
      { limits: { cpu: "2", memory: "2Mi" } },
      "[maximum cpu usage per Container is 1, but limit is 2, maximum memory usage per Container is 1Mi, but limit is 2Mi]",
    ],
  ])("%j refuses %j", async (limit, resources, message) => {
    await expect(admit(limitRanger, { what: "pods", object: pod(resources) }, reader(limit))).rejects.toThrow(
      `pods "p" is forbidden: ${message}`,
    );
  });

  test("claims are held to size", async () => {
    const object = { metadata: { name: "c" }, spec: { resources: { requests: { storage: "2Gi" } } } };
    const limits = reader({ type: "PersistentVolumeClaim", max: { storage: "1Gi" } });
    await expect(admit(limitRanger, { what: "persistentvolumeclaims", object }, limits)).rejects.toThrow(
      "maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi",
    );
  });
});

test("TaintNodesByCondition: a new node is not ready", async () => {
  const { object } = await admit(
    taintNodesByCondition,
    { what: "nodes", namespace: "", object: { metadata: { name: "n" } } },
    nothing,
  );
  expect(object).toEqual({
    metadata: { name: "n" },
    spec: { taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }] },
  });
});

describe("storage", () => {
  const classes = (...all: object[]) => new MemoryReader().with("storage.k8s.io/storageclasses", ...(all as never[]));
  const marked = (name: string, creationTimestamp: string) => ({
    metadata: { name, creationTimestamp, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  });
  const claim = (spec: object, status: object = {}) => ({ metadata: { name: "c" }, spec, status });

  test("the newest default class is for claims without one; an empty class is a class", async () => {
    const reader = classes(
      { metadata: { name: "plain" } },
      marked("old", "2026-01-01T00:00:00Z"),
      marked("new", "2026-01-02T00:00:00Z"),
    );
    const nameFor = async (spec: object) =>
      (await admit(defaultStorageClass, { what: "persistentvolumeclaims", object: claim(spec) }, reader)).object;
    await expect(nameFor({})).resolves.toMatchObject({ spec: { storageClassName: "new" } });
    await expect(nameFor({ storageClassName: "" })).resolves.toMatchObject({ spec: { storageClassName: "" } });
  });

  test.each([
    ["persistentvolumeclaims", "kubernetes.io/pvc-protection"],
    ["persistentvolumes", "kubernetes.io/pv-protection"],
  ])("%s are protected while they are used", async (what, finalizer) => {
    const { object } = await admit(storageObjectInUseProtection, { what, object: claim({}) }, nothing);
    expect(object?.metadata?.finalizers).toEqual([finalizer]);
    const again = await admit(storageObjectInUseProtection, { what, object }, nothing);
    expect(again.object?.metadata?.finalizers).toEqual([finalizer]);
  });

  test("only bound claims of a class that allows it grow", async () => {
    const sized = (storage: string, phase: string, storageClassName = "s") =>
      claim({ storageClassName, resources: { requests: { storage } } }, { phase });
    const grow = (phase: string, allowVolumeExpansion: boolean, to = "2Gi") =>
      admit(
        persistentVolumeClaimResize,
        { what: "persistentvolumeclaims", object: sized(to, phase), old: sized("1Gi", phase) },
        classes({ metadata: { name: "s" }, allowVolumeExpansion }),
      );
    await expect(grow("Bound", true)).resolves.toBeDefined();
    await expect(grow("Pending", false, "1Gi")).resolves.toBeDefined();
    await expect(grow("Pending", true)).rejects.toThrow("Only bound persistent volume claims can be expanded");
    await expect(grow("Bound", false)).rejects.toThrow("only dynamically provisioned pvc can be resized");
  });
});

test("DefaultIngressClass: for ingresses that name none in either way", async () => {
  const reader = new MemoryReader().with("networking.k8s.io/ingressclasses", {
    metadata: { name: "nginx", annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
  });
  const classOf = async (object: object) =>
    (await admit(defaultIngressClass, { what: "ingresses@networking.k8s.io", object }, reader)).object;
  await expect(classOf({ spec: {} })).resolves.toMatchObject({ spec: { ingressClassName: "nginx" } });
  const annotated = { metadata: { annotations: { "kubernetes.io/ingress.class": "own" } }, spec: {} };
  await expect(classOf(annotated)).resolves.toEqual(annotated);
});

describe("certificates", () => {
  const what = "certificatesigningrequests/approval@certificates.k8s.io";
  const csr = (signerName: string, status: object = {}) => ({
    metadata: { name: "r" },
    spec: { signerName, request: "masters" },
    status,
  });
  const permitting =
    (...names: string[]) =>
    ({ verb, resource, name }: RequestAttributes) =>
      Promise.resolve(names.includes(`${verb} ${resource} ${name}`));

  test.each([
    ["approve signers example.com/a", true],
    ["approve signers example.com/*", true],
    ["approve signers other.com/*", false],
    ["sign signers example.com/a", false],
  ])("who may %s: approves is %s", async (right, isAllowed) => {
    const approval = admit(
      certificateApproval(permitting(right)),
      { what, old: csr("example.com/a"), object: csr("other.com/b") },
      nothing,
    );
    if (isAllowed) await expect(approval).resolves.toBeDefined();
    else
      await expect(approval).rejects.toThrow('user not permitted to approve requests with signerName "example.com/a"');
  });

  test("to write a certificate takes the right to sign, to write other status does not", async () => {
    const plugin = certificateSigning(permitting());
    const status = (own: object) =>
      admit(
        plugin,
        { what: "certificatesigningrequests/status@certificates.k8s.io", old: csr("a/b"), object: csr("a/b", own) },
        nothing,
      );
    await expect(status({})).resolves.toBeDefined();
    await expect(status({ certificate: "c" })).rejects.toThrow(
      'user not permitted to sign requests with signerName "a/b"',
    );
  });

  test("nobody becomes a master", async () => {
    const reader = {
      subjectOfRequest: (body: string) =>
        Promise.resolve(body === "masters" ? { commonName: "c", organizations: ["system:masters"] } : undefined),
    };
    const create = (signer: string) =>
      admit(
        certificateSubjectRestriction(reader),
        { what: "certificatesigningrequests@certificates.k8s.io", object: csr(signer) },
        nothing,
      );
    await expect(create("kubernetes.io/kube-apiserver-client")).rejects.toThrow(
      "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed",
    );
    await expect(create("example.com/a")).resolves.toBeDefined();
  });
});

test("optional plugins", async () => {
  const { object } = await admit(
    alwaysPullImages,
    { what: "pods", object: { spec: { containers: [{ name: "c", imagePullPolicy: "Never" }] } } },
    nothing,
  );
  expect(object).toEqual({ spec: { containers: [{ name: "c", imagePullPolicy: "Always" }] } });
  const service = (externalIPs: string[]) => ({ metadata: { name: "s" }, spec: { externalIPs } });
  await expect(
    admit(denyServiceExternalIps, { what: "services", object: service(["1.2.3.4"]) }, nothing),
  ).rejects.toThrow("Use of external IPs is denied");
  await expect(
    admit(
      denyServiceExternalIps,
      { what: "services", object: service(["1.2.3.4"]), old: service(["1.2.3.4", "5.6.7.8"]) },
      nothing,
    ),
  ).resolves.toBeDefined();
});

describe("the chain", () => {
  const options: AdmissionOptions = {
    random: { next: () => 0 },
    permits: () => Promise.resolve(true),
    requests: { subjectOfRequest: () => Promise.resolve(undefined) },
    quotas: { quotasOf: () => Promise.resolve([]), writeUsed: () => Promise.resolve(true) },
  };
  const names = (more: Partial<AdmissionOptions>): string[] =>
    admissionChain({ ...options, ...more }).map(({ name }) => name);

  test("runs in order, quotas last", () => {
    expect(names({ extensions: [{ name: "MutatingAdmissionWebhook", handles: () => false }] })).toEqual([
      "RBACEscalationCheck",
      "NamespaceLifecycle",
      "LimitRanger",
      "ServiceAccount",
      "NodeRestriction",
      "TaintNodesByCondition",
      "PodSecurity",
      "Priority",
      "DefaultTolerationSeconds",
      "DefaultStorageClass",
      "StorageObjectInUseProtection",
      "PersistentVolumeClaimResize",
      "RuntimeClass",
      "CertificateApproval",
      "CertificateSigning",
      "CertificateSubjectRestriction",
      "DefaultIngressClass",
      "PodTopologyLabels",
      "MutatingAdmissionWebhook",
      "ResourceQuota",
    ]);
  });

  test("flags turn plugins on and off; that nobody gives what they do not have stays", () => {
    expect(names({ enabled: ["AlwaysPullImages"] })).toContain("AlwaysPullImages");
    const few = names({ disabled: ["PodSecurity", "MutatingAdmissionWebhook"] });
    expect(few).not.toContain("PodSecurity");
    expect(few).toContain("RBACEscalationCheck");
  });

  test("flags that make no sense are told", () => {
    expect(() => names({ enabled: ["PodSecurityPolicy"] })).toThrow(new UnknownAdmissionPlugin("PodSecurityPolicy"));
    expect(() => names({ disabled: ["RBACEscalationCheck"] })).toThrow(UnknownAdmissionPlugin);
    expect(() => names({ enabled: ["Priority"], disabled: ["Priority"] })).toThrow(ContradictingAdmissionPlugin);
  });
});
