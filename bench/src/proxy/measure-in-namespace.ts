import { NftablesBackend } from "@flotilla/proxy/adapters/nftables-backend.js";
import { runCommand } from "@flotilla/proxy/adapters/run-command.js";
import { silentLogger } from "@flotilla/service";
import type { Measurement } from "../bench.js";
import { ENDPOINTS_PER_SERVICE, iptablesScript, rules, SERVICE_COUNTS } from "./cases.js";

// Runs in a network namespace of its own, so that the machine's rules are not touched; prints measurements as JSON.

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}

async function measure(count: number): Promise<Measurement[]> {
  const backend = new NftablesBackend(
    { table: "bench", podCidr: "172.16.0.0/12", serviceCidr: "10.0.0.0/8" },
    silentLogger,
  );
  const all = rules(count);
  const first = await timed(() => backend.apply(all));
  const [one, ...others] = all;
  if (one === undefined) return [];
  const endpoint = await timed(() => backend.apply([{ ...one, backends: one.backends.slice(1) }, ...others]));
  const gone = await timed(() => backend.apply(others));
  await backend.stop();
  const script = iptablesScript(all);
  const iptables = await timed(() => runCommand("iptables-legacy-restore", ["--noflush"], script)).catch(
    () => undefined,
  );
  const what = `${count} Services of ${ENDPOINTS_PER_SERVICE} endpoints`;
  const peer =
    iptables === undefined
      ? {}
      : { peer: { name: "iptables in kube-proxy's layout", value: iptables, ratio: first / iptables } };
  return [
    { name: `${what}: all at once`, value: first, unit: "ms", ...peer },
    { name: `${what}: one endpoint goes`, value: endpoint, unit: "ms" },
    { name: `${what}: one Service goes`, value: gone, unit: "ms" },
  ];
}

const measurements: Measurement[] = [];
for (const count of SERVICE_COUNTS) measurements.push(...(await measure(count)));
console.log(JSON.stringify(measurements));
