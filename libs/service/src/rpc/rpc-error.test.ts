import { RpcCode, RpcError } from "@flotilla/service";

test("an RpcError keeps its code and its trailer", () => {
  const error = new RpcError(RpcCode.NOT_FOUND, "gone", new Map([["reason", "NotFound"]]));
  expect(error.code).toBe(5);
  expect(error.trailer.get("reason")).toBe("NotFound");
});
