import { extendersOf, profilesOf, remotePluginsOf } from "./configuration.js";

const DEFAULTS = { schedulerName: "default-scheduler", percentageOfNodesToScore: 100 };

test("nothing said is the default profile, with upstream's weights", () => {
  const [profile] = profilesOf({}, DEFAULTS, []);
  expect(profile).toMatchObject({ schedulerName: "default-scheduler", preempts: true, percentageOfNodesToScore: 100 });
  expect(Object.fromEntries(profile!.scorers.map(({ plugin, weight }) => [plugin.name, weight]))).toEqual({
    TaintToleration: 3,
    NodeAffinity: 2,
    NodeResourcesFit: 1,
    PodTopologySpread: 2,
    InterPodAffinity: 2,
    NodeResourcesBalancedAllocation: 1,
    ImageLocality: 1,
  });
});

test("plugins are switched and weighed, and have arguments, by profile", () => {
  const [first, second] = profilesOf(
    {
      percentageOfNodesToScore: 50,
      profiles: [
        {
          schedulerName: "packing",
          plugins: {
            score: { disabled: [{ name: "*" }], enabled: [{ name: "NodeResourcesFit", weight: 7 }] },
            postFilter: { disabled: [{ name: "DefaultPreemption" }] },
          },
          pluginConfig: [
            {
              name: "NodeResourcesFit",
              args: { scoringStrategy: { type: "MostAllocated", resources: [{ name: "cpu", weight: 1 }] } },
            },
          ],
        },
        { schedulerName: "loose", plugins: { multiPoint: { disabled: [{ name: "InterPodAffinity" }] } } },
      ],
    },
    DEFAULTS,
    [],
  );
  expect(first!.scorers.map(({ plugin, weight }) => [plugin.name, weight])).toEqual([["NodeResourcesFit", 7]]);
  expect(first).toMatchObject({
    preempts: false,
    percentageOfNodesToScore: 50,
    args: { fit: { strategy: "MostAllocated" } },
  });
  expect(first!.filters.map(({ name }) => name)).toContain("InterPodAffinity");
  expect(second!.filters.map(({ name }) => name)).not.toContain("InterPodAffinity");
});

test.each([
  [
    "a plugin that there is not",
    () => profilesOf({ profiles: [{ plugins: { score: { enabled: [{ name: "Nope" }] } } }] }, DEFAULTS, []),
    "there is no plugin Nope",
  ],
  [
    "two profiles of one name",
    () => profilesOf({ profiles: [{}, {}] }, DEFAULTS, []),
    "two profiles are named default-scheduler",
  ],
  ["an extender without an address", () => extendersOf({ extenders: [{}] }), "an extender has no urlPrefix"],
  [
    "an unknown failure policy",
    () => remotePluginsOf({ remotePlugins: [{ name: "a", address: "b", failurePolicy: "hope" }] }),
    'must be "ignore" or "fail"',
  ],
])("%s is refused", (_what, read, message) => {
  expect(read).toThrow(message);
});

test("times are in Go's form", () => {
  expect(extendersOf({ extenders: [{ urlPrefix: "http://x", httpTimeout: "1m30s" }] })[0]!.httpTimeoutMs).toBe(90_000);
  expect(remotePluginsOf({ remotePlugins: [{ name: "a", address: "b" }] })).toEqual([
    { name: "a", address: "b", weight: 1, timeoutMs: 200, failurePolicy: "ignore" },
  ]);
});
