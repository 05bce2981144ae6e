import { decodeContinue, encodeContinue } from "./continue-token.js";

test("a token survives the way to the client and back", () => {
  const token = { revision: 42, start: "default/web\0" };
  expect(decodeContinue(encodeContinue(token))).toEqual(token);
});

test("a token is what upstream's would be", () => {
  const json = Buffer.from(encodeContinue({ revision: 42, start: "a\0" }), "base64url").toString();
  expect(JSON.parse(json)).toEqual({ v: "meta.k8s.io/v1", rv: 42, start: "a\0" });
});

test.each([
  ["no base64", "§§"],
  ["no JSON", btoa("x")],
  ["another version", btoa(JSON.stringify({ v: "v9", rv: 1, start: "a" }))],
  ["no revision", btoa(JSON.stringify({ v: "meta.k8s.io/v1", start: "a" }))],
  ["revision 0", btoa(JSON.stringify({ v: "meta.k8s.io/v1", rv: 0, start: "a" }))],
  ["no start", btoa(JSON.stringify({ v: "meta.k8s.io/v1", rv: 1, start: "" }))],
  ["a way out of the prefix", btoa(JSON.stringify({ v: "meta.k8s.io/v1", rv: 1, start: "../secrets/x" }))],
])("%s is no token", (_, token) => {
  expect(decodeContinue(token)).toBeUndefined();
});
