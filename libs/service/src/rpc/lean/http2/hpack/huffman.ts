import { END_OF_STRING, huffmanCodes } from "./huffman-code.js";

/*
 * Decoding walks a table of (node of the code tree, next four bits) to (next node, symbol if one ended). No code is
 * shorter than five bits, so four bits never end two.
 */

const NIBBLES = 16;
const ROOT = 0;
/** No text continues here. */
const DEAD = 0xffff;
const NO_SYMBOL = 0xffff;
/** At most so many bits fill the last byte. */
const PADDING_BITS_MAX = 7;

interface Tree {
  /** For each node its two children: a node's number, or `-1 - symbol`. */
  readonly children: readonly (readonly [number, number])[];
  /** Nodes where a text may end: only ones, fewer than eight, lead here. */
  readonly ends: ReadonlySet<number>;
}

function buildTree(): Tree {
  const children: [number, number][] = [[ROOT, ROOT]];
  for (const { symbol, bits, value } of huffmanCodes()) {
    let node = ROOT;
    for (let bit = bits - 1; bit > 0; bit--) {
      const side = (value >>> bit) & 1;
      if (children[node]![side] === ROOT) {
        children[node]![side] = children.length;
        children.push([ROOT, ROOT]);
      }
      node = children[node]![side]!;
    }
    children[node]![value & 1] = -1 - symbol;
  }
  const ends = new Set([ROOT]);
  let node = ROOT;
  for (let bits = 0; bits < PADDING_BITS_MAX; bits++) ends.add((node = children[node]![1]));
  return { children, ends };
}

interface Steps {
  readonly nextNode: Uint16Array;
  readonly symbol: Uint16Array;
  readonly ends: ReadonlySet<number>;
}

function buildSteps(): Steps {
  const { children, ends } = buildTree();
  const nextNode = new Uint16Array(children.length * NIBBLES).fill(DEAD);
  const symbols = new Uint16Array(children.length * NIBBLES).fill(NO_SYMBOL);
  for (let from = 0; from < children.length; from++) {
    for (let nibble = 0; nibble < NIBBLES; nibble++) {
      const step = from * NIBBLES + nibble;
      let node = from;
      for (let bit = 3; bit >= 0; bit--) {
        const child: number = children[node]![(nibble >>> bit) & 1]!;
        if (child < 0) symbols[step] = -1 - child;
        node = child < 0 ? ROOT : child;
      }
      if (symbols[step] !== END_OF_STRING) nextNode[step] = node;
    }
  }
  return { nextNode, symbol: symbols, ends };
}

const { nextNode, symbol, ends } = buildSteps();

/** The text, each byte a character; undefined if it is not well encoded. */
export function decodeHuffman(bytes: Buffer, start: number, end: number): string | undefined {
  // The shortest code has five bits.
  const text = Buffer.allocUnsafe(Math.floor(((end - start) * 8) / 5));
  let length = 0;
  let node = ROOT;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    for (let step = node * NIBBLES + (byte >>> 4), half = 0; half < 2; half++) {
      node = nextNode[step]!;
      if (node === DEAD) return undefined;
      if (symbol[step] !== NO_SYMBOL) text[length++] = symbol[step]!;
      step = node * NIBBLES + (byte & 0xf);
    }
  }
  return ends.has(node) ? text.toString("latin1", 0, length) : undefined;
}
