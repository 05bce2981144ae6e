import { readFile, writeFile } from "node:fs/promises";
import { HollowNodes } from "./hollow-nodes.js";
import { NODES, transcriptFiles } from "./scenario-files.js";
import { closeStage, openStage, record } from "./run-transcript.js";
import { parseTranscript, printTranscript } from "./transcript.js";

/**
 * Writes what the cluster of $KUBECONFIG answers into the transcripts (all, or those named as arguments). Meant for the
 * real Kubernetes: docs/swap/trials.md says how to start one.
 */
const kubeconfig = process.env["KUBECONFIG"];
if (kubeconfig === undefined) throw new Error("KUBECONFIG must name the cluster to record");
const wanted = process.argv.slice(2);
await using _nodes = await HollowNodes.start(kubeconfig, NODES);
for (const { name, file } of await transcriptFiles()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const stage = await openStage(name, kubeconfig);
  try {
    await writeFile(file, printTranscript(await record(parseTranscript(await readFile(file, "utf8")), stage)));
    console.log(`recorded ${name}`);
  } finally {
    await closeStage(stage);
  }
}
