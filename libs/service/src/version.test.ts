import { readFileSync } from "node:fs";
import { FLOTILLA_VERSION } from "./version.js";

test("the version is that of the package", () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect(FLOTILLA_VERSION).toBe(version);
});
