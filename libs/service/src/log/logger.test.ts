import { SimulatedClock } from "../testing/simulated-clock.js";
import { createLogger, type LogOptions } from "./logger.js";

function record(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const clock = new SimulatedClock(Date.UTC(2026, 1, 3, 4, 5, 6, 789));
  const log = createLogger("kv", {
    level: "info",
    format: "json",
    clock,
    destination: { write: (line) => void lines.push(line) },
    ...options,
  });
  return { lines, log };
}

test("a line is JSON with time, level, component, event and fields", () => {
  const { lines, log } = record();
  log.child({ member: 1 }).info("started", { address: "a:1" });
  expect(JSON.parse(lines[0]!)).toEqual({
    level: "info",
    time: "2026-02-03T04:05:06.789Z",
    component: "kv",
    member: 1,
    address: "a:1",
    event: "started",
  });
});

test("an error is printed with its code and its causes", () => {
  const { lines, log } = record();
  const cause = Object.assign(new Error("disk full"), { code: "ENOSPC" });
  log.error("write_failed", { error: new TypeError("cannot write", { cause }) });
  expect(JSON.parse(lines[0]!).error).toMatchObject({
    name: "TypeError",
    message: "cannot write",
    cause: { message: "disk full", code: "ENOSPC" },
  });
});

test("lines below the level are not written", () => {
  const { lines, log } = record({ level: "warn" });
  log.debug("a");
  log.info("b");
  log.warn("c");
  expect(lines).toHaveLength(1);
});

test("text lines are for people", () => {
  const { lines, log } = record({ format: "text" });
  log.warn("slow_write", { tookMs: 12, key: "/a b", ok: true });
  log.error("failed", {
    error: Object.assign(new Error("x"), {
      stack: "Error: x\n    at y",
      cause: Object.assign(new Error("z"), { stack: undefined }),
    }),
  });
  expect(lines).toEqual([
    '04:05:06.789 WARN  kv slow_write tookMs=12 key="/a b" ok=true\n',
    "04:05:06.789 ERROR kv failed\n    Error: x\n    at y\n    caused by:\n    Error: z\n",
  ]);
});
