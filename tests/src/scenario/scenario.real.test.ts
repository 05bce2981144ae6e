import { readFile } from "node:fs/promises";
import { TestCluster } from "@flotilla/testing";
import { HollowNodes } from "./hollow-nodes.js";
import { closeStage, openStage, runStep, type Stage } from "./run-transcript.js";
import { NODES, transcriptFiles } from "./scenario-files.js";
import { parseTranscript, printAnswer } from "./transcript.js";

/**
 * kubectl against Flotilla answers as it does against the real Kubernetes: the transcripts were recorded there. Nodes
 * are hollow, so that this is about the ApiServer, the controllers and the scheduler only.
 */
const files = await transcriptFiles();
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
      const [expected, received] = [printAnswer(step.answer).join("\n"), printAnswer(answer).join("\n")];
      if (expected !== received) differences.push(`line ${step.line}: ${step.command}\n-- expected\n${expected}\n-- received\n${received}\n`);
    }
    expect(differences.join("\n")).toBe("");
  }, 300_000);
});
