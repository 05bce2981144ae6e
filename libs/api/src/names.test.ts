import * as names from "./names.js";

const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start " +
  "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end " +
  "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const NAME_PART_MESSAGE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric " +
  "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
  "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

test.each<{ check: (value: string) => string[]; value: string; want: string[] }>([
  { check: names.dns1123LabelProblems, value: "web-1", want: [] },
  { check: names.dns1123LabelProblems, value: "Web", want: [LABEL_MESSAGE] },
  { check: names.dns1123LabelProblems, value: "", want: [LABEL_MESSAGE] },
  { check: names.dns1123LabelProblems, value: "a.b", want: ["must not contain dots"] },
  { check: names.dns1123LabelProblems, value: "a".repeat(63), want: [] },
  { check: names.dns1123LabelProblems, value: "a".repeat(64), want: ["must be no more than 63 characters"] },
  { check: names.dns1123SubdomainProblems, value: "a.b-c.d", want: [] },
  { check: names.dns1123SubdomainProblems, value: "a..b", want: [SUBDOMAIN_MESSAGE] },
  { check: names.dns1123SubdomainProblems, value: "a\n", want: [SUBDOMAIN_MESSAGE] },
  { check: names.dns1035LabelProblems, value: "svc-1", want: [] },
  { check: names.wildcardSubdomainProblems, value: "*.example.com", want: [] },
  { check: names.qualifiedNameProblems, value: "example.com/My_Name.1", want: [] },
  { check: names.qualifiedNameProblems, value: "/x", want: ["prefix part must be non-empty"] },
  { check: names.qualifiedNameProblems, value: "Bad/x", want: [`prefix part ${SUBDOMAIN_MESSAGE}`] },
  { check: names.qualifiedNameProblems, value: "", want: ["name part must be non-empty", NAME_PART_MESSAGE] },
  { check: names.qualifiedNameProblems, value: "-x", want: [NAME_PART_MESSAGE] },
  { check: names.labelValueProblems, value: "", want: [] },
  { check: names.labelValueProblems, value: "v_1.x", want: [] },
  { check: names.cIdentifierProblems, value: "_a1", want: [] },
  { check: names.envNameProblems, value: "..A", want: ["must not start with '..'"] },
  { check: names.relaxedEnvNameProblems, value: "a b", want: [] },
  { check: names.configKeyProblems, value: "app.conf", want: [] },
  { check: names.configKeyProblems, value: "..", want: ["must not be '..'"] },
  { check: names.portNameProblems, value: "http-2", want: [] },
  {
    check: names.portNameProblems,
    value: "1--2-",
    want: [
      "must contain at least one letter (a-z)",
      "must not contain consecutive hyphens",
      "must not begin or end with a hyphen",
    ],
  },
  { check: names.percentProblems, value: "25%", want: [] },
])("$check.name $value", ({ check, value, want }) => {
  expect(check(value)).toEqual(want);
});

test.each<{ check: (value: string) => string[]; value: string }>([
  { check: names.dns1035LabelProblems, value: "1a" },
  { check: names.wildcardSubdomainProblems, value: "example.com" },
  { check: names.wildcardSubdomainProblems, value: "*.*.com" },
  { check: names.qualifiedNameProblems, value: "a/b/c" },
  { check: names.labelValueProblems, value: "a b" },
  { check: names.labelValueProblems, value: "-a" },
  { check: names.cIdentifierProblems, value: "1a" },
  { check: names.envNameProblems, value: "1A" },
  { check: names.relaxedEnvNameProblems, value: "A=B" },
  { check: names.relaxedEnvNameProblems, value: "é" },
  { check: names.configKeyProblems, value: "a/b" },
  { check: names.percentProblems, value: "%" },
  { check: names.headerNameProblems, value: "X Y" },
])("$check.name refuses $value with one problem", ({ check, value }) => {
  expect(check(value)).toHaveLength(1);
});

test("ports are 1 to 65535", () => {
  expect(names.portProblems(1)).toEqual([]);
  expect(names.portProblems(65_535)).toEqual([]);
  expect(names.portProblems(0)).toEqual(["must be between 1 and 65535, inclusive"]);
  expect(names.portProblems(65_536)).toHaveLength(1);
});

test("a prefix may end in a dash, a name may not", () => {
  expect(names.subdomainName("web-", true)).toEqual([]);
  expect(names.subdomainName("web-", false)).toEqual([SUBDOMAIN_MESSAGE]);
  expect(names.labelName("-", true)).toEqual([LABEL_MESSAGE]);
});

test("path segment names only have to fit into a path", () => {
  expect(names.pathSegmentName("system:node", false)).toEqual([]);
  expect(names.pathSegmentName("..", false)).toEqual(["may not be '..'"]);
  expect(names.pathSegmentName("..", true)).toEqual([]);
  expect(names.pathSegmentName("a/b%", false)).toEqual(["may not contain '/'", "may not contain '%'"]);
});

test("generated names cut the base so that the whole keeps to 63", () => {
  let turn = 0;
  const random = { next: () => [0, 0.5, 0.999_999, 0.1, 0.2][turn++ % 5] ?? 0 };
  expect(names.generateName("web-", random)).toBe("web-br9dh");
  expect(names.generateName("a".repeat(70), random)).toBe(`${"a".repeat(58)}br9dh`);
});
