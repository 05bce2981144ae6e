import type { KubeObject } from "@flotilla/api";
import type { ResourceQuota } from "@flotilla/api/types/core/v1.js";
import type { ObjectReader } from "../request.js";
import { admit, type Write } from "../testing/admission-request.js";
import { resourceQuota, type QuotaStore } from "./resource-quota.js";

/** Quotas as a store keeps them, and a reader that lags behind by as much as it is told. */
class Quotas implements QuotaStore {
  readonly current = new Map<string, ResourceQuota>();
  private stale: readonly ResourceQuota[];
  writes = 0;

  constructor(...quotas: readonly ResourceQuota[]) {
    for (const quota of quotas)
      this.current.set(quota.metadata?.name ?? "", { ...quota, metadata: { ...quota.metadata, resourceVersion: "1" } });
    this.stale = [...this.current.values()];
  }

  readonly reader: ObjectReader = {
    get: () => Promise.resolve(undefined),
    list: <T extends KubeObject>() => Promise.resolve(this.stale as readonly T[]),
  };

  /** The reader sees what is stored. */
  catchUp(): void {
    this.stale = [...this.current.values()];
  }

  async quotasOf(): Promise<readonly ResourceQuota[]> {
    await new Promise(setImmediate);
    return [...this.current.values()];
  }

  async writeUsed(quota: ResourceQuota): Promise<boolean> {
    await new Promise(setImmediate);
    const { name = "", resourceVersion } = quota.metadata ?? {};
    const current = this.current.get(name);
    if (current?.metadata?.resourceVersion !== resourceVersion) return false;
    this.current.set(name, {
      ...quota,
      metadata: { ...quota.metadata, resourceVersion: String(Number(resourceVersion) + 1) },
    });
    this.writes++;
    return true;
  }

  used(name = "q"): Readonly<Record<string, unknown>> {
    return this.current.get(name)?.status?.used ?? {};
  }
}

function quota(
  hard: Record<string, string>,
  used: Record<string, string> = {},
  spec: object = {},
  name = "q",
): ResourceQuota {
  const zeros = Object.fromEntries(Object.keys(hard).map((key) => [key, "0"]));
  return {
    metadata: { namespace: "x", name },
    spec: { hard, ...spec },
    status: { hard, used: { ...zeros, ...used } },
  } as ResourceQuota;
}

const pod = (resources: object = {}, spec: object = {}): object => ({
  metadata: { name: "p" },
  spec: { containers: [{ name: "c", resources }], ...spec },
});

async function write(quotas: Quotas, more: Write): Promise<void> {
  await admit(resourceQuota(quotas), more, quotas.reader);
}

test("what a pod asks for is charged", async () => {
  const quotas = new Quotas(
    quota({ pods: "2", "requests.cpu": "1", "limits.memory": "1Gi", "count/pods": "9", secrets: "1" }),
  );
  await write(quotas, {
    what: "pods",
    object: pod({ requests: { cpu: "250m" }, limits: { cpu: "1", memory: "256Mi" } }),
  });
  expect(quotas.used()).toEqual({
    pods: "1",
    "requests.cpu": "250m",
    "limits.memory": "256Mi",
    "count/pods": "1",
    secrets: "0",
  });
});

test("what would be too much is refused, with the numbers", async () => {
  const quotas = new Quotas(quota({ pods: "1", "requests.cpu": "1" }, { pods: "1", "requests.cpu": "800m" }));
  await expect(write(quotas, { what: "pods", object: pod({ requests: { cpu: "300m" } }) })).rejects.toThrow(
    'pods "p" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=300m, used: pods=1,requests.cpu=800m, limited: pods=1,requests.cpu=1',
  );
  expect(quotas.writes).toBe(0);
});

test("under a quota of cpu each container has to name it", async () => {
  const quotas = new Quotas(quota({ "limits.cpu": "1", "requests.memory": "1Gi" }));
  const object = pod({}, { initContainers: [{ name: "i", resources: { limits: { cpu: "1" } } }] });
  await expect(write(quotas, { what: "pods", object })).rejects.toThrow(
    "failed quota: q: must specify limits.cpu for: c; requests.memory for: c,i",
  );
});

test("nothing is written before the controller has counted", async () => {
  const quotas = new Quotas({
    metadata: { namespace: "x", name: "q" },
    spec: {},
    status: { hard: { pods: "1" }, used: {} },
  } as ResourceQuota);
  await expect(write(quotas, { what: "pods", object: pod() })).rejects.toThrow(
    "status unknown for quota: q, resources: pods",
  );
});

