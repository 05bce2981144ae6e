import { builtinResources } from "@flotilla/api/resources.js";
import { escapeToken, formatSubject, parseSubject, type WatchSubject } from "./subjects.js";
import { checkSubject, matchesSubject } from "./subject-pattern.js";

const subjects: [WatchSubject, string][] = [
  [{ group: "", resource: "pods" }, "flotilla.watch.core.pods"],
  [{ group: "", resource: "pods", node: "" }, "flotilla.watch.core.pods._"],
  [{ group: "", resource: "pods", node: "node-1" }, "flotilla.watch.core.pods.node-1"],
  [{ group: "", resource: "pods", node: "ip-10-0-0-1.example" }, "flotilla.watch.core.pods.ip-10-0-0-1=2Eexample"],
  [{ group: "apps", resource: "deployments" }, "flotilla.watch.apps.deployments"],
  [{ group: "rbac.authorization.k8s.io", resource: "roles" }, "flotilla.watch.rbac=2Eauthorization=2Ek8s=2Eio.roles"],
];

test.each(subjects)("%j is %s, both ways", (parts, subject) => {
  expect(formatSubject(parts)).toBe(subject);
  expect(parseSubject(subject)).toEqual(parts);
});

test("every built-in resource has a subject of its own that NATS takes", () => {
  const all = builtinResources.map(formatSubject);
  expect(new Set(all).size).toBe(new Set(builtinResources.map(({ group, resource }) => `${group}/${resource}`)).size);
  for (const subject of all) expect(() => checkSubject(subject)).not.toThrow();
});

test.each(["a.b", "a b", "*", ">", "a=b", "_", "ÄÖ", "UPPER", "\r\nPUB x 0\r\n", "=2E"])(
  "a token made of %j is one token, and leads back",
  (text) => {
    const token = escapeToken(text);
    expect(token).toMatch(/^[a-z0-9=A-F-]+$/);
    expect(parseSubject(`flotilla.watch.core.pods.${token}`)?.node).toBe(text);
  },
);

test.each([
  "flotilla.watch.core",
  "flotilla.watch.core.pods.a.b",
  "other.watch.core.pods",
  "flotilla.watch..pods",
  "flotilla.watch.core.*",
  "flotilla.watch.core.pods.=2e",
  "flotilla.watch.core.pods.=61",
  "flotilla.watch.core.pods.=",
])("%s is no subject of ours", (subject) => expect(parseSubject(subject)).toBeUndefined());

test.each([
  ["flotilla.watch.>", "flotilla.watch.core.pods", true],
  ["flotilla.watch.core.*", "flotilla.watch.core.pods", true],
  ["flotilla.watch.core.*", "flotilla.watch.core.pods.node-1", false],
  ["flotilla.watch.core.pods.*", "flotilla.watch.core.pods", false],
  ["flotilla.watch.*.pods", "flotilla.watch.core.pods", true],
  ["flotilla.watch.core.pods.>", "flotilla.watch.core.pods", false],
  ["flotilla.watch.core.pods", "flotilla.watch.core.pods", true],
])("%s matches %s: %s", (pattern, subject, matches) => expect(matchesSubject(pattern, subject)).toBe(matches));
