import { Lifecycle } from "./lifecycle.js";

function parts(): {
  events: string[];
  part: (name: string, stopFails?: boolean) => () => Promise<{ stop(): Promise<void> }>;
} {
  const events: string[] = [];
  const part =
    (name: string, stopFails = false) =>
    async () => {
      events.push(`start ${name}`);
      return {
        stop: async () => {
          events.push(`stop ${name}`);
          if (stopFails) throw new Error(`${name} is stuck`);
        },
      };
    };
  return { events, part };
}

test("parts start in order and stop in reverse, once", async () => {
  const { events, part } = parts();
  const lifecycle = new Lifecycle();
  await lifecycle.start(part("store"));
  lifecycle.onStop(() => void events.push("undo"));
  await lifecycle.start(part("server"));
  await Promise.all([lifecycle.stop(), lifecycle.stop()]);
  expect(events).toEqual(["start store", "start server", "stop server", "undo", "stop store"]);
});

test("a start that fails stops what had started, and is what is thrown", async () => {
  const { events, part } = parts();
  const lifecycle = new Lifecycle();
  await lifecycle.start(part("store", true));
  await expect(lifecycle.start(() => Promise.reject(new Error("port taken")))).rejects.toThrow("port taken");
  expect(events).toEqual(["start store", "stop store"]);
});

test("a part that does not stop does not keep the others from it", async () => {
  const { events, part } = parts();
  const lifecycle = new Lifecycle();
  await lifecycle.start(part("a", true));
  await lifecycle.start(part("b", true));
  await lifecycle.start(part("c"));
  await expect(lifecycle.stop()).rejects.toThrow("2 parts did not stop cleanly");
  expect(events.slice(3)).toEqual(["stop c", "stop b", "stop a"]);
});
