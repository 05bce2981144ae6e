import type { Key, KeyRange } from "./key-range.js";

/** What the tree holds: something with a key, which is live or not. */
export interface KeyTreeItem {
  readonly key: Key;
  readonly live: boolean;
}

/** Items of a leaf and children of a branch; a node that grows beyond it splits in two. */
const NODE_SIZE_MAX = 64;
/** A node below it is merged with a neighbour when both fit into one. */
const NODE_SIZE_MIN = 16;

class Leaf<T extends KeyTreeItem> {
  constructor(
    readonly items: T[],
    /** Live items in it. */
    public live: number,
  ) {}
}

class Branch<T extends KeyTreeItem> {
  constructor(
    readonly children: Node<T>[],
    /** `starts[i]` is at most the smallest key below `children[i]`, and above all keys before it. */
    readonly starts: Key[],
    /** Live items below it. */
    public live: number,
  ) {}
}

type Node<T extends KeyTreeItem> = Leaf<T> | Branch<T>;

interface Split<T extends KeyTreeItem> {
  readonly start: Key;
  readonly node: Node<T>;
}

/**
 * A B+ tree ordered by key whose nodes know how many live items are below them, so that counting a range takes
 * O(log n). Items that are not live (deleted, but their history still readable) are kept and not counted.
 */
export class KeyTree<T extends KeyTreeItem> {
  private root: Node<T> = new Leaf<T>([], 0);
  private itemCount = 0;

  /** Items, live or not. */
  get size(): number {
    return this.itemCount;
  }

  get live(): number {
    return this.root.live;
  }

  get(key: Key): T | undefined {
    let node = this.root;
    while (node instanceof Branch) node = node.children[childIndex(node, key)]!;
    const index = lowerBound(node.items, key);
    const item = node.items[index];
    return item !== undefined && item.key === key ? item : undefined;
  }

  /** Adds an item, unless there is one with its key already; returns the one that is in the tree then. */
  insert(item: T): T {
    const path: Branch<T>[] = [];
    let node = this.root;
    while (node instanceof Branch) {
      path.push(node);
      node = node.children[childIndex(node, item.key)]!;
    }
    const index = lowerBound(node.items, item.key);
    const found = node.items[index];
    if (found !== undefined && found.key === item.key) return found;
    node.items.splice(index, 0, item);
    this.itemCount++;
    if (item.live) {
      node.live++;
      for (const branch of path) branch.live++;
    }
    const split = splitPath(node, path);
    if (split) this.root = new Branch([this.root, split.node], ["", split.start], this.root.live + split.node.live);
    return item;
  }

  /** Removes the item with that key, if there is one. */
  remove(key: Key): void {
    if (!removeFrom(this.root, key)) return;
    this.itemCount--;
    while (this.root instanceof Branch && this.root.children.length === 1) this.root = this.root.children[0]!;
  }

  /** To be called after the item with that key became live (1) or stopped being so (-1). */
  adjustLive(key: Key, delta: 1 | -1): void {
    let node = this.root;
    for (;;) {
      node.live += delta;
      if (node instanceof Leaf) return;
      node = node.children[childIndex(node, key)]!;
    }
  }

  /** Live items in the range. */
  countLive(range: KeyRange): number {
    const below = liveBelow(this.root, range.start);
    const end = range.end === undefined ? this.root.live : liveBelow(this.root, range.end);
    return Math.max(0, end - below);
  }

  /** Visits the items of a range in order until `visit` returns false. The tree must not change meanwhile. */
  walk(range: KeyRange, visit: (item: T) => boolean): void {
    walkNode(this.root, range, false, visit);
  }

  /** The same for the live items only; passes over stretches of dead ones at once. */
  walkLive(range: KeyRange, visit: (item: T) => boolean): void {
    walkNode(this.root, range, true, visit);
  }
}

