import { isSelected, unknownSelectors } from "./controller-selection.js";

const deployment = { name: "deployment-controller", aliases: ["deployment"], onByDefault: true };
const bootstrap = { name: "bootstrap-signer-controller", aliases: ["bootstrapsigner"], onByDefault: false };

test.each([
  { selectors: ["*"], deployment: true, bootstrap: false },
  { selectors: ["*", "bootstrap-signer-controller"], deployment: true, bootstrap: true },
  { selectors: ["*", "-deployment-controller"], deployment: false, bootstrap: false },
  { selectors: ["-deployment-controller", "*"], deployment: false, bootstrap: false },
  { selectors: ["*", "-deployment", "bootstrapsigner"], deployment: false, bootstrap: true },
  { selectors: ["deployment-controller"], deployment: true, bootstrap: false },
  { selectors: ["deployment-controller", "-deployment-controller"], deployment: true, bootstrap: false },
  { selectors: [], deployment: false, bootstrap: false },
])("--controllers=$selectors", ({ selectors, ...want }) => {
  expect({ deployment: isSelected(deployment, selectors), bootstrap: isSelected(bootstrap, selectors) }).toEqual(want);
});

test("names that are no controller's are told", () => {
  expect(
    unknownSelectors(
      [deployment, bootstrap],
      ["*", "deployment", "-bootstrap-signer-controller", "nonsense", "-other"],
    ),
  ).toEqual(["nonsense", "-other"]);
});
