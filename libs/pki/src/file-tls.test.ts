import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "@flotilla/service";
import { silentLogger } from "@flotilla/service/log/logger.js";
import { fileTls } from "@flotilla/service/rpc/file-tls.js";
import { SimulatedClock } from "@flotilla/service/testing/simulated-clock.js";
import { createCa, DAY_MS, issue } from "./issue.js";

test("certificates in files are taken up when both files have changed, and only then", async () => {
  const directory = await mkdtemp(join(tmpdir(), "flotilla-file-tls-"));
  const files = { ca: join(directory, "ca.crt"), certificate: join(directory, "a.crt"), key: join(directory, "a.key") };
  const clock = new SimulatedClock(Date.now());
  const ca = await createCa("ca", DAY_MS, clock.now());
  const make = () => issue(ca, { commonName: "a", usages: ["client"], validityMs: DAY_MS }, clock.now());
  const [first, second] = [await make(), await make()];
  await writeFile(files.ca, ca.certificate);
  await writeFile(files.certificate, first.certificate);
  await writeFile(files.key, first.key);

  const events: string[] = [];
  let noticed: () => void = () => undefined;
  const note = (event: string): void => {
    events.push(event);
    noticed();
  };
  const nextEvent = () => new Promise<void>((resolve) => (noticed = resolve));
  const log: Logger = { ...silentLogger, info: note, warn: note, child: () => log };
  const source = fileTls(files, { clock, log });
  let renewals = 0;
  source.subscribe(() => renewals++);
  expect(source.current().certificate).toBe(first.certificate);

  await writeFile(files.key, second.key);
  const warned = nextEvent();
  await clock.advance(30_000);
  await warned;
  expect([source.current().key, renewals]).toEqual([first.key, 0]);

  await writeFile(files.certificate, second.certificate);
  const renewed = nextEvent();
  while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(30_000);
  await renewed;
  expect([source.current().certificate, source.current().key, renewals]).toEqual([second.certificate, second.key, 1]);
  expect(events).toEqual(["certificate_not_renewed", "certificate_renewed"]);

  await writeFile(files.key, first.key);
  await source.stop();
  const again = { clock, log: silentLogger };
  expect(() => fileTls(files, again)).toThrow(/is not that of the certificate/);
  expect(() => fileTls({ ...files, key: undefined }, again)).toThrow(/go together/);
  await rm(directory, { recursive: true });
  expect(() => fileTls(files, again)).toThrow(/ENOENT/);
});
