import { parseProxyName } from "./proxy-target.js";

test.each([
  ["web", { scheme: "http", name: "web", port: "" }],
  ["web:8080", { scheme: "http", name: "web", port: "8080" }],
  ["https:web:8443", { scheme: "https", name: "web", port: "8443" }],
  [":web:http", { scheme: "http", name: "web", port: "http" }],
])("%s names a scheme, an object and a port", (text, expected) => {
  expect(parseProxyName(text)).toEqual(expected);
});

test.each(["ftp:web:21", "a:b:c:d"])("%s is no name", (text) => {
  expect(() => parseProxyName(text)).toThrow("it must be name, name:port or scheme:name:port");
});
