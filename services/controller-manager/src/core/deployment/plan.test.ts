import type { Deployment, ReplicaSet } from "@flotilla/api/types/apps/v1.js";
import { planDeployment } from "./plan.js";

const now = Date.parse("2026-01-01T12:00:00Z");

interface Size {
  replicas: number;
  available?: number;
  /** desired-replicas and max-replicas, when they differ from the deployment's. */
  scaledFor?: [number, number];
}

function replicaSet(
  image: string,
  age: number,
  { replicas, available = replicas, scaledFor }: Size,
  desired: [number, number],
): ReplicaSet {
  const [wanted, most] = scaledFor ?? desired;
  return {
    metadata: {
      name: `web-${image}`,
      uid: image,
      creationTimestamp: new Date(now - age * 1000).toISOString(),
      annotations: {
        "deployment.kubernetes.io/revision": image.slice(1),
        "deployment.kubernetes.io/desired-replicas": String(wanted),
        "deployment.kubernetes.io/max-replicas": String(most),
      },
    },
    spec: { replicas, selector: {}, template: { spec: { containers: [{ name: "c", image }] } } },
    status: { replicas, availableReplicas: available, readyReplicas: available, observedGeneration: 1 },
  };
}

function deployment(replicas: number, surge: number | string, unavailable: number | string): Deployment {
  return {
    metadata: { name: "web", generation: 1, annotations: { "deployment.kubernetes.io/revision": "9" } },
    spec: {
      replicas,
      selector: {},
      template: { spec: { containers: [{ name: "c", image: "v9" }] } },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
      progressDeadlineSeconds: 600,
    },
    status: {
      conditions: [
        {
          type: "Progressing",
          status: "True",
          reason: "ReplicaSetUpdated",
          lastUpdateTime: new Date(now).toISOString(),
        },
      ],
    },
  };
}

interface Case {
  name: string;
  replicas: number;
  surge?: number | string;
  unavailable?: number | string;
  /** v9 is the newest template; the others are older the smaller their number. */
  sets: Record<string, Size>;
  want: Record<string, number>;
}

const cases: Case[] = [
  {
    name: "the new grows by the surge",
    replicas: 10,
    surge: 3,
    unavailable: 2,
    sets: { v9: { replicas: 0 }, v1: { replicas: 10 } },
    want: { v9: 3 },
  },
  {
    name: "the old shrinks as far as enough stay",
    replicas: 10,
    surge: 3,
    unavailable: 2,
    sets: { v9: { replicas: 3, available: 0 }, v1: { replicas: 10 } },
    want: { v1: 8 },
  },
  {
    name: "and further when the new ones are available",
    replicas: 10,
    surge: 3,
    unavailable: 2,
    sets: { v9: { replicas: 5, available: 5 }, v1: { replicas: 8 } },
    want: { v1: 3 },
  },
  {
    name: "percentages: surge rounds up, unavailable rounds down",
    replicas: 5,
    surge: "30%",
    unavailable: "30%",
    sets: { v9: { replicas: 0 }, v1: { replicas: 5 } },
    want: { v9: 2 },
  },
  {
    name: "both zero: one may be missing",
    replicas: 3,
    surge: 0,
    unavailable: 0,
    sets: { v9: { replicas: 0 }, v1: { replicas: 3 } },
    want: { v1: 2 },
  },
  {
    name: "without surge the old makes room first",
    replicas: 4,
    surge: 0,
    unavailable: 1,
    sets: { v9: { replicas: 0 }, v1: { replicas: 4 } },
    want: { v1: 3 },
  },
  {
    name: "unavailable old pods go first, whatever their age",
    replicas: 10,
    surge: 0,
    unavailable: 2,
    sets: { v9: { replicas: 0 }, v1: { replicas: 8, available: 8 }, v2: { replicas: 2, available: 0 } },
    want: { v2: 0 },
  },
  {
    name: "nothing moves while too few are available",
    replicas: 10,
    surge: 0,
    unavailable: 2,
    sets: { v9: { replicas: 2, available: 0 }, v1: { replicas: 8 } },
    want: {},
  },
  {
    name: "rollover: the unfinished middle one is old, too",
    replicas: 10,
    surge: 2,
    unavailable: 2,
    sets: { v9: { replicas: 0 }, v2: { replicas: 4, available: 0 }, v1: { replicas: 8 } },
    want: { v2: 0 },
  },
  {
    name: "too many new ones shrink",
    replicas: 3,
    sets: { v9: { replicas: 5, scaledFor: [3, 4] }, v1: { replicas: 2, scaledFor: [3, 4] } },
    want: { v9: 3 },
  },
  { name: "scaling one alone sets it", replicas: 7, sets: { v9: { replicas: 3, scaledFor: [3, 4] } }, want: { v9: 7 } },
  {
    name: "growing in a rollout is shared by size, the rest to the largest",
    replicas: 30,
    surge: 3,
    unavailable: 2,
    sets: { v9: { replicas: 5, scaledFor: [10, 13] }, v1: { replicas: 8, scaledFor: [10, 13] } },
    want: { v9: 13, v1: 20 },
  },
  {
    name: "shrinking in a rollout is shared by size",
    replicas: 5,
    surge: 3,
    unavailable: 2,
    sets: { v9: { replicas: 5, scaledFor: [10, 13] }, v1: { replicas: 8, scaledFor: [10, 13] } },
    want: { v9: 3, v1: 5 },
  },
  {
    name: "scaling to zero empties all",
    replicas: 0,
    surge: 3,
    unavailable: 2,
    sets: { v9: { replicas: 5, scaledFor: [10, 13] }, v1: { replicas: 8, scaledFor: [10, 13] } },
    want: { v9: 0, v1: 0 },
  },
];

test.each(cases)("$name", ({ replicas, surge = "25%", unavailable = "25%", sets, want }) => {
  const subject = deployment(replicas, surge, unavailable);
  const most = replicas + (typeof surge === "number" ? surge : Math.ceil((replicas * parseInt(surge, 10)) / 100));
  const owned = Object.entries(sets).map(([image, size]) =>
    replicaSet(image, 1000 - Number(image.slice(1)), size, [replicas, most]),
  );
  const plan = planDeployment({ deployment: subject, replicaSets: owned, podsOf: () => [], now });
  expect(Object.fromEntries(plan.scale.map((step) => [step.replicaSet.metadata?.uid, step.replicas]))).toEqual(want);
  expect(plan.create).toBeUndefined();
});

test("without a ReplicaSet of the template one is made, its name from the template", () => {
  const plan = planDeployment({
    deployment: deployment(10, 3, 2),
    replicaSets: [replicaSet("v1", 100, { replicas: 10 }, [10, 13])],
    podsOf: () => [],
    now,
  });
  expect(plan.create?.spec?.replicas).toBe(3);
  expect(plan.create?.metadata?.annotations).toEqual({
    "deployment.kubernetes.io/revision": "2",
    "deployment.kubernetes.io/desired-replicas": "10",
    "deployment.kubernetes.io/max-replicas": "13",
  });
  expect(plan.status.conditions?.find(({ type }) => type === "Progressing")).toMatchObject({
    reason: "NewReplicaSetCreated",
  });
});
