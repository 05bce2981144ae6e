import { hasCapability } from "./capabilities.js";

/** Numbers on [x86_64, aarch64]; 0 = does not exist there. Source: the kernel's asm/unistd.h. */
type Numbers = readonly [number, number];

/** What each capability unlocks; the calls under "never" stay closed. Source: Docker's and containerd's documentation. */
// prettier-ignore
const DENIED: Readonly<Record<string, Readonly<Record<string, Numbers>>>> = {
  SYS_ADMIN: {
    bpf: [321, 280], fsconfig: [431, 431], fsmount: [432, 432], fsopen: [430, 430], fspick: [433, 433], lookup_dcookie: [212, 18],
    mount: [165, 40], mount_setattr: [442, 442], move_mount: [429, 429], open_tree: [428, 428], perf_event_open: [298, 241],
    quotactl: [179, 60], quotactl_fd: [443, 443], setns: [308, 268], umount2: [166, 39], unshare: [272, 97],
  },
  SYS_BOOT: { kexec_file_load: [320, 294], kexec_load: [246, 104], reboot: [169, 142] },
  SYS_MODULE: { delete_module: [176, 106], finit_module: [313, 273], init_module: [175, 105] },
  SYS_NICE: { get_mempolicy: [239, 236], mbind: [237, 235], set_mempolicy: [238, 237] },
  SYS_PACCT: { acct: [163, 89] },
  SYS_PTRACE: { kcmp: [312, 272] },
  SYS_RAWIO: { ioperm: [173, 0], iopl: [172, 0] },
  SYS_TIME: { clock_adjtime: [305, 266], clock_settime: [227, 112], settimeofday: [164, 170] },
  SYS_TTY_CONFIG: { vhangup: [153, 58] },
  SYSLOG: { syslog: [103, 116] },
  DAC_READ_SEARCH: { open_by_handle_at: [304, 265] },
  never: {
    _sysctl: [156, 0], add_key: [248, 217], create_module: [174, 0], get_kernel_syms: [177, 0], io_uring_enter: [426, 426],
    io_uring_register: [427, 427], io_uring_setup: [425, 425], keyctl: [250, 219], migrate_pages: [256, 238], move_pages: [279, 239],
    nfsservctl: [180, 42], pivot_root: [155, 41], query_module: [178, 0], request_key: [249, 218], swapoff: [168, 225],
    swapon: [167, 224], sysfs: [139, 0], uselib: [134, 0], userfaultfd: [323, 282], ustat: [136, 0],
  },
};
const CLONE: Numbers = [56, 220];
const CLONE3: Numbers = [435, 435];

export type Architecture = "x64" | "arm64";

/** AUDIT_ARCH of linux/audit.h. */
const AUDIT_ARCH: Readonly<Record<Architecture, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };
/** Calls of the x32 ABI carry this bit and would slip past the numbers above. */
const X32_BIT = 0x40000000;
/** All CLONE_NEW* flags. */
const CLONE_NAMESPACES = 0x7e020000;

const EPERM = 1;
const ENOSYS = 38;
const RETURN_ALLOW = 0x7fff0000;
const RETURN_KILL = 0x80000000;
const RETURN_ERRNO = 0x00050000;

/** Classic BPF. Source: linux/bpf_common.h. */
const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_EQUAL = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;

/** Offsets in struct seccomp_data. */
const OFFSET_NUMBER = 0;
const OFFSET_ARCHITECTURE = 4;
const OFFSET_FIRST_ARGUMENT = 16;

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, k: number];

/**
 * The RuntimeDefault profile as a BPF program in hexadecimal: refuses what a container has no business with, unless it
 * holds the capability for it. It names what is denied rather than what is allowed, so new harmless calls work.
 */
export function defaultSeccompProgram(architecture: Architecture, capabilities: bigint): string {
  const column = architecture === "x64" ? 0 : 1;
  const denied = Object.entries(DENIED)
    .filter(([capability]) => capability === "never" || !hasCapability(capabilities, capability))
    .flatMap(([, calls]) => Object.values(calls).map((numbers) => numbers[column]))
    .filter((number) => number !== 0);
  const program: Instruction[] = [
    [LOAD_WORD, 0, 0, OFFSET_ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, AUDIT_ARCH[architecture]],
    [RETURN, 0, 0, RETURN_KILL],
    [LOAD_WORD, 0, 0, OFFSET_NUMBER],
    ...(architecture === "x64" ? refuseIf([JUMP_GREATER_EQUAL, 0, 1, X32_BIT], ENOSYS) : []),
    ...denied.flatMap((number) => refuseIf([JUMP_EQUAL, 0, 1, number], EPERM)),
    ...(hasCapability(capabilities, "SYS_ADMIN") ? [] : refuseNewNamespaces(column)),
    [RETURN, 0, 0, RETURN_ALLOW],
  ];
  return program.map(toHex).join("");
}

/** clone3 hides its flags in memory, which BPF cannot read; ENOSYS makes C libraries fall back to clone. */
function refuseNewNamespaces(column: 0 | 1): Instruction[] {
  return [
    ...refuseIf([JUMP_EQUAL, 0, 1, CLONE3[column]], ENOSYS),
    [JUMP_EQUAL, 0, 3, CLONE[column]],
    [LOAD_WORD, 0, 0, OFFSET_FIRST_ARGUMENT],
    ...refuseIf([JUMP_ANY_BIT, 0, 1, CLONE_NAMESPACES], EPERM),
  ];
}

function refuseIf(condition: Instruction, errno: number): Instruction[] {
  return [condition, [RETURN, 0, 0, RETURN_ERRNO | errno]];
}

/** struct sock_filter, little endian: code u16, jt u8, jf u8, k u32. */
function toHex([code, jumpTrue, jumpFalse, k]: Instruction): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, code, true);
  view.setUint8(2, jumpTrue);
  view.setUint8(3, jumpFalse);
  view.setUint32(4, k >>> 0, true);
  return Array.from(new Uint8Array(view.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
