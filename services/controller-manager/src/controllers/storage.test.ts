import {
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  secrets,
  serviceAccounts,
  storageClasses,
} from "@flotilla/api/resources.js";
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec } from "@flotilla/api/types/core/v1.js";
import { isNotFound } from "@flotilla/client";
import { generateServiceAccountKey } from "@flotilla/pki";
import { settle } from "@flotilla/service/testing/simulated-clock.js";
import { decodeJwt } from "jose";
import { simulateCluster, type SimulatedCluster } from "../testing/simulated-cluster.js";
import { ephemeralVolumeController } from "./ephemeral-volume-controller.js";
import { volumeBinderController } from "./persistentvolume-binder-controller.js";
import { volumeProtectionController } from "./persistentvolume-protection-controller.js";
import { claimProtectionController } from "./persistentvolumeclaim-protection-controller.js";
import { serviceAccountTokenController } from "./serviceaccount-token-controller.js";

let cluster: SimulatedCluster;
beforeEach(async () => {
  cluster = await simulateCluster({
    controllers: [
      volumeBinderController,
      volumeProtectionController,
      claimProtectionController,
      ephemeralVolumeController,
      serviceAccountTokenController,
    ],
    settings: { credentials: { serviceAccountPrivateKey: generateServiceAccountKey(), rootCa: "CA" } },
  });
});
afterEach(() => cluster.stop());

const volume = (name: string, storage: string, spec: Partial<PersistentVolumeSpec> = {}) =>
  cluster.client.create(persistentVolumes, {
    metadata: { name },
    spec: {
      capacity: { storage },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path: "/x" },
      ...spec,
    },
  });
const claim = (name: string, storage: string, spec: Partial<PersistentVolumeClaimSpec> = {}) =>
  cluster.client.create(persistentVolumeClaims, {
    metadata: { namespace: "ns", name },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } }, ...spec },
  });
const readClaim = (name: string) => cluster.client.get(persistentVolumeClaims, { namespace: "ns", name });
const readVolume = (name: string) => cluster.client.get(persistentVolumes, { name });
const gone = (read: Promise<unknown>) =>
  read.then(
    () => false,
    (error: unknown) => isNotFound(error),
  );

