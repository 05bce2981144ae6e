import {
  compareElements,
  decodeElement,
  encodeElement,
  fieldPath,
  formatElement,
  formatPath,
  keyElement,
  type PathElement,
  valueElement,
} from "./path-element.js";

test.each<[element: PathElement, encoded: string, text: string]>([
  [{ kind: "field", name: "spec" }, "f:spec", ".spec"],
  [keyElement({ name: "web" }), 'k:{"name":"web"}', '[name="web"]'],
  [
    keyElement({ protocol: "TCP", containerPort: 80 }),
    'k:{"containerPort":80,"protocol":"TCP"}',
    '[containerPort=80,protocol="TCP"]',
  ],
  [valueElement("a<b"), 'v:"a\\u003cb"', '[="a<b"]'],
  [valueElement(1.5), "v:1.5", "[=1.5]"],
  [valueElement(true), "v:true", "[=true]"],
  [{ kind: "index", index: 3 }, "i:3", "[3]"],
])("%j is written %s and shown %s", (element, encoded, text) => {
  expect(encodeElement(element)).toBe(encoded);
  expect(decodeElement(encoded)).toEqual(element);
  expect(formatElement(element)).toBe(text);
});

test("elements of unknown kinds are skipped", () => {
  expect(decodeElement("x:y")).toBeUndefined();
});

test("fields come before keys, values and indexes; numbers are sorted as numbers", () => {
  const sorted: PathElement[] = [
    { kind: "field", name: "a" },
    { kind: "field", name: "b" },
    keyElement({ containerPort: 80 }),
    keyElement({ containerPort: 443 }),
    keyElement({ containerPort: 443, protocol: "TCP" }),
    keyElement({ name: "a" }),
    valueElement(2),
    valueElement(10),
    valueElement("a"),
    valueElement(false),
    { kind: "index", index: 0 },
  ];
  expect(sorted.toReversed().sort(compareElements)).toEqual(sorted);
});

test("a path is shown from the object on", () => {
  expect(
    formatPath([...fieldPath("spec", "containers"), keyElement({ name: "web" }), { kind: "field", name: "image" }]),
  ).toBe('.spec.containers[name="web"].image');
});
