import { afterAnswer, givesUp, initialState, type ProbeKind, probeTiming } from "./probe-state.js";

/** Answers as a string: + success, - failure; the verdict after each: P passing, . not, X given up. */
function verdicts(
  kind: ProbeKind,
  answers: string,
  thresholds: { successThreshold?: number; failureThreshold?: number } = {},
): string {
  const timing = probeTiming(thresholds);
  let state = initialState(kind);
  return [...answers]
    .map((answer) => {
      state = afterAnswer(state, answer === "+" ? "success" : "failure", timing);
      return givesUp(kind, state, timing) ? "X" : state.passing ? "P" : ".";
    })
    .join("");
}

test.each<[kind: ProbeKind, answers: string, thresholds: object, want: string]>([
  ["liveness", "+-+--+---", {}, "PPPPPPPPX"],
  ["liveness", "-", { failureThreshold: 1 }, "X"],
  ["readiness", "-+-+---+", {}, ".PPPPP.P"],
  ["readiness", "+++-+++", { successThreshold: 3, failureThreshold: 1 }, "..P...P"],
  ["startup", "--+", {}, "..P"],
  ["startup", "---", {}, "..X"],
])("%s %s %j: %s", (kind, answers, thresholds, want) => {
  expect(verdicts(kind, answers, thresholds)).toBe(want);
});

test("defaults are the API's, zero means default", () => {
  expect(probeTiming({ periodSeconds: 0, timeoutSeconds: 0 })).toEqual({
    periodSeconds: 10,
    timeoutSeconds: 1,
    initialDelaySeconds: 0,
    successThreshold: 1,
    failureThreshold: 3,
  });
});
