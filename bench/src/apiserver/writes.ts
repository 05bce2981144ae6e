import type { ApiServer } from "./api-servers.js";
import { inLanes } from "./lanes.js";
import { podNamed, PODS } from "./pods.js";
import type { Sample } from "./sample.js";

const LANES = 16;
const MERGE_PATCH = { "content-type": "application/merge-patch+json" };

/** Each lane creates pods, then changes one of its own over and over: no lane waits for another's write. */
export async function measureWrites({ client }: ApiServer, milliseconds: number): Promise<Sample[]> {
  const creates = await inLanes(LANES, milliseconds, (serial) =>
    client.succeed("POST", PODS, podNamed(`write-${serial}`)),
  );
  const own: Record<string, unknown>[] = await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      const { body } = await client.succeed("POST", PODS, podNamed(`own-${lane}`));
      return JSON.parse(body.toString()) as Record<string, unknown>;
    }),
  );
  const updates = await inLanes(LANES, milliseconds, async (serial, lane) => {
    const pod = own[lane] as { metadata: { labels: object } };
    const changed = { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, serial: `${serial}` } } };
    const { body } = await client.succeed("PUT", `${PODS}/own-${lane}`, changed);
    own[lane] = JSON.parse(body.toString()) as Record<string, unknown>;
  });
  const patches = await inLanes(LANES, milliseconds, (serial, lane) =>
    client.succeed("PATCH", `${PODS}/own-${lane}/status`, { status: { message: `${serial}` } }, MERGE_PATCH),
  );
  return Object.entries({ creates, updates, "status patches": patches }).flatMap(([name, { perSecond, p99Ms }]) => [
    { name, value: perSecond, unit: "1/s" },
    { name: `${name} p99`, value: p99Ms, unit: "ms" },
  ]);
}
