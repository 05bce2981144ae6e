import { Capability } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { capabilitySets, hasCapability, UnknownCapability } from "./capabilities.js";

const ALL = (1n << 41n) - 1n;
/** What Docker's default is known as in /proc/self/status. */
const DEFAULT = 0xa80425fbn;
const NET_ADMIN = 1n << 12n;

const cases: readonly [string, Partial<Capability>, boolean, bigint, bigint][] = [
  ["the default", {}, false, DEFAULT, 0n],
  ["one more", { addCapabilities: ["NET_ADMIN"] }, false, DEFAULT | NET_ADMIN, 0n],
  ["names may carry CAP_ and be in lower case", { addCapabilities: ["cap_net_admin"] }, false, DEFAULT | NET_ADMIN, 0n],
  ["one less", { dropCapabilities: ["CHOWN"] }, false, DEFAULT & ~1n, 0n],
  ["none", { dropCapabilities: ["ALL"] }, false, 0n, 0n],
  [
    "only one: ALL is dropped first",
    { addCapabilities: ["NET_ADMIN"], dropCapabilities: ["ALL"] },
    false,
    NET_ADMIN,
    0n,
  ],
  ["all", { addCapabilities: ["ALL"] }, false, ALL, 0n],
  ["all but one", { addCapabilities: ["ALL"], dropCapabilities: ["NET_ADMIN"] }, false, ALL & ~NET_ADMIN, 0n],
  ["ambient", { addAmbientCapabilities: ["NET_ADMIN"] }, false, DEFAULT | NET_ADMIN, NET_ADMIN],
  ["privileged has everything", { dropCapabilities: ["ALL"] }, true, ALL, 0n],
];
test.each(cases)("%s", (_, wanted, privileged, bounding, ambient) => {
  expect(capabilitySets(Capability.fromPartial(wanted), privileged, ALL)).toEqual({ bounding, ambient });
});

test("what the runtime does not hold it cannot give", () => {
  expect(capabilitySets(Capability.fromPartial({ addCapabilities: ["ALL"] }), false, NET_ADMIN).bounding).toBe(
    NET_ADMIN,
  );
  expect(hasCapability(NET_ADMIN, "NET_ADMIN")).toBe(true);
  expect(hasCapability(NET_ADMIN, "SYS_ADMIN")).toBe(false);
});

test("an unknown name is an error, not nothing", () => {
  expect(() => capabilitySets(Capability.fromPartial({ dropCapabilities: ["NET_ADMN"] }), false, ALL)).toThrow(
    UnknownCapability,
  );
});
