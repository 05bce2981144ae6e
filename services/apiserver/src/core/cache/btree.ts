import sortedBtree from "sorted-btree";

/** A sorted map. The package is CommonJS, whose default export Node wraps once more. */
export const BTree = sortedBtree.default;
export type BTree<K, V> = InstanceType<typeof BTree<K, V>>;
