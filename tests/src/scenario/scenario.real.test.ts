import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run, TestCluster } from "@flotilla/testing";
import { HollowNodes } from "./hollow-nodes.js";
import { closeStage, openStage, runStep, type Stage } from "./run-transcript.js";
import { NODES, NOT_YET, transcriptFiles } from "./scenario-files.js";
import { parseTranscript, printAnswer } from "./transcript.js";

/**
 * kubectl against Flotilla answers as it does against the real Kubernetes: the transcripts were recorded there. Nodes
 * are hollow, so that this is about the ApiServer, the controllers and the scheduler only.
 */
const all = await transcriptFiles();
const files = all.filter(({ name }) => NOT_YET[name] === undefined);
let cluster: TestCluster;
let nodes: HollowNodes;

beforeAll(async () => {
  cluster = await TestCluster.start(["--without", "runtime,kubelet,proxy"]);
  nodes = await HollowNodes.start(cluster.kubeconfig, NODES);
}, 240_000);

afterAll(async () => {
  await nodes?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
}, 60_000);

test("there are at least 150 commands", async () => {
  const texts = await Promise.all(files.map(({ file }) => readFile(file, "utf8")));
  expect(texts.flatMap(parseTranscript).filter((block) => "step" in block).length).toBeGreaterThanOrEqual(150);
});

/** The lines that differ; empty when none does. */
async function difference(expected: readonly string[], received: readonly string[], stage: Stage): Promise<string> {
  if (expected.join("\n") === received.join("\n")) return "";
  const files = ["recorded", "received"].map((file) => join(stage.folder, file)) as [string, string];
  await Promise.all([expected, received].map((lines, index) => writeFile(files[index]!, `${lines.join("\n")}\n`)));
  const { stdout } = await run("diff", ["--unified=1", ...files]);
  return stdout.split("\n").slice(2).join("\n");
}

describe.each(files)("$name", ({ name, file }) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(name, cluster.kubeconfig);
  }, 90_000);
  afterAll(() => closeStage(stage));

  test("answers as recorded", async () => {
    const differences: string[] = [];
    for (const block of parseTranscript(await readFile(file, "utf8"))) {
      if ("prose" in block) continue;
      const { step } = block;
      const answer = await runStep(step, stage);
      const different = await difference(printAnswer(step.answer), printAnswer(answer), stage);
      if (different !== "") differences.push(`${name}.txt:${step.line}: ${step.command.split("\n")[0]}\n${different}`);
    }
    if (differences.length > 0) throw new Error(`answers differ from those recorded:\n\n${differences.join("\n")}`);
  }, 300_000);
});
