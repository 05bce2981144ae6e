import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually, mustRun, run } from "@flotilla/testing";
import { normalise } from "./normalise.js";
import { type Answer, type Block, printAnswer, type Step } from "./transcript.js";

/** How long a command after `$~` is repeated. */
const EVENTUALLY_MS = 40_000;
/** When recording: an answer that stayed the same for so long is taken as settled. */
const SETTLED_MS = 4_000;
const POLL_MS = 250;

/** A place to run commands: a folder, a namespace of the same name as the transcript, and a kubeconfig that points there. */
export interface Stage {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Makes the namespace and waits until it has what every new namespace gets. */
export async function openStage(name: string, kubeconfig: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "flotilla-scenario-"));
  const env = {
    KUBECONFIG: join(folder, "kubeconfig"),
    HOME: folder,
    TZ: "UTC",
    TERM: "dumb",
    KUBECTL_KUBERC: "false",
  };
  const kubectl = (...args: string[]): Promise<string> => mustRun("kubectl", args, { env });
  const copied = await mustRun("kubectl", ["config", "view", "--raw", "--flatten"], {
    env: { ...env, KUBECONFIG: kubeconfig },
  });
  await mustRun("tee", [env.KUBECONFIG], { input: copied });
  await kubectl("create", "namespace", name);
  await kubectl("config", "set-context", "--current", `--namespace=${name}`);
  await kubectl("wait", "--for=create", "serviceaccount/default", "--timeout=60s");
  await kubectl("wait", "--for=create", "configmap/kube-root-ca.crt", "--timeout=60s");
  await mkdir(join(folder, "work"));
  return { folder, env };
}

export async function closeStage(stage: Stage): Promise<void> {
  await rm(stage.folder, { recursive: true, force: true });
}

async function answerTo(step: Step, stage: Stage): Promise<Answer> {
  const result = await run("bash", ["-c", step.command], { env: stage.env, cwd: join(stage.folder, "work") });
  return { stdout: normalise(result.stdout), stderr: normalise(result.stderr), code: result.code };
}

/** Runs a step and returns the last answer: for an eventual step, the expected one as soon as it comes. */
export async function runStep(step: Step, stage: Stage): Promise<Answer> {
  if (!step.eventually) return answerTo(step, stage);
  const expected = text(step.answer);
  let answer: Answer = { stdout: "", stderr: "", code: 0 };
  const same = async (): Promise<void> => {
    answer = await answerTo(step, stage);
    if (text(answer) !== expected) throw new Error("not yet");
  };
  await eventually(same, { timeoutMs: EVENTUALLY_MS, pollMs: POLL_MS }).catch(() => undefined);
  return answer;
}

/** Runs every step and returns the transcript with the answers that came. */
export async function record(blocks: readonly Block[], stage: Stage): Promise<Block[]> {
  const recorded: Block[] = [];
  for (const block of blocks) {
    recorded.push(
      "prose" in block ? block : { step: { ...block.step, answer: await settledAnswer(block.step, stage) } },
    );
  }
  return recorded;
}

async function settledAnswer(step: Step, stage: Stage): Promise<Answer> {
  let answer = await answerTo(step, stage);
  if (!step.eventually) return answer;
  for (let since = performance.now(); performance.now() - since < SETTLED_MS;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const next = await answerTo(step, stage);
    if (text(next) !== text(answer)) since = performance.now();
    answer = next;
  }
  return answer;
}

const text = (answer: Answer): string => printAnswer(answer).join("\n");
