/**
 * The order of a merged list. Items of the patch keep the order that the patch gives, items only the server has keep
 * theirs, and the two are interleaved as the old list had them. Source: strategicpatch `normalizeElementOrder`.
 */
import { isJsonObject, type JsonObject } from "./merge-schema.js";
import { malformedPatch } from "./patch-error.js";
import { PATCH } from "./strategic-directives.js";

/** The value of an item's key. */
export function keyOf(item: JsonObject, key: string): unknown {
  if (Object.hasOwn(item, key)) return item[key];
  throw malformedPatch(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
}

export interface Arrangement {
  readonly merged: readonly unknown[];
  /** The items named by the patch, in the order that they shall have. */
  readonly patchOrder: readonly unknown[];
  /** The list as it was. */
  readonly serverOrder: readonly unknown[];
  /** Tells objects apart; absent for scalars. */
  readonly key: string | undefined;
}

export function arrange({ merged, patchOrder, serverOrder, key }: Arrangement): unknown[] {
  const identity = (item: unknown): unknown => (key === undefined || !isJsonObject(item) ? item : keyOf(item, key));
  const patchRank = ranks(patchOrder.map(identity));
  const serverRank = ranks(serverOrder.map(identity));
  const rank = (of: ReadonlyMap<unknown, number>, item: unknown): number => of.get(identity(item)) ?? -1;
  const patchItems = merged.filter((item) => rank(patchRank, item) >= 0);
  const serverItems = merged.filter((item) => rank(patchRank, item) < 0);
  patchItems.sort((a, b) => rank(patchRank, a) - rank(patchRank, b));
  serverItems.sort((a, b) => rank(serverRank, a) - rank(serverRank, b));
  return interleave(serverItems, patchItems, (item) => rank(serverRank, item));
}

/** The place of each identity; the first counts. */
function ranks(identities: readonly unknown[]): Map<unknown, number> {
  return new Map(identities.map((identity, index): [unknown, number] => [identity, index]).reverse());
}

/** Puts a server's item before a patch's item only if the old list had both, in that order. */
function interleave(
  serverItems: readonly unknown[],
  patchItems: readonly unknown[],
  serverRank: (item: unknown) => number,
): unknown[] {
  const result: unknown[] = [];
  let next = 0;
  for (const patchItem of patchItems) {
    // -1, for an item that the old list lacks, lets nothing in front of it.
    const patchRank = serverRank(patchItem);
    for (; next < serverItems.length; next += 1) {
      const candidateRank = serverRank(serverItems[next]);
      if (candidateRank < 0 || candidateRank >= patchRank) break;
      result.push(serverItems[next]);
    }
    result.push(patchItem);
  }
  return [...result, ...serverItems.slice(next)];
}

export interface OrderedMerge {
  readonly merged: readonly unknown[];
  /** Of `$setElementOrder`: objects with nothing but the key, or scalars. */
  readonly order: readonly unknown[];
  readonly before: readonly unknown[];
  readonly change: readonly unknown[];
  readonly key: string | undefined;
}

/** Orders a list as `$setElementOrder` wants it. */
export function orderMergedList({ merged, order, before, change, key }: OrderedMerge): unknown[] {
  checkOrder(change, order, key);
  return arrange({ merged, patchOrder: order, serverOrder: before, key });
}

/** The items of the patch have to be in the order's list, in that order. */
function checkOrder(change: readonly unknown[], order: readonly unknown[], key: string | undefined): void {
  if (order.length === 0 || change.length === 0) return;
  const identity = (item: unknown): unknown => {
    if (key === undefined) return item;
    if (!isJsonObject(item)) throw malformedPatch("expected a map, but received something else");
    return keyOf(item, key);
  };
  const items = change.filter((item) => !(isJsonObject(item) && Object.hasOwn(item, PATCH)));
  let next = 0;
  for (const ordered of order) {
    if (next < items.length && identity(items[next]) === identity(ordered)) next += 1;
  }
  if (next === items.length) return;
  const lists = `${JSON.stringify(change)}\n doesn't match $setElementOrder list:\n${JSON.stringify(order)}\n`;
  throw malformedPatch(`The order in patch list:\n${lists}`);
}