describe("binding", () => {
  test("a claim gets the smallest volume that is large enough, and both say so", async () => {
    await volume("small", "1Gi");
    await volume("large", "100Gi");
    await volume("right", "10Gi");
    await volume("shared", "6Gi", { accessModes: ["ReadOnlyMany"] });
    await volume("fast", "6Gi", { storageClassName: "fast" });
    await claim("c", "5Gi");
    await cluster.pass(1000);
    expect(await readClaim("c")).toMatchObject({
      spec: { volumeName: "right" },
      status: { phase: "Bound", capacity: { storage: "10Gi" } },
      metadata: { annotations: { "pv.kubernetes.io/bind-completed": "yes" } },
    });
    expect(await readVolume("right")).toMatchObject({
      spec: { claimRef: { namespace: "ns", name: "c" } },
      status: { phase: "Bound" },
    });
    expect((await readVolume("small")).status?.phase).toBe("Available");
  });

  test("many claims never share a volume", async () => {
    for (let i = 0; i < 5; i++) await volume(`v${i}`, "1Gi");
    for (let i = 0; i < 7; i++) await claim(`c${i}`, "1Gi");
    await cluster.pass(1000);
    const claims = (await cluster.client.list(persistentVolumeClaims)).items;
    const names = claims.flatMap(({ spec }) => spec?.volumeName ?? []);
    expect(new Set(names).size).toBe(5);
    expect(claims.filter(({ status }) => status?.phase === "Pending")).toHaveLength(2);
    await volume("late", "1Gi");
    await cluster.pass(1000);
    expect(
      (await cluster.client.list(persistentVolumeClaims)).items.filter(({ status }) => status?.phase === "Pending"),
    ).toHaveLength(1);
  });

  test("a volume that is set aside for a claim is kept for it", async () => {
    await volume("mine", "50Gi", { claimRef: { namespace: "ns", name: "c" } });
    await volume("smaller", "1Gi");
    await claim("other", "1Gi");
    await claim("c", "1Gi");
    await cluster.pass(1000);
    expect((await readClaim("c")).spec?.volumeName).toBe("mine");
    expect((await readClaim("other")).spec?.volumeName).toBe("smaller");
  });

  test("WaitForFirstConsumer waits for a node, and then for a volume that the node can reach", async () => {
    await cluster.client.create(storageClasses, {
      metadata: { name: "local" },
      provisioner: "kubernetes.io/no-provisioner",
      volumeBindingMode: "WaitForFirstConsumer",
    });
    const only = (value: string) => ({
      required: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [value] }] }],
      },
    });
    await volume("on-1", "1Gi", { storageClassName: "local", nodeAffinity: only("node-1") });
    await volume("on-2", "2Gi", { storageClassName: "local", nodeAffinity: only("node-2") });
    await claim("c", "1Gi", { storageClassName: "local" });
    await cluster.pass(20_000);
    expect((await readClaim("c")).status?.phase).toBe("Pending");
    await cluster.client.patch(persistentVolumeClaims, { namespace: "ns", name: "c" }, "merge", {
      metadata: { annotations: { "volume.kubernetes.io/selected-node": "node-2" } },
    });
    await cluster.pass(1000);
    expect((await readClaim("c")).spec?.volumeName).toBe("on-2");
  });

  test("a class with a provisioner is left to it, and its volume is taken", async () => {
    await cluster.client.create(storageClasses, {
      metadata: { name: "csi" },
      provisioner: "csi.example.com",
      volumeBindingMode: "Immediate",
    });
    await claim("c", "1Gi", { storageClassName: "csi" });
    await cluster.pass(1000);
    expect((await readClaim("c")).metadata?.annotations).toMatchObject({
      "volume.kubernetes.io/storage-provisioner": "csi.example.com",
    });
    const { uid } = (await readClaim("c")).metadata ?? {};
    await volume("made", "1Gi", { storageClassName: "csi", claimRef: { namespace: "ns", name: "c", uid: uid ?? "" } });
    await cluster.pass(1000);
    expect(await readClaim("c")).toMatchObject({ spec: { volumeName: "made" }, status: { phase: "Bound" } });
  });

  test("when the claim goes the volume is released; when the volume goes the claim is lost", async () => {
    await volume("v", "1Gi");
    await claim("c", "1Gi");
    await cluster.pass(1000);
    await cluster.client.delete(persistentVolumeClaims, { namespace: "ns", name: "c" });
    await cluster.pass(1000);
    expect((await readVolume("v")).status?.phase).toBe("Released");
    await volume("w", "1Gi");
    await claim("d", "1Gi");
    await cluster.pass(1000);
    await cluster.client.patch(persistentVolumes, { name: "w" }, "merge", { metadata: { finalizers: null } });
    await cluster.client.delete(persistentVolumes, { name: "w" });
    await cluster.client
      .patch(persistentVolumes, { name: "w" }, "merge", { metadata: { finalizers: null } })
      .catch(() => undefined);
    await cluster.pass(20_000);
    expect((await readClaim("d")).status?.phase).toBe("Lost");
  });
});

test("a claim that a pod uses stays until the pod has ended", async () => {
  await claim("c", "1Gi");
  await cluster.client.create(pods, {
    metadata: { namespace: "ns", name: "p" },
    spec: {
      containers: [{ name: "c", image: "v1" }],
      volumes: [{ name: "v", persistentVolumeClaim: { claimName: "c" } }],
    },
  });
  await cluster.pass(1000);
  expect((await readClaim("c")).metadata?.finalizers).toEqual(["kubernetes.io/pvc-protection"]);
  await cluster.client.delete(persistentVolumeClaims, { namespace: "ns", name: "c" });
  await cluster.pass(1000);
  expect((await readClaim("c")).metadata?.deletionTimestamp).toBeDefined();
  await cluster.client.delete(pods, { namespace: "ns", name: "p" });
  await cluster.pass(1000);
  expect(await gone(readClaim("c"))).toBe(true);
});

