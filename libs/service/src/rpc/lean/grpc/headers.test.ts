import fc from "fast-check";
import { RpcCode, RpcError } from "../../rpc-error.js";
import { fieldsOf, metadataOf } from "./metadata-fields.js";
import { outcomeOf, resetError } from "./response-head.js";
import { decodeStatusMessage, encodeStatusMessage } from "./status-message.js";
import { formatTimeout, parseTimeout } from "./timeout.js";

test.each<[string, number | undefined]>([
  ["1H", 3_600_000],
  ["2M", 120_000],
  ["3S", 3_000],
  ["4m", 4],
  ["5u", 0.005],
  ["6n", 0.000006],
  ["99999999m", 99_999_999],
  ["999999999m", undefined],
  ["m", undefined],
  ["1", undefined],
  ["-1m", undefined],
  ["1x", undefined],
])("the timeout %s", (text, milliseconds) => {
  expect(parseTimeout(text)).toBe(milliseconds);
});

test("a timeout is never told shorter than it is, and at most a second longer", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e11, noNaN: true }), (timeoutMs) => {
      const told = parseTimeout(formatTimeout(timeoutMs))!;
      expect(told).toBeGreaterThanOrEqual(Math.min(timeoutMs, 99_999_999_000));
      expect(told - timeoutMs).toBeLessThanOrEqual(1000);
    }),
  );
});

test("a status message survives, and is printable ASCII on its way", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (message) => {
      const encoded = encodeStatusMessage(message);
      expect(encoded).toMatch(/^[ -~]*$/);
      expect(decodeStatusMessage(encoded)).toBe(message);
    }),
  );
});

test.each(["%", "%4", "%zz", "100%", "%e4"])("the badly encoded message %j is not lost", (encoded) => {
  expect(decodeStatusMessage(encoded)).not.toBe("");
});

test("metadata survives; what a header cannot carry is refused", () => {
  const bytes = Uint8Array.of(0, 255, 7);
  const fields = [...fieldsOf("A", ["x", "y z"]), ...fieldsOf("b-bin", [bytes])].flat();
  const metadata = metadataOf([":path", "/", "te", "trailers", ...fields]);
  expect([...metadata.keys()]).toEqual(["a", "b-bin"]);
  expect(metadata.get("a")).toEqual(["x", "y z"]);
  expect(metadata.get("b-bin")).toEqual([Buffer.from(bytes)]);
  expect(() => fieldsOf("a", ["line\nbreak"])).toThrow(TypeError);
  expect(() => fieldsOf("a b", ["x"])).toThrow(TypeError);
});

const GRPC = ["content-type", "application/grpc"];
test.each<[string, string[], boolean, RpcCode]>([
  ["a status", ["grpc-status", "5"], false, RpcCode.NOT_FOUND],
  ["an unknown status", ["grpc-status", "99"], false, RpcCode.UNKNOWN],
  ["no status", ["x", "y"], false, RpcCode.UNKNOWN],
  ["a status in the head", [":status", "200", ...GRPC, "grpc-status", "7"], true, RpcCode.PERMISSION_DENIED],
  ["HTTP 503", [":status", "503"], true, RpcCode.UNAVAILABLE],
  ["HTTP 404", [":status", "404"], true, RpcCode.UNIMPLEMENTED],
  ["a page", [":status", "200", "content-type", "text/html"], true, RpcCode.UNKNOWN],
  ["a pseudo-header in trailers", [":status", "200"], false, RpcCode.INTERNAL],
])("an answer that ends with %s", (_, fields, withHead, code) => {
  expect(outcomeOf(fields, withHead)).toMatchObject({ code });
});

test("a status of 0 is success", () => {
  expect(outcomeOf(["grpc-status", "0"], false)).toBe("ok");
});

test.each<[number | undefined, RpcCode]>([
  [undefined, RpcCode.UNAVAILABLE],
  [0, RpcCode.INTERNAL],
  [7, RpcCode.UNAVAILABLE],
  [8, RpcCode.CANCELLED],
  [11, RpcCode.RESOURCE_EXHAUSTED],
])("a stream reset with %s", (reset, code) => {
  expect(resetError(reset)).toBeInstanceOf(RpcError);
  expect(resetError(reset).code).toBe(code);
});
