import { DICTIONARY, HeaderBlocks } from "./header-block.js";

test("the dictionary is the protocol's: zlib writes its checksum, which the specification's examples begin with", async () => {
  expect(DICTIONARY).toHaveLength(1423);
  const blocks = new HeaderBlocks();
  const packed = await blocks.write({ streamtype: "data" });
  expect(packed.subarray(0, 6).toString("hex")).toBe("78bbe3c6a7c2");
  blocks.close();
});

test("blocks are read in the order in which they were written", async () => {
  const ours = new HeaderBlocks();
  const theirs = new HeaderBlocks();
  const sent = [
    { streamtype: "error", port: "80", requestid: "0" },
    { streamtype: "data", port: "80", requestid: "0" },
    {},
  ];
  const received = [];
  for (const headers of sent) received.push(await theirs.read(await ours.write(headers)));
  expect(received).toEqual(sent);
  ours.close();
  theirs.close();
});

test("a block that is no block is an error", async () => {
  const blocks = new HeaderBlocks();
  await expect(blocks.read(Buffer.from("not a block"))).rejects.toThrow();
  blocks.close();
});
