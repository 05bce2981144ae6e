import fc from "fast-check";
import { ErrorCode, Http2ConnectionError } from "../protocol.js";
import { HeaderDecoder } from "./header-decoder.js";
import { encodeHeaders } from "./header-encoder.js";
import { huffmanCodes } from "./huffman-code.js";
import { decodeHuffman } from "./huffman.js";

const LIMITS = { tableBytesMax: 4096, listBytesMax: 16_384 };
const fromHex = (hex: string): Buffer => Buffer.from(hex.replaceAll(" ", ""), "hex");
const decoded = (decoder: HeaderDecoder, block: Buffer): [string, string][] => {
  const { fields } = decoder.decode(block, 0, block.length)!;
  return Array.from({ length: fields.length / 2 }, (_, index) => [fields[2 * index]!, fields[2 * index + 1]!]);
};

/** Encodes as the code says, bit by bit. */
function encodeHuffman(text: string): Buffer {
  const codes = new Map(
    huffmanCodes().map(({ symbol, bits, value }) => [symbol, value.toString(2).padStart(bits, "0")]),
  );
  const bits = [...Buffer.from(text, "latin1")].map((byte) => codes.get(byte)!).join("");
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
  return Buffer.from(padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

describe("the examples of RFC 7541, appendix C", () => {
  const REQUEST: [string, string][] = [
    [":method", "GET"],
    [":scheme", "http"],
    [":path", "/"],
    [":authority", "www.example.com"],
  ];
  const CUSTOM: [string, string][] = [
    [":method", "GET"],
    [":scheme", "https"],
    [":path", "/index.html"],
    [":authority", "www.example.com"],
    ["custom-key", "custom-value"],
  ];
  test.each<[string, string[]]>([
    [
      "C.3, without Huffman codes",
      [
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
      ],
    ],
    [
      "C.4, with Huffman codes",
      [
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
        "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
      ],
    ],
  ])("%s", (_, blocks) => {
    const decoder = new HeaderDecoder(LIMITS);
    const [first, second, third] = blocks.map((block) => decoded(decoder, fromHex(block)));
    expect(first).toEqual(REQUEST);
    expect(second).toEqual([...REQUEST, ["cache-control", "no-cache"]]);
    expect(third).toEqual(CUSTOM);
  });

  test("C.5, entries make room for others", () => {
    const decoder = new HeaderDecoder({ ...LIMITS, tableBytesMax: 256 });
    decoded(
      decoder,
      fromHex(
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      ),
    );
    expect(decoded(decoder, fromHex("4803 3330 37c1 c0bf"))).toEqual([
      [":status", "307"],
      ["cache-control", "private"],
      ["date", "Mon, 21 Oct 2013 20:13:21 GMT"],
      ["location", "https://www.example.com"],
    ]);
  });
});

describe("what is not well encoded", () => {
  test.each<[string, string]>([
    ["the index 0", "80"],
    ["an index beyond both tables", "be"],
    ["a number without an end", "ff ff ff ff ff ff ff"],
    ["a number that is cut off", "7f"],
    ["a text beyond the end", "00 05 61"],
    ["a name without a value", "00 01 61"],
    ["a table larger than allowed", "3f e2 1f"],
    ["a table's size in the middle", "82 20"],
    ["a code of the end in a text", "00 84 ff ff ff ff 00"],
    ["padding of zeroes", "00 81 18 00"],
    ["padding of eight bits", "00 82 1f ff 00"],
  ])("%s is a compression error", (_, hex) => {
    const decode = (): unknown => new HeaderDecoder(LIMITS).decode(fromHex(hex), 0, fromHex(hex).length);
    expect(decode).toThrow(Http2ConnectionError);
    expect(decode).toThrow(expect.objectContaining({ code: ErrorCode.COMPRESSION_ERROR }));
  });

  test("any bytes are decoded or refused, never anything else", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 10 }), (blocks) => {
        const decoder = new HeaderDecoder(LIMITS);
        try {
          for (const block of blocks) decoder.decode(Buffer.from(block), 0, block.length);
        } catch (error) {
          expect(error).toBeInstanceOf(Http2ConnectionError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const value = fc.stringMatching(/^[ -~]{0,40}$/);
const field = fc.tuple(name, value);

test("what is encoded is decoded to the same", () => {
  fc.assert(
    fc.property(fc.array(fc.array(field, { maxLength: 8 }), { maxLength: 6 }), (lists) => {
      const decoder = new HeaderDecoder(LIMITS);
      for (const list of lists) expect(decoded(decoder, encodeHeaders(list))).toEqual(list);
    }),
  );
});

test("every text survives its Huffman code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = Buffer.from(bytes).toString("latin1");
      const encoded = encodeHuffman(text);
      expect(decodeHuffman(encoded, 0, encoded.length)).toBe(text);
    }),
  );
});

/** An encoder that uses the table, as other implementations do; its table is a list, plainly. */
function tableEncoder(bytesMax: number): (list: readonly (readonly [string, string])[]) => Buffer {
  const table: (readonly [string, string])[] = [];
  const size = (): number => table.reduce((sum, [n, v]) => sum + n.length + v.length + 32, 0);
  const string = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, "latin1")]);
  return (list) =>
    Buffer.concat(
      list.map((entry) => {
        const index = table.findIndex(([n, v]) => n === entry[0] && v === entry[1]);
        // Below 64 so that one byte says it.
        if (index >= 0 && index < 64) return Buffer.from([0x80 | (62 + index)]);
        table.unshift(entry);
        while (size() > bytesMax) table.pop();
        return Buffer.concat([Buffer.from([0x40]), string(entry[0]), string(entry[1])]);
      }),
    );
}

test("the table follows an encoder that uses it, with repeated blocks", () => {
  const few = fc.constantFrom<[string, string]>(
    ["a", "1"],
    ["b", "22"],
    ["c", "333"],
    ["long", "x".repeat(60)],
    ["d", ""],
  );
  fc.assert(
    fc.property(fc.array(fc.array(few, { maxLength: 4 }), { maxLength: 30 }), (lists) => {
      const encode = tableEncoder(200);
      const decoder = new HeaderDecoder({ ...LIMITS, tableBytesMax: 200 });
      for (const list of lists) expect(decoded(decoder, encode(list))).toEqual(list);
    }),
  );
});

test("more fields than allowed are not kept, and the table follows all the same", () => {
  const decoder = new HeaderDecoder({ tableBytesMax: 4096, listBytesMax: 100 });
  // Adds a field to the table, then names it again and again.
  const bomb = Buffer.concat([fromHex("40 01 61 01 62"), Buffer.alloc(1000, 0xbe)]);
  expect(decoder.decode(bomb, 0, bomb.length)).toBeUndefined();
  expect(decoded(decoder, Buffer.from([0xbe]))).toEqual([["a", "b"]]);
});

test("a repeated block is the same object until the table changes", () => {
  const decoder = new HeaderDecoder(LIMITS);
  const add = fromHex("40 01 61 01 62");
  const use = Buffer.from([0xbe]);
  decoder.decode(add, 0, add.length);
  const first = decoder.decode(use, 0, 1);
  expect(decoder.decode(use, 0, 1)).toBe(first);
  const other = fromHex("40 01 61 01 63");
  decoder.decode(other, 0, other.length);
  expect(decoder.decode(use, 0, 1)!.fields).toEqual(["a", "c"]);
});
