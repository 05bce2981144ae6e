import type { ApiServer } from "./api-servers.js";
import { inLanes } from "./lanes.js";
import { PODS } from "./pods.js";
import type { Sample } from "./sample.js";

const LANES = 4;
const BYTES_PER_MB = 1_000_000;

const ENCODINGS: Readonly<Record<string, string>> = {
  JSON: "application/json",
  protobuf: "application/vnd.kubernetes.protobuf",
  Table: "application/json;as=Table;g=meta.k8s.io;v=v1",
};

/** Lists of all pods from the server's cache, as informers ask for them. */
export async function measureLists({ client }: ApiServer, pods: number, milliseconds: number): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const [name, accept] of Object.entries(ENCODINGS)) {
    const list = () => client.succeed("GET", `${PODS}?resourceVersion=0`, undefined, { accept });
    const { body } = await list();
    const { perSecond, p99Ms } = await inLanes(LANES, milliseconds, list);
    samples.push(
      { name: `list of ${pods} pods, ${name}`, value: (perSecond * body.length) / BYTES_PER_MB, unit: "MB/s" },
      { name: `list of ${pods} pods, ${name} p99`, value: p99Ms, unit: "ms" },
    );
  }
  return samples;
}
