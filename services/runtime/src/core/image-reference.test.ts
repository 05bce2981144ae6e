import { BadImageReference, formatImageReference, parseImageReference } from "./image-reference.js";

const DIGEST = `sha256:${"a".repeat(64)}`;

test.each([
  ["busybox", "docker.io/library/busybox:latest"],
  ["busybox:1.36", "docker.io/library/busybox:1.36"],
  ["team/app", "docker.io/team/app:latest"],
  ["localhost/app", "localhost/app:latest"],
  ["127.0.0.1:5000/hello:1", "127.0.0.1:5000/hello:1"],
  ["registry.example.com/a/b/c:v1", "registry.example.com/a/b/c:v1"],
  [`host:80/app@${DIGEST}`, `host:80/app@${DIGEST}`],
  [`host:80/app:tag@${DIGEST}`, `host:80/app:tag@${DIGEST}`],
])("%s means %s", (text, full) => {
  expect(formatImageReference(parseImageReference(text))).toBe(full);
  expect(formatImageReference(parseImageReference(full))).toBe(full);
});

test.each(["", ":tag", "host:80/", "UPPER/case", "a//b", "app:bad tag", "app@sha256:12", "../escape", "host:80/../x"])(
  "%j is refused",
  (text) => {
    expect(() => parseImageReference(text)).toThrow(BadImageReference);
  },
);
