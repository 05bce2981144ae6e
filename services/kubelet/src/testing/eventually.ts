import { setTimeout as sleep } from "node:timers/promises";

const STEP_MS = 50;
const LIMIT_MS = 30_000;

/** Asks again until there is an answer; fails with what was waited for. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let waited = 0; waited < LIMIT_MS; waited += STEP_MS) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await sleep(STEP_MS);
  }
  throw new Error(`it never came true: ${what}`);
}