test("a dry run is checked and not charged", async () => {
  const quotas = new Quotas(quota({ pods: "1" }));
  await write(quotas, { what: "pods", object: pod(), dryRun: true });
  expect(quotas.used()).toEqual({ pods: "0" });
});

test.each([
  ["secrets", { secrets: "1", "count/secrets": "1" }],
  ["deployments@apps", { "count/deployments.apps": "1" }],
  ["widgets@example.com", { "count/widgets.example.com": "1" }],
])("%s are counted", async (what, hard) => {
  const quotas = new Quotas(quota(hard));
  await write(quotas, { what, object: { metadata: { name: "o" } } });
  expect(quotas.used()).toEqual(hard);
  quotas.catchUp();
  await expect(write(quotas, { what, object: { metadata: { name: "o" } } })).rejects.toThrow(
    "exceeded quota: q, requested: ",
  );
});

test("a service is charged for what its type needs, and for the difference when it changes", async () => {
  const quotas = new Quotas(quota({ services: "5", "services.nodeports": "5", "services.loadbalancers": "5" }));
  const service = (spec: object): object => ({
    metadata: { name: "s", resourceVersion: "1" },
    spec: { ports: [{ port: 1 }, { port: 2, nodePort: 30000 }], ...spec },
  });
  await write(quotas, { what: "services", object: service({ type: "ClusterIP" }) });
  expect(quotas.used()).toEqual({ services: "1", "services.nodeports": "0", "services.loadbalancers": "0" });
  quotas.catchUp();
  await write(quotas, {
    what: "services",
    object: service({ type: "LoadBalancer", allocateLoadBalancerNodePorts: false }),
    old: service({ type: "ClusterIP" }),
  });
  expect(quotas.used()).toEqual({ services: "1", "services.nodeports": "1", "services.loadbalancers": "1" });
});

test("claims are charged by class, in whole bytes", async () => {
  const gold = "gold.storageclass.storage.k8s.io";
  const quotas = new Quotas(
    quota({ "requests.storage": "10Gi", [`${gold}/requests.storage`]: "1Gi", [`${gold}/persistentvolumeclaims`]: "3" }),
  );
  const claim = (storage: string) => ({
    metadata: { name: "c" },
    spec: { storageClassName: "gold", resources: { requests: { storage } } },
  });
  await write(quotas, { what: "persistentvolumeclaims", object: claim("1500m") });
  expect(quotas.used()).toEqual({
    "requests.storage": "2",
    [`${gold}/requests.storage`]: "2",
    [`${gold}/persistentvolumeclaims`]: "1",
  });
});

test.each([
  [{ scopes: ["BestEffort"] }, pod(), true],
  [{ scopes: ["BestEffort"] }, pod({ requests: { cpu: "1" } }), false],
  [{ scopes: ["NotBestEffort"] }, pod({ requests: { cpu: "1" } }), true],
  [{ scopes: ["Terminating"] }, pod({}, { activeDeadlineSeconds: 5 }), true],
  [{ scopes: ["NotTerminating"] }, pod({}, { activeDeadlineSeconds: 5 }), false],
  [
    { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }] } },
    pod({}, { priorityClassName: "high" }),
    true,
  ],
  [
    { scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: ["high"] }] } },
    pod(),
    false,
  ],
  [
    { scopes: ["CrossNamespacePodAffinity"] },
    pod({}, { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ namespaces: ["y"] }] } } }),
    true,
  ],
])("a quota with %j and %j: %s", async (spec, object, isCharged) => {
  const quotas = new Quotas(quota({ pods: "5" }, {}, spec));
  await write(quotas, { what: "pods", object });
  expect(quotas.used()).toEqual({ pods: isCharged ? "1" : "0" });
});

test.each(["events", "pods/binding", "pods/status"])("%s cost nothing", async (what) => {
  const quotas = new Quotas(quota({ pods: "0", "count/events": "0" }));
  await expect(write(quotas, { what, object: pod() })).resolves.toBeUndefined();
});

test("many writers at the same time, on several servers, never exceed a quota", async () => {
  const WRITERS = 64;
  const quotas = new Quotas(quota({ pods: "20" }), quota({ pods: "10" }, {}, {}, "stricter"));
  const servers = Array.from({ length: 3 }, () => resourceQuota(quotas));
  const outcomes = await Promise.allSettled(
    Array.from({ length: WRITERS }, (_, i) =>
      admit(servers[i % servers.length]!, { what: "pods", object: pod() }, quotas.reader),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect(quotas.used("stricter")).toEqual({ pods: "10" });
  expect(Number(quotas.used("q")["pods"])).toBeLessThanOrEqual(20);
});
