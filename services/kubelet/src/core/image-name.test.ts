import { imageRegistry, isValidImage, pullPolicy } from "./image-name.js";

test.each([
  ["app", undefined, "Always"],
  ["app:latest", undefined, "Always"],
  ["app:1", undefined, "IfNotPresent"],
  ["registry:5000/app", undefined, "Always"],
  ["registry:5000/app:1", undefined, "IfNotPresent"],
  ["app@sha256:abc", undefined, "IfNotPresent"],
  ["app:latest", "Never", "Never"],
] as const)("%s with policy %s is pulled %s", (image, asked, want) => {
  expect(pullPolicy(image, asked)).toBe(want);
});

test.each([
  ["app", "docker.io"],
  ["team/app:1", "docker.io"],
  ["localhost/app", "localhost"],
  ["registry:5000/app", "registry:5000"],
  ["ghcr.io/a/b@sha256:0", "ghcr.io"],
])("%s comes from %s", (image, want) => {
  expect(imageRegistry(image)).toBe(want);
});

test.each([
  ["app:1", true],
  ["registry:5000/team/app:V1", true],
  ["app@sha256:0123abc", true],
  ["", false],
  [" app", false],
  ["team/App", false],
  ["app image", false],
])("%j is a name: %s", (image, want) => {
  expect(isValidImage(image)).toBe(want);
});