/** Index of the first item whose key is at least `key`. */
function lowerBound(items: readonly KeyTreeItem[], key: Key): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (items[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the child that holds `key` if any does. */
function childIndex<T extends KeyTreeItem>(branch: Branch<T>, key: Key): number {
  let low = 1;
  let high = branch.starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (branch.starts[middle]! <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Splits a leaf that has grown too large, and the branches above it as far as needed. Returns what the root split off. */
function splitPath<T extends KeyTreeItem>(leaf: Leaf<T>, path: readonly Branch<T>[]): Split<T> | undefined {
  let split = leaf.items.length > NODE_SIZE_MAX ? splitLeaf(leaf) : undefined;
  for (let i = path.length - 1; split !== undefined && i >= 0; i--) {
    const branch: Branch<T> = path[i]!;
    const index = childIndex(branch, split.start);
    branch.children.splice(index + 1, 0, split.node);
    branch.starts.splice(index + 1, 0, split.start);
    split = branch.children.length > NODE_SIZE_MAX ? splitBranch(branch) : undefined;
  }
  return split;
}

function splitLeaf<T extends KeyTreeItem>(leaf: Leaf<T>): Split<T> {
  const right = leaf.items.splice(leaf.items.length >>> 1);
  let live = 0;
  for (const item of right) if (item.live) live++;
  leaf.live -= live;
  return { start: right[0]!.key, node: new Leaf(right, live) };
}

function splitBranch<T extends KeyTreeItem>(branch: Branch<T>): Split<T> {
  const at = branch.children.length >>> 1;
  const children = branch.children.splice(at);
  const starts = branch.starts.splice(at);
  let live = 0;
  for (const child of children) live += child.live;
  branch.live -= live;
  return { start: starts[0]!, node: new Branch(children, starts, live) };
}

function removeFrom<T extends KeyTreeItem>(node: Node<T>, key: Key): T | undefined {
  if (node instanceof Leaf) {
    const index = lowerBound(node.items, key);
    const item = node.items[index];
    if (item === undefined || item.key !== key) return undefined;
    node.items.splice(index, 1);
    if (item.live) node.live--;
    return item;
  }
  const index = childIndex(node, key);
  const removed = removeFrom(node.children[index]!, key);
  if (!removed) return undefined;
  if (removed.live) node.live--;
  mergeSmall(node, index);
  return removed;
}

function sizeOf<T extends KeyTreeItem>(node: Node<T>): number {
  return node instanceof Leaf ? node.items.length : node.children.length;
}

/** Drops the child when it is empty, or joins it with a neighbour when it is small and both fit into one node. */
function mergeSmall<T extends KeyTreeItem>(parent: Branch<T>, index: number): void {
  const size = sizeOf(parent.children[index]!);
  if (size >= NODE_SIZE_MIN || parent.children.length === 1) return;
  const left = index > 0 ? index - 1 : index;
  const a = parent.children[left]!;
  const b = parent.children[left + 1]!;
  if (sizeOf(a) + sizeOf(b) > NODE_SIZE_MAX) return;
  if (a instanceof Leaf && b instanceof Leaf) a.items.push(...b.items);
  if (a instanceof Branch && b instanceof Branch) {
    a.children.push(...b.children);
    a.starts.push(parent.starts[left + 1]!, ...b.starts.slice(1));
  }
  a.live += b.live;
  parent.children.splice(left + 1, 1);
  parent.starts.splice(left + 1, 1);
}

/** Live items with a key below `key`. */
function liveBelow<T extends KeyTreeItem>(root: Node<T>, key: Key): number {
  let node = root;
  let count = 0;
  while (node instanceof Branch) {
    const index = childIndex(node, key);
    for (let i = 0; i < index; i++) count += node.children[i]!.live;
    node = node.children[index]!;
  }
  const end = lowerBound(node.items, key);
  for (let i = 0; i < end; i++) if (node.items[i]!.live) count++;
  return count;
}

/** Returns false when the walk is over. */
function walkNode<T extends KeyTreeItem>(
  node: Node<T>,
  range: KeyRange,
  liveOnly: boolean,
  visit: (item: T) => boolean,
): boolean {
  if (liveOnly && node.live === 0) return true;
  if (node instanceof Branch) {
    for (let i = childIndex(node, range.start); i < node.children.length; i++) {
      if (i > 0 && range.end !== undefined && node.starts[i]! >= range.end) return false;
      if (!walkNode(node.children[i]!, range, liveOnly, visit)) return false;
    }
    return true;
  }
  for (let i = lowerBound(node.items, range.start); i < node.items.length; i++) {
    const item = node.items[i]!;
    if (range.end !== undefined && item.key >= range.end) return false;
    if (liveOnly && !item.live) continue;
    if (!visit(item)) return false;
  }
  return true;
}
