import { defaultSeccompProgram, type Architecture } from "./seccomp.js";

const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const KILL = 0x80000000;
const SYS_ADMIN = 1n << 21n;
const AUDIT = { x64: 0xc000003e, arm64: 0xc00000b7 };
const CLONE_NEWUSER = 0x10000000;
const SIGCHLD = 17;

/** Runs a classic BPF program as the kernel would, on a struct seccomp_data. */
function run(hex: string, audit: number, nr: number, firstArgument = 0): number {
  const code = Buffer.from(hex, "hex");
  const data = new Map([
    [0, nr],
    [4, audit],
    [16, firstArgument],
  ]);
  let accumulator = 0;
  for (let at = 0; at < code.length / 8; at++) {
    const [op, yes, no, k] = [
      code.readUInt16LE(at * 8),
      code[at * 8 + 2] ?? 0,
      code[at * 8 + 3] ?? 0,
      code.readUInt32LE(at * 8 + 4),
    ];
    if (op === 0x20) accumulator = data.get(k) ?? -1;
    else if (op === 0x06) return k;
    else {
      const holds = op === 0x15 ? accumulator === k : op === 0x35 ? accumulator >= k : (accumulator & k) !== 0;
      at += holds ? yes : no;
    }
  }
  throw new Error("the program does not end");
}

const cases: readonly [string, Architecture, bigint, number, number, number][] = [
  ["write", "x64", 0n, 1, 0, ALLOW],
  ["write", "arm64", 0n, 64, 0, ALLOW],
  ["mount", "x64", 0n, 165, 0, EPERM],
  ["mount", "arm64", 0n, 40, 0, EPERM],
  ["mount with CAP_SYS_ADMIN", "x64", SYS_ADMIN, 165, 0, ALLOW],
  ["keyctl with CAP_SYS_ADMIN", "x64", SYS_ADMIN, 250, 0, EPERM],
  ["fork", "x64", 0n, 56, SIGCHLD, ALLOW],
  ["clone into a user namespace", "x64", 0n, 56, CLONE_NEWUSER | SIGCHLD, EPERM],
  ["clone into a user namespace", "arm64", 0n, 220, CLONE_NEWUSER | SIGCHLD, EPERM],
  ["clone3", "x64", 0n, 435, 0, ENOSYS],
  ["clone3 with CAP_SYS_ADMIN", "x64", SYS_ADMIN, 435, 0, ALLOW],
  ["write of the x32 ABI", "x64", 0n, 0x40000001, 0, ENOSYS],
  ["a call of tomorrow", "x64", 0n, 9999, 0, ALLOW],
];
test.each(cases)("%s on %s", (_, architecture, capabilities, nr, argument, expected) => {
  expect(run(defaultSeccompProgram(architecture, capabilities), AUDIT[architecture], nr, argument)).toBe(expected);
});

test("calls of another architecture, whose numbers mean other things, are fatal", () => {
  expect(run(defaultSeccompProgram("x64", 0n), AUDIT.arm64, 1)).toBe(KILL);
});
