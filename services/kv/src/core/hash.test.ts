import { crc32c } from "./hash.js";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

// RFC 3720, appendix B.4, and the check value that catalogues of CRCs give.
test.each([
  ["the check value", bytes("123456789"), 0xe3069283],
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
])("CRC-32C of %s", (_, input, expected) => {
  expect(crc32c(input)).toBe(expected);
});

test("can be taken in pieces", () => {
  expect(crc32c(bytes("6789"), crc32c(bytes("12345")))).toBe(0xe3069283);
});
