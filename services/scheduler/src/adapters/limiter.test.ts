import { Limiter } from "./limiter.js";

test("no more run at once than allowed, all run, in order, also after failures", async () => {
  const limiter = new Limiter(2);
  const order: number[] = [];
  let [running, most] = [0, 0];
  const task = (index: number) => async (): Promise<void> => {
    most = Math.max(most, ++running);
    order.push(index);
    await Promise.resolve();
    running--;
    if (index === 1) throw new Error("one fails");
  };
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => limiter.run(task(index))));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled", "fulfilled"]);
  expect([most, order]).toEqual([2, [0, 1, 2, 3, 4]]);
});
