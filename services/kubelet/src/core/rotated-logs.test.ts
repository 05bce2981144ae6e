import { staleLogs } from "./rotated-logs.js";

test("the oldest files go, those of other runs stay", () => {
  const files = [
    "0.log",
    "1.log",
    "1.log.20260101-000003",
    "1.log.20260101-000001",
    "1.log.20260101-000002",
    "0.log.20250101-000000",
  ];
  expect(staleLogs(files, "1.log", 3)).toEqual(["1.log.20260101-000001"]);
  expect(staleLogs(files, "1.log", 5)).toEqual([]);
});
