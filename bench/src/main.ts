import { mkdir, writeFile } from "node:fs/promises";
import type { Bench } from "./bench.js";
import { apiserver } from "./apiserver/apiserver.js";
import { footprint } from "./footprint/footprint.js";
import { kv } from "./kv/kv.js";
import { scheduler, schedulerCore } from "./scheduler/scheduler.js";
import { describeMachine } from "./machine.js";
import { rpc } from "./rpc/rpc.js";
import { proxy } from "./proxy/proxy.js";

/** Every group of benchmarks; adding one is adding it here. */
const BENCHES: readonly Bench[] = [apiserver, footprint, kv, proxy, rpc, schedulerCore, scheduler];

const RESULTS = new URL("../results/", import.meta.url);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(", ")}; there are ${BENCHES.map((bench) => bench.name).join(", ")}`);
  process.exit(2);
}

for (const bench of BENCHES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n${bench.name}: ${bench.about}`);
  const measurements = await bench.run((line) => console.log(`  ${line}`));
  for (const { name, value, unit, peer } of measurements) {
    console.log(
      `  ${name}: ${value} ${unit}${peer === undefined ? "" : ` (${peer.name}: ${peer.value} ${unit}, ratio ${peer.ratio.toFixed(2)})`}`,
    );
  }
  await mkdir(RESULTS, { recursive: true });
  await writeFile(
    new URL(`${bench.name}.json`, RESULTS),
    `${JSON.stringify({ machine: describeMachine(), measurements }, undefined, 2)}\n`,
  );
}
