import type { Refusal } from "./plugin.js";

/** Makes refusals, one object for equal ones: thousands of nodes share a few. */
export function refusalMemo(plugin: string): (reasons: readonly string[], unresolvable: boolean) => Refusal {
  const known = new Map<string, Refusal>();
  return (reasons, unresolvable) => {
    const key = `${unresolvable}\n${reasons.join("\n")}`;
    let refusal = known.get(key);
    if (!refusal) known.set(key, (refusal = { plugin, reasons, unresolvable }));
    return refusal;
  };
}
