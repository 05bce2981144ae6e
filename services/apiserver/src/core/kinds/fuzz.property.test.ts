import type { KubeObject } from "@flotilla/api";
import { decodeJsonObject } from "@flotilla/api/decode/decode-object.js";
import { builtinResources } from "@flotilla/api/resources.js";
import { schema } from "@flotilla/api/schema/schema.js";
import { StatusError } from "@flotilla/api/status.js";
import { admissionChain } from "../admission/index.js";
import type { AdmissionRequest } from "../admission/plugin.js";
import { admissionRequest } from "../testing/admission-request.js";
import { MemoryReader } from "../testing/memory-reader.js";
import { RandomObjects, seeded } from "../testing/random-object.js";
import { conversionOf, strategyOf } from "./index.js";

/** For each kind; a longer run on purpose: `FUZZ_RUNS=1000`. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 8);
const NOW = Date.UTC(2026, 0, 1);

const chain = admissionChain({
  random: { next: () => 0.5 },
  permits: () => Promise.resolve(false),
  requests: { subjectOfRequest: () => Promise.resolve(undefined) },
  quotas: { quotasOf: () => Promise.resolve([]), writeUsed: () => Promise.resolve(true) },
});

const reader = new MemoryReader()
  .with("namespaces", { metadata: { name: "x", labels: { "pod-security.kubernetes.io/enforce": "restricted" } } })
  .with("serviceaccounts", ...["default", "a"].map((name) => ({ metadata: { namespace: "x", name } })))
  .with("limitranges", {
    metadata: { namespace: "x", name: "l" },
    spec: { limits: [{ type: "Container", default: { cpu: "1" }, max: { cpu: "2" } }] },
  } as KubeObject)
  .with("resourcequotas", {
    metadata: { namespace: "x", name: "q" },
    spec: {},
    status: { hard: { pods: "1" }, used: { pods: "0" } },
  } as KubeObject);

/** Refusals are answers; all else would be a 500. */
async function answered(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StatusError) || error.status.code === 500) throw error;
  }
}

/** As the verbs do it: only what is valid comes before the plugins that look. */
async function reviewed(request: AdmissionRequest): Promise<void> {
  for (const plugin of chain)
    await answered(() => (plugin.handles(request) ? plugin.validate?.(request, reader) : undefined));
}

test.each(builtinResources.map((kind) => [`${kind.group}/${kind.version}/${kind.resource}`, kind] as const))(
  "%s takes whatever the decoder lets through",
  async (_, kind) => {
    const strategy = strategyOf(kind) ?? {};
    const conversion = conversionOf(kind);
    for (let seed = 0; seed < RUNS; seed++) {
      const objects = new RandomObjects(seeded(seed));
      const draw = (): KubeObject =>
        decodeJsonObject(JSON.stringify(objects.object(schema.get(kind.message))), kind, "Ignore").object;
      const [object, old] = [draw(), draw()];
      const user =
        seed % 2 === 0 ? { username: "jane", groups: [] } : { username: "system:node:a", groups: ["system:nodes"] };
      const what = `${kind.resource}@${kind.group}`;
      await answered(async () => {
        const request = admissionRequest({ what, object, user });
        const draft = request.object as KubeObject;
        strategy.defaults?.(draft);
        for (const plugin of chain)
          await answered(() => (plugin.handles(request) ? plugin.admit?.(request, reader) : undefined));
        strategy.prepareForCreate?.(draft, request);
        const errors = strategy.validate?.(draft) ?? [];
        strategy.warnings?.(draft, undefined);
        if (errors.length === 0) await reviewed(request);
        strategy.table?.cells(draft, NOW);
        strategy.table?.conditions?.(draft);
        strategy.selectableFields?.(draft);
        conversion?.fromStored(conversion.toStored(structuredClone(draft)));
      });
      for (const [name, part] of [["", strategy] as const, ...Object.entries(strategy.subresources ?? {})]) {
        await answered(async () => {
          const request = admissionRequest({
            what: `${kind.resource}${name === "" ? "" : `/${name}`}@${kind.group}`,
            object,
            old,
            user,
          });
          const draft = request.object as KubeObject;
          strategy.defaults?.(draft);
          for (const plugin of chain)
            await answered(() => (plugin.handles(request) ? plugin.admit?.(request, reader) : undefined));
          part.prepareForUpdate?.(draft, old, request);
          const errors = [...(part.validateUpdate?.(draft, old) ?? []), ...(strategy.validate?.(old) ?? [])];
          if (errors.length === 0) await reviewed(request);
          strategy.generationChanges?.(draft, old);
        });
      }
      await answered(() => strategy.checkDelete?.(object));
      strategy.gracePeriodSeconds?.(object, undefined);
    }
  },
  RUNS * 5_000,
);
