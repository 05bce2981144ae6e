import { hostsFile } from "./hosts-file.js";
import { podOf } from "./testing/pods.js";

test("a pod's own names and its aliases", () => {
  const text = hostsFile(
    podOf({ hostname: "db-0", subdomain: "db", hostAliases: [{ ip: "192.0.2.9", hostnames: ["a", "b"] }] }),
    ["10.0.0.1", "fd00::1"],
    "cluster.local",
    "",
  );
  const lines = text.split("\n");
  expect(lines[0]).toBe("# Kubernetes-managed hosts file.");
  expect(lines).toEqual(
    expect.arrayContaining([
      "127.0.0.1\tlocalhost",
      "10.0.0.1\tdb-0.db.default.svc.cluster.local\tdb-0",
      "fd00::1\tdb-0.db.default.svc.cluster.local\tdb-0",
      "192.0.2.9\ta\tb",
    ]),
  );
});

test("a pod on the node's network has the node's file", () => {
  expect(
    hostsFile(
      podOf({ hostNetwork: true, hostAliases: [{ ip: "192.0.2.9", hostnames: ["a"] }] }),
      [],
      "",
      "127.0.0.1 node\n",
    ),
  ).toBe(
    "# Kubernetes-managed hosts file (host network).\n127.0.0.1 node\n\n# Entries added by HostAliases.\n192.0.2.9\ta\n",
  );
});
