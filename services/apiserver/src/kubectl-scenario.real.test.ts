import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startTestApiServer } from "./testing/api-server.js";
import { startKubeApiServer } from "./testing/kube-apiserver.js";
import type { Kubectl } from "./testing/kubectl.js";
import { runScenario } from "./testing/scenario/run-scenario.js";

// kubectl, unmodified, against an ApiServer alone (no controllers run). UPDATE_SCENARIO=1 writes down what happens now,
// to be reviewed. With KUBE_APISERVER=/path/to/kube-apiserver the same commands run against the original.
const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "testing", "scenario");
const FILE = join(FOLDER, "scenario.txt");
const KUBE_APISERVER = process.env["KUBE_APISERVER"] ?? "";
const LIMIT_MS = 300_000;

function run(server: { readonly folder: string; readonly kubectl: Kubectl }): ReturnType<typeof runScenario> {
  cpSync(join(FOLDER, "manifests"), server.folder, { recursive: true });
  return runScenario(readFileSync(FILE, "utf8"), server.kubectl);
}

test(
  "kubectl prints what it prints against Kubernetes",
  async () => {
    const server = await startTestApiServer(["--authorization-mode", "AlwaysAllow"]);
    await server.ready();
    const { text, commands } = await run(server);
    await server.stop();
    if (process.env["UPDATE_SCENARIO"] === "1") writeFileSync(FILE, text);
    else expect(text).toBe(readFileSync(FILE, "utf8"));
    expect(commands).toBeGreaterThanOrEqual(150);
  },
  LIMIT_MS,
);

/** Where the original's output differs, and why that is left so. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  "kubectl explain deployment.spec.replicas": "descriptions are our own",
  "kubectl explain pod.spec.containers.ports.protocol": "descriptions are our own",
  'kubectl patch configmap settings --type=json -p [{"op":"test","path":"/data/c","value":"5"}]':
    "ours says what is wrong",
  'kubectl patch configmap settings --type=json -p [{"op":"remove","path":"/data/zzz"}]': "ours says what is wrong",
  "kubectl label configmap settings bad/key/here=x": "1.35 words the rule of label keys anew",
  "kubectl apply --server-side --field-manager=one -f unknown-field.yaml --validate=ignore":
    "400 rather than 500 without a reason",
  'kubectl patch pod one -p {"spec":{"hostNetwork":true}}': "the original shows its structure in Go",
};

(KUBE_APISERVER === "" ? test.skip : test)(
  "kube-apiserver prints the same, but for what is listed",
  async () => {
    const original = await startKubeApiServer(KUBE_APISERVER);
    const { text } = await run(original);
    await original.stop();
    const steps = (scenario: string): string[] => scenario.split(/\n(?=\$ )/).filter((step) => step.startsWith("$ "));
    const ours = new Set(steps(readFileSync(FILE, "utf8")).map((step) => step.trim()));
    const different = steps(text).filter((step) => !ours.has(step.trim()));
    const commands = different.map((step) => step.split("\n")[0]?.slice(2) ?? "");
    expect(commands.filter((command) => !(command in DIFFERENCES))).toEqual([]);
  },
  LIMIT_MS,
);
