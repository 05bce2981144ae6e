import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { aggregatedDiscovery, aggregatedMediaParameters } from "../discovery/aggregated.js";
import { builtinVersions } from "../discovery/served-version.js";
import { fieldDocs } from "../schema/generated/field-docs.js";
import { encodeOpenApiV2, openApiV2ContentType } from "./v2-protobuf.js";
import { openApiV2Document } from "./v2.js";
import { openApiV3Document, openApiV3Index, openApiV3Path } from "./v3.js";

// kubectl is the reader that these documents are for: it must understand them without a warning.
const versions = builtinVersions();
const options = { serverVersion: "v1.35.0", docs: fieldDocs };
const json = "application/json";

/** What a client-side `apply` would change. */
let stored: string;
let patchType: string | undefined;
let server: Server;
let folder: string;

/** Answers from the documents alone; every Deployment is the one stored. */
function answer(path: string): { type: string; body: string | Uint8Array } | undefined {
  if (path === "/api" || path === "/apis") {
    return { type: `${json};${aggregatedMediaParameters}`, body: JSON.stringify(aggregatedDiscovery(versions, path)) };
  }
  if (path === "/openapi/v3") return { type: json, body: JSON.stringify(openApiV3Index(versions, () => "fixed")) };
  if (path === "/openapi/v2") {
    return { type: openApiV2ContentType, body: encodeOpenApiV2(openApiV2Document(versions, options)) };
  }
  if (path.endsWith("/deployments/web")) return { type: json, body: stored };
  const version = versions.find((candidate) => path === `/openapi/v3/${openApiV3Path(candidate)}`);
  return version && { type: json, body: JSON.stringify(openApiV3Document(version, options)) };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "flotilla-openapi-"));
  server = createServer((request, response) => {
    const found = answer((request.url ?? "").replace(/\?.*/, ""));
    if (request.method === "PATCH") patchType = request.headers["content-type"];
    response.writeHead(found === undefined ? 404 : 200, { "content-type": found?.type ?? json });
    response.end(found?.body ?? "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function kubectl(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { port } = server.address() as AddressInfo;
  const env = { PATH: process.env["PATH"], HOME: folder, KUBECONFIG: join(folder, "none") };
  return promisify(execFile)("kubectl", ["--server", `http://127.0.0.1:${port}`, ...args], { env });
}

test("explain reads version 3", async () => {
  const { stdout, stderr } = await kubectl("explain", "deployment.spec.template.spec.containers.ports");
  expect(stdout).toContain("FIELD: ports <[]ContainerPort>");
  expect(stdout).toContain("containerPort\t<integer> -required-");
  expect(stdout).toContain("enum: SCTP, TCP, UDP");
  expect(stderr).toBe("");
});

test("explain reads the protobuf form of version 2", async () => {
  const { stdout, stderr } = await kubectl("explain", "--output=plaintext-openapiv2", "pod.spec.containers.ports");
  expect(stdout).toMatch(/containerPort\s+<integer> -required-/);
  expect(stderr).toBe("");
});

test("apply computes a strategic merge patch from version 3", async () => {
  const manifest = (image: string): object => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default", annotations: {} },
    spec: { template: { spec: { containers: [{ name: "a", image }] } } },
  });
  const lastApplied = { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(manifest("one")) };
  stored = JSON.stringify({
    ...manifest("one"),
    metadata: { name: "web", namespace: "default", annotations: lastApplied },
  });
  const file = join(folder, "deployment.json");
  writeFileSync(file, JSON.stringify(manifest("two")));
  const { stdout, stderr } = await kubectl("apply", "--filename", file);
  expect(stdout).toContain("deployment.apps/web configured");
  expect(stderr).toBe("");
  expect(patchType).toBe("application/strategic-merge-patch+json");
});
