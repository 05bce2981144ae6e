import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { helpText } from "./help.js";
import { option } from "./option.js";
import { ConfigError, readConfig } from "./read-config.js";

const options = {
  listenAddress: option.address("127.0.0.1:2379", "gRPC address; port 0 picks a free one."),
  dataDir: option.path(undefined, "Where the data is kept."),
  snapshotCount: option.integer(100, "Writes between snapshots.", { min: 1, max: 1000 }),
  quotaBackend: option.integer(undefined, "The largest size of the store.", { min: 0, unit: "bytes" }),
  electionTimeout: option.durationMs(
    90_500,
    "How long a member waits for its leader before it stands for election itself, which is the time that a cluster cannot write.",
  ),
  readOnly: option.boolean(false, "Refuses writes."),
  compact: option.boolean(true, "Compacts by itself."),
  peers: option.list([], "The other members."),
  mode: option.choice(["fast", "safe"], "safe", "What to trade."),
};

const read = (argv: string[], env: Record<string, string> = {}) => readConfig("kv-store", options, { argv, env });

function problemsOf(argv: string[], env: Record<string, string> = {}): readonly string[] {
  try {
    read(argv, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error("want a ConfigError");
}

describe("readConfig", () => {
  let directory: string;
  beforeAll(() => (directory = mkdtempSync(join(tmpdir(), "flotilla-config-"))));
  afterAll(() => rmSync(directory, { recursive: true }));

  const file = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };

  test("without anything given the defaults hold, frozen", () => {
    const config = read([]);
    expect(config).toEqual({
      listenAddress: "127.0.0.1:2379",
      dataDir: undefined,
      snapshotCount: 100,
      quotaBackend: undefined,
      electionTimeout: 90_500,
      readOnly: false,
      compact: true,
      peers: [],
      mode: "safe",
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  test.each<[string, string[], object]>([
    ["a value after a space", ["--listen-address", "[::1]:0"], { listenAddress: "[::1]:0" }],
    ["a value after an equals sign", ["--listen-address=unix:/run/kv.sock"], { listenAddress: "unix:/run/kv.sock" }],
    ["a switch", ["--read-only"], { readOnly: true }],
    ["a switch set to false", ["--compact=false"], { compact: false }],
    ["a negated switch", ["--no-compact"], { compact: false }],
    ["a switch before another flag", ["--read-only", "--mode", "fast"], { readOnly: true, mode: "fast" }],
    ["a list with commas", ["--peers", "a, b,,c"], { peers: ["a", "b", "c"] }],
    ["a list given twice", ["--peers=a", "--peers=b"], { peers: ["a", "b"] }],
    ["a duration", ["--election-timeout", "1h2m3.5s4ms"], { electionTimeout: 3_723_504 }],
    ["a relative path", ["--data-dir", "x/y"], { dataDir: resolve("x/y") }],
    ["the last of two", ["--mode=fast", "--mode=safe"], { mode: "safe" }],
    ["a value with an equals sign", ["--data-dir=/a=b"], { dataDir: "/a=b" }],
    ["zero", ["--quota-backend=0"], { quotaBackend: 0 }],
  ])("flags: %s", (_, argv, want) => {
    expect(read(argv)).toMatchObject(want);
  });

  test("flags win over variables, variables over the file, the file over defaults", () => {
    const path = file("order.yaml", "snapshotCount: 1\nmode: fast\nelectionTimeout: 1s\n");
    const config = read(["--config", path, "--snapshot-count=3"], {
      FLOTILLA_KV_STORE_SNAPSHOT_COUNT: "2",
      FLOTILLA_KV_STORE_ELECTION_TIMEOUT: "2s",
    });
    expect(config).toMatchObject({ snapshotCount: 3, electionTimeout: 2000, mode: "fast" });
  });

  test("the file may be JSON, named by a variable, and hold lists and switches", () => {
    const path = file("config.json", `{"peers": ["a", "b"], "readOnly": true, "dataDir": null}`);
    expect(read([], { FLOTILLA_KV_STORE_CONFIG: path })).toMatchObject({
      peers: ["a", "b"],
      readOnly: true,
      dataDir: undefined,
    });
  });

  test("every mistake is listed, each with what would be right", () => {
    const path = file("wrong.yaml", "snapshotCuont: 5\nmode: [fast]\nreadOnly: maybe\n");
    const argv = [
      "--lisen-address",
      "x:1",
      "serve",
      "--snapshot-count=0",
      "--zzz",
      "--quota-backend=-1",
      "--election-timeout=10",
      "--mode",
      "--data-dir",
      "",
      "--config",
      path,
    ];
    expect(problemsOf(argv, { FLOTILLA_KV_STORE_LISTEN_ADDRESS: "localhost:99999" })).toEqual([
      "unknown flag --lisen-address; did you mean --listen-address?",
      `unexpected argument "serve"`,
      "unknown flag --zzz",
      "--mode: needs a value",
      `${path}: unknown option snapshotCuont; did you mean snapshotCount?`,
      `${path}: mode: must be one value, not a list`,
      `FLOTILLA_KV_STORE_LISTEN_ADDRESS: must be "host:port" or "unix:/path", not "localhost:99999"`,
      `--data-dir: must be a path, not ""`,
      `--snapshot-count: must be a whole number from 1 to 1000, not "0"`,
      `--quota-backend: must be a whole number of bytes, 0 or more, not "-1"`,
      `--election-timeout: must be a duration such as "500ms", "10s" or "1h30m", not "10"`,
      `${path}: readOnly: must be true or false, not "maybe"`,
    ]);
  });

  test.each<[string, string, string]>([
    ["is missing", "", "no such file"],
    ["is a list", "- a\n", "must hold a mapping of options"],
    [
      "is not YAML",
      "a: [1\n",
      "Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 1",
    ],
  ])("a file that %s is one problem", (name, content, want) => {
    const path = content === "" ? join(directory, "absent") : file(`${name}.yaml`, content);
    expect(problemsOf(["--config", path])).toEqual([`--config ${path}: ${want}`]);
  });

  test("an empty file holds no settings", () => {
    expect(read(["--config", file("empty.yaml", "")]).mode).toBe("safe");
  });

  test("the help is this text", () => {
    expect(helpText("kv-store", "keeps keys and values", options)).toMatchInlineSnapshot(`
     "kv-store: keeps keys and values

     Usage: kv-store [flags]

     Each flag is also an environment variable (--some-name is FLOTILLA_KV_STORE_SOME_NAME) and a key of
     the file given with --config (someName). Flags win over variables, variables over the file.

     Flags:
       --listen-address ADDRESS
           gRPC address; port 0 picks a free one. Default: 127.0.0.1:2379
       --data-dir PATH
           Where the data is kept.
       --snapshot-count NUMBER
           Writes between snapshots. Default: 100
       --quota-backend BYTES
           The largest size of the store.
       --election-timeout DURATION
           How long a member waits for its leader before it stands for election itself, which is the time
           that a cluster cannot write. Default: 1m30s500ms
       --read-only
           Refuses writes.
       --compact
           Compacts by itself. Default: true
       --peers TEXT,...
           The other members.
       --mode fast|safe
           What to trade. Default: safe
       --config PATH
           Reads further settings from this YAML or JSON file.
       --version
           Prints the version.
       --help
           Prints this text.
     "
    `);
  });
});