test("a bound volume stays until its claim is gone", async () => {
  await volume("v", "1Gi");
  await claim("c", "1Gi");
  await cluster.pass(1000);
  await cluster.client.delete(persistentVolumes, { name: "v" });
  await cluster.pass(1000);
  expect((await readVolume("v")).metadata?.deletionTimestamp).toBeDefined();
  await cluster.client.delete(persistentVolumeClaims, { namespace: "ns", name: "c" });
  await cluster.pass(1000);
  expect(await gone(readVolume("v"))).toBe(true);
});

test("an ephemeral volume has a claim of its pod's own; one of another's making is not touched", async () => {
  const volumes = [
    {
      name: "scratch",
      ephemeral: {
        volumeClaimTemplate: { metadata: { labels: { a: "b" } }, spec: { accessModes: ["ReadWriteOnce"] } },
      },
    },
  ];
  await cluster.client.create(pods, { metadata: { namespace: "ns", name: "p" }, spec: { containers: [], volumes } });
  await claim("q-scratch", "1Gi");
  await cluster.client.create(pods, { metadata: { namespace: "ns", name: "q" }, spec: { containers: [], volumes } });
  await cluster.pass(1000);
  expect((await readClaim("p-scratch")).metadata).toMatchObject({
    labels: { a: "b" },
    ownerReferences: [{ kind: "Pod", name: "p", controller: true }],
  });
  expect((await readClaim("q-scratch")).metadata?.ownerReferences).toBeUndefined();
});

describe("tokens of service accounts", () => {
  const key = { namespace: "ns", name: "robot-token" };
  const secret = () =>
    cluster.client.create(secrets, {
      metadata: { ...key, annotations: { "kubernetes.io/service-account.name": "robot" } },
      type: "kubernetes.io/service-account-token",
    });
  const text = (data: string | undefined) => Buffer.from(data ?? "", "base64").toString();

  /** Signing waits for the system's cryptography, not for the clock. */
  async function filled() {
    for (;;) {
      await settle();
      const found = await cluster.client.get(secrets, key);
      if (found.data?.["token"]) return found;
    }
  }

  test("a Secret that asks for a token gets one, with the CA and the namespace", async () => {
    const account = await cluster.client.create(serviceAccounts, { metadata: { namespace: "ns", name: "robot" } });
    await secret();
    const { data, metadata } = await filled();
    expect([text(data?.["ca.crt"]), text(data?.["namespace"])]).toEqual(["CA", "ns"]);
    expect(metadata?.annotations?.["kubernetes.io/service-account.uid"]).toBe(account.metadata?.uid);
    expect(decodeJwt(text(data?.["token"]))).toMatchObject({
      sub: "system:serviceaccount:ns:robot",
      iss: "kubernetes/serviceaccount",
      "kubernetes.io/serviceaccount/secret.name": "robot-token",
    });
  });

  test("it goes with its account, also when that is made anew", async () => {
    await cluster.client.create(serviceAccounts, { metadata: { namespace: "ns", name: "robot" } });
    await secret();
    await filled();
    await cluster.client.delete(serviceAccounts, { namespace: "ns", name: "robot" });
    await cluster.client.create(serviceAccounts, { metadata: { namespace: "ns", name: "robot" } });
    await cluster.pass(1000);
    expect(await gone(cluster.client.get(secrets, key))).toBe(true);
  });

  test("a Secret of an account that never was does not stay", async () => {
    await secret();
    await cluster.pass(1000);
    expect(await gone(cluster.client.get(secrets, key))).toBe(true);
  });
});
