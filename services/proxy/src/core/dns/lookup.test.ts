import type { Service } from "@flotilla/api/types/core/v1.js";
import type { EndpointSlice } from "@flotilla/api/types/discovery/v1.js";
import { lookup } from "./lookup.js";
import { zoneData } from "./zone-data.js";

const ZONE = "cluster.local";
const service = (name: string, spec: NonNullable<Service["spec"]>): Service => ({
  metadata: { namespace: "default", name },
  spec,
});
const slice = (name: string, endpoints: NonNullable<EndpointSlice["endpoints"]>): EndpointSlice => ({
  metadata: { namespace: "default", labels: { "kubernetes.io/service-name": name } },
  addressType: "IPv4",
  endpoints,
  ports: [{ name: "http", port: 8080, protocol: "TCP" }],
});

const data = zoneData(
  [
    service("web", {
      clusterIP: "10.96.0.5",
      clusterIPs: ["10.96.0.5", "fd00::5"],
      ports: [{ name: "http", port: 80 }, { port: 81 }],
    }),
    service("db", { clusterIP: "None", ports: [{ name: "http", port: 80 }] }),
    service("eager", { clusterIP: "None", publishNotReadyAddresses: true }),
    service("empty", { clusterIP: "None" }),
    service("away", { type: "ExternalName", externalName: "Example.COM" }),
  ],
  [
    slice("db", [
      { addresses: ["10.0.0.1"], hostname: "db-0" },
      { addresses: ["10.0.0.2"] },
      { addresses: ["10.0.0.3"], conditions: { ready: false } },
    ]),
    slice("eager", [{ addresses: ["10.0.0.4"], conditions: { ready: false } }]),
    slice("web", [{ addresses: ["10.0.0.9"] }]),
  ],
  ZONE,
);

/** The answer in one line. */
function ask(name: string, type: string): string {
  const found = lookup(data, ZONE, name, type);
  if (found === undefined) return "not ours";
  const text = (record: (typeof found.answers)[number]): string =>
    `${record.type} ${record.type === "SRV" ? `${record.data.priority} ${record.data.weight} ${record.data.port} ${record.data.target}` : record.data}`;
  const additional =
    found.additionals.length > 0
      ? ` + ${found.additionals.map((record) => `${record.name} ${text(record)}`).join(", ")}`
      : "";
  return found.answers.length === 0
    ? found.code === "NOERROR"
      ? "NODATA"
      : found.code
    : found.answers.map(text).join(", ") + additional;
}

test.each<[name: string, type: string, want: string]>([
  ["web.default.svc.cluster.local", "A", "A 10.96.0.5"],
  ["web.default.svc.cluster.local", "AAAA", "AAAA fd00::5"],
  ["web.default.svc.cluster.local", "TXT", "NODATA"],
  [
    "_http._tcp.web.default.svc.cluster.local",
    "SRV",
    "SRV 0 100 80 web.default.svc.cluster.local + web.default.svc.cluster.local A 10.96.0.5, web.default.svc.cluster.local AAAA fd00::5",
  ],
  ["_http._tcp.web.default.svc.cluster.local", "A", "NODATA"],
  ["_http._udp.web.default.svc.cluster.local", "SRV", "NXDOMAIN"],
  ["_tcp.web.default.svc.cluster.local", "SRV", "NODATA"],
  ["_none._tcp.web.default.svc.cluster.local", "SRV", "NXDOMAIN"],
  ["10-0-0-9.web.default.svc.cluster.local", "A", "NXDOMAIN"],
  ["db.default.svc.cluster.local", "A", "A 10.0.0.1, A 10.0.0.2"],
  ["db.default.svc.cluster.local", "AAAA", "NODATA"],
  ["db-0.db.default.svc.cluster.local", "A", "A 10.0.0.1"],
  ["10-0-0-2.db.default.svc.cluster.local", "A", "A 10.0.0.2"],
  ["10-0-0-3.db.default.svc.cluster.local", "A", "NXDOMAIN"],
  [
    "_http._tcp.db.default.svc.cluster.local",
    "SRV",
    "SRV 0 50 8080 db-0.db.default.svc.cluster.local, SRV 0 50 8080 10-0-0-2.db.default.svc.cluster.local + db-0.db.default.svc.cluster.local A 10.0.0.1, 10-0-0-2.db.default.svc.cluster.local A 10.0.0.2",
  ],
  ["eager.default.svc.cluster.local", "A", "A 10.0.0.4"],
  ["empty.default.svc.cluster.local", "A", "NXDOMAIN"],
  ["away.default.svc.cluster.local", "A", "CNAME example.com"],
  ["none.default.svc.cluster.local", "A", "NXDOMAIN"],
  ["web.none.svc.cluster.local", "A", "NXDOMAIN"],
  ["default.svc.cluster.local", "A", "NODATA"],
  ["svc.cluster.local", "A", "NODATA"],
  ["cluster.local", "A", "NODATA"],
  ["other.cluster.local", "A", "NXDOMAIN"],
  ["dns-version.cluster.local", "TXT", "TXT 1.1.0"],
  ["10-1-2-3.default.pod.cluster.local", "A", "A 10.1.2.3"],
  ["10-1-2.default.pod.cluster.local", "A", "NXDOMAIN"],
  ["5.0.96.10.in-addr.arpa", "PTR", "PTR web.default.svc.cluster.local"],
  ["1.0.0.10.in-addr.arpa", "PTR", "PTR db-0.db.default.svc.cluster.local"],
  ["2.0.0.10.in-addr.arpa", "PTR", "not ours"],
  ["9.9.9.9.in-addr.arpa", "PTR", "not ours"],
  ["example.com", "A", "not ours"],
  ["notcluster.local", "A", "not ours"],
])("%s %s: %s", (name, type, want) => {
  expect(ask(name, type)).toBe(want);
});
