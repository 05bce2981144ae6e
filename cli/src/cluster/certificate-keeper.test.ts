import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { ensurePki, validityOf } from "@flotilla/pki";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECK_INTERVAL_MS, keepCertificates, RETRY_INTERVAL_MS } from "./certificate-keeper.js";

const quiet = (): void => undefined;

/** Until the check that just began has ended and asked for the next one. */
async function checked(clock: SimulatedClock): Promise<void> {
  while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
}

test("no certificate comes near its end while the daemon runs, for longer than any lasts", async () => {
  const home = await mkdtemp(join(tmpdir(), "flotilla-keeper-"));
  const clock = new SimulatedClock(Date.now());
  const ensure = () => ensurePki({ home, clock, nodes: ["n"] });
  const first = await ensure();
  let pki = first;
  keepCertificates(clock, quiet, async () => (pki = await ensure()).written);
  const DAYS = 550;
  for (let day = 0; day < DAYS; day++) {
    await clock.advance(CHECK_INTERVAL_MS);
    await checked(clock);
    for (const name of ["apiserver", "kv", "admin", "kubelet-n-client"]) {
      const left = validityOf(pki.pair(name).certificate).notAfterMs - clock.now();
      expect(left).toBeGreaterThan(120 * CHECK_INTERVAL_MS);
    }
  }
  expect(pki.pair("apiserver").certificate).not.toBe(first.pair("apiserver").certificate);
  expect(pki.ca.certificate).toBe(first.ca.certificate);
  await rm(home, { recursive: true });
}, 120_000);

test("what failed is tried again soon", async () => {
  const clock = new SimulatedClock(0);
  const events: string[] = [];
  let tries = 0;
  keepCertificates(
    clock,
    (event) => events.push(event),
    async () => {
      if (tries++ === 0) throw new Error("disk full");
      return ["kv"];
    },
  );
  await clock.advance(CHECK_INTERVAL_MS);
  await checked(clock);
  await clock.advance(RETRY_INTERVAL_MS);
  await checked(clock);
  expect(events).toEqual(["certificates.not-renewed", "certificates.renewed"]);
});
