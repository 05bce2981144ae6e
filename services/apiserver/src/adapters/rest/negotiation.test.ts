import { ALL_ENCODINGS, negotiate, type NegotiationRequest } from "./negotiation.js";

const request: NegotiationRequest = {
  accept: "",
  userAgent: "kubectl/v1.32",
  pretty: null,
  encodings: ALL_ENCODINGS,
  transforms: ["Table", "PartialObjectMetadata"],
};
const table = "application/json;as=Table;v=v1;g=meta.k8s.io";

test.each([
  ["nothing", "", { encoding: "json", transform: "none" }],
  ["anything", "*/*", { encoding: "json", transform: "none" }],
  ["what kubectl get sends", `${table},application/json`, { encoding: "json", transform: "Table" }],
  [
    "what client-go sends",
    "application/vnd.kubernetes.protobuf,application/json",
    { encoding: "protobuf", transform: "none" },
  ],
  ["what kubectl top sends", "application/vnd.kubernetes.protobuf, */*", { encoding: "protobuf", transform: "none" }],
  ["a preference by quality", "application/json;q=0.5,application/yaml", { encoding: "yaml", transform: "none" }],
  [
    "a table of another group, with a fallback",
    "application/json;as=Table;v=v1;g=x,application/yaml",
    { encoding: "yaml", transform: "none" },
  ],
])("%s is answered as asked", (_, accept, expected) => {
  expect(negotiate({ ...request, accept })).toEqual({ ...expected, pretty: false });
});

test.each([
  ["an unknown type", "text/html"],
  ["a transform that is not offered, alone", "application/json;as=Unknown;v=v1;g=meta.k8s.io"],
])("%s is not acceptable", (_, accept) => {
  expect(() => negotiate({ ...request, accept })).toThrow(
    "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
  );
});

test.each([
  ["curl/8.1", null, true],
  ["curl/8.1", "0", false],
  ["kubectl/v1.32", "1", true],
  ["kubectl/v1.32", null, false],
])("%s with pretty=%s", (userAgent, pretty, expected) => {
  expect(negotiate({ ...request, userAgent, pretty }).pretty).toBe(expected);
});
