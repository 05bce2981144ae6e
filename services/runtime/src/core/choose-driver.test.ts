import { chooseDriver, type HostFacts } from "./choose-driver.js";

const root: HostFacts = {
  platform: "linux",
  helperRuns: true,
  uid: 0,
  inUserNamespace: false,
  namespacesWork: true,
  userNamespacesWork: true,
  overlayfs: true,
  kernel: [6, 1],
  cgroupsWritable: true,
  missingPlugins: [],
};
const user = { ...root, uid: 1000, namespacesWork: false, cgroupsWritable: false };

const cases: readonly [string, HostFacts, string, RegExp][] = [
  ["root", root, "namespaces", /^root/],
  ["a user", user, "user-namespace", /not root/],
  ["root of a user namespace", { ...root, inUserNamespace: true }, "user-namespace", /root of a user namespace/],
  ["a user who may not make namespaces", { ...user, userNamespacesWork: false }, "process", /neither root/],
  ["macOS", { ...user, platform: "darwin", helperRuns: false }, "process", /darwin/],
  ["an old kernel", { ...root, kernel: [5, 10] }, "process", /5\.10 is older than 5\.12/],
  ["no overlayfs", { ...root, overlayfs: false }, "process", /overlayfs/],
  ["a processor without helper", { ...root, helperRuns: false }, "process", /helper/],
];
test.each(cases)("%s", (_, facts, driver, reason) => {
  expect(chooseDriver(facts, "auto")).toMatchObject({ driver, reason: expect.stringMatching(reason) });
});

test("what is asked for is taken, unless it cannot work", () => {
  expect(chooseDriver(root, "process").driver).toBe("process");
  expect(chooseDriver(root, "user-namespace").driver).toBe("user-namespace");
  expect(chooseDriver(user, "namespaces").driver).toBe("user-namespace");
});

test("what is missing is named", () => {
  expect(chooseDriver(root, "auto").missing).toEqual([]);
  expect(chooseDriver({ ...root, missingPlugins: ["ptp"], cgroupsWritable: false }, "auto").missing).toEqual([
    expect.stringMatching(/limits of CPU and memory/),
    expect.stringMatching(/CNI plugins ptp/),
  ]);
  expect(chooseDriver(root, "process").missing[0]).toMatch(/all isolation/);
});
