import { grpcChannel, inProcessChannel, quietEnvironment } from "@flotilla/service";
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kvConfig } from "./config.js";
import { startKv, type RunningKv } from "./service.js";
import { kvClients, opDelete, opPut, txnOf, type KvClients } from "./testing/clients.js";
import { EtcdCluster, hasEtcd } from "./testing/etcd-process.js";

const hasEtcdctl = spawnSync("etcdctl", ["version"], { env: { ...process.env, ETCDCTL_API: "3" } }).status === 0;
const real = hasEtcdctl && hasEtcd ? describe : describe.skip;

/** Runs etcdctl; a failed command is an error with what it said. */
async function etcdctl(endpoint: string, args: readonly string[], input = ""): Promise<string> {
  const child = spawn("etcdctl", ["--endpoints", endpoint, ...args], { env: { ...process.env, ETCDCTL_API: "3" } });
  let output = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  child.stdin.end(input);
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`etcdctl ${args.join(" ")}: ${complaints}`);
  return output.trim();
}

real("etcdctl", () => {
  let directory: string;
  let kv: RunningKv;
  const ctl = (args: readonly string[], input?: string) => etcdctl(kv.address!, args, input);
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "kv-etcdctl-"));
    kv = await startKv(kvConfig({ listenAddress: "127.0.0.1:0", dataDir: join(directory, "data") }), {
      environment: quietEnvironment(),
    });
  });
  afterAll(async () => {
    await kv.stop();
    await rm(directory, { recursive: true });
  });

  // One after another on one store: arguments, standard input, what is printed.
  test.each<[string[], string, string | RegExp]>([
    [["put", "a", "1"], "", "OK"],
    [["put", "b", "2"], "", "OK"],
    [["put", "c", "3"], "", "OK"],
    [["put", "a", "11", "--prev-kv"], "", "OK\na\n1"],
    [["get", "a"], "", "a\n11"],
    [["get", "a", "--print-value-only"], "", "11"],
    [["get", "a", "c"], "", "a\n11\nb\n2"],
    [["get", "", "--prefix", "--keys-only"], "", /^a\s+b\s+c$/],
    [["get", "b", "--from-key", "--limit", "1"], "", "b\n2"],
    [["get", "a", "--rev", "2"], "", "a\n1"],
    [["get", "", "--prefix", "--order", "DESCEND", "--sort-by", "KEY", "--keys-only"], "", /^c\s+b\s+a$/],
    [["get", "", "--prefix", "--order", "ASCEND", "--sort-by", "MODIFY", "--keys-only"], "", /^b\s+c\s+a$/],
    [["get", "", "--prefix", "--order", "DESCEND", "--sort-by", "VALUE", "--keys-only"], "", /^c\s+b\s+a$/],
    [["get", "", "--prefix", "--order", "DESCEND", "--sort-by", "VERSION", "--limit", "1", "--keys-only"], "", "a"],
    [["get", "", "--prefix", "--order", "ASCEND", "--sort-by", "CREATE", "--limit", "1", "--keys-only"], "", "a"],
    [["get", "a", "--consistency", "s"], "", "a\n11"],
    [["get", "a", "--hex"], "", "\\x61\n\\x31\\x31"],
    [["get", "a", "-w", "fields"], "", /"Version" : 2/],
    [["put", "a", "--ignore-value"], "", "OK"],
    [["del", "b", "--prev-kv"], "", "1\nb\n2"],
    [["del", "x"], "", "0"],
    [["txn"], 'value("a") = "11"\n\nput a 5\nget c\n\nget a\n\n', /^SUCCESS\s+OK\s+c\n3$/],
    [["txn"], 'version("a") = "100"\n\nput a 6\n\nget a\n\n', /^FAILURE\s+a\n5$/],
    [["del", "", "--from-key"], "", "2"],
    [["endpoint", "health"], "", ""],
    [["endpoint", "status"], "", /3\.5\.30/],
    [["endpoint", "hashkv"], "", /, \d+$/],
    [["member", "list"], "", /started, default/],
    [["alarm", "list"], "", ""],
    [["alarm", "disarm"], "", ""],
    [["defrag"], "", /Finished defragmenting/],
    [["lease", "list"], "", "found 0 leases"],
    [["compaction", "5"], "", "compacted revision 5"],
    [["user", "add", "root:secret"], "", "User root created"],
    [["role", "add", "root"], "", "Role root created"],
    [["user", "grant-role", "root", "root"], "", "Role root is granted to user root"],
    [["user", "add", "guest:pw"], "", "User guest created"],
    [["role", "add", "reader"], "", "Role reader created"],
    [["role", "grant-permission", "reader", "read", "pub/", "--prefix=true"], "", "Role reader updated"],
    [["role", "get", "reader"], "", /KV Read:\s+\[pub\/, pub0\) \(prefix pub\/\)/],
    [["user", "grant-role", "guest", "reader"], "", "Role reader is granted to user guest"],
    [["user", "get", "guest"], "", /Roles: reader/],
    [["user", "list"], "", "guest\nroot"],
    [["role", "list"], "", "reader\nroot"],
    [["auth", "enable"], "", "Authentication Enabled"],
    [["--user", "root:secret", "put", "pub/x", "1"], "", "OK"],
    [["--user", "guest:pw", "get", "pub/x"], "", "pub/x\n1"],
    [["--user", "root:secret", "role", "revoke-permission", "reader", "pub/", "pub0"], "", /revoked/],
    [["--user", "root:secret", "user", "passwd", "guest", "--interactive=false"], "new\n", "Password updated"],
    [["--user", "root:secret", "user", "revoke-role", "guest", "reader"], "", /revoked/],
    [["--user", "root:secret", "role", "delete", "reader"], "", "Role reader deleted"],
    [["--user", "root:secret", "user", "delete", "guest"], "", "User guest deleted"],
    [["--user", "root:secret", "auth", "disable"], "", "Authentication Disabled"],
  ])("%j", async (args, input, expected) => {
    const output = await ctl(args, input);
    if (typeof expected === "string") expect(output).toBe(expected);
    else expect(output).toMatch(expected);
  });

  test.each([
    [["get", "a", "--rev", "3"], "etcdserver: mvcc: required revision has been compacted"],
    [["compaction", "100000"], "etcdserver: mvcc: required revision is a future revision"],
    [["lease", "revoke", "1234"], "etcdserver: requested lease not found"],
    [["user", "get", "nobody"], "etcdserver: user name not found"],
  ])("%j fails with %s", async (args, message) => {
    await expect(ctl(args)).rejects.toThrow(message);
  });

  test("leases", async () => {
    const id = /^lease (\w+) granted with TTL\(100s\)$/.exec(await ctl(["lease", "grant", "100"]))![1]!;
    await ctl(["put", "leased", "1", `--lease=${id}`]);
    expect(await ctl(["lease", "timetolive", id, "--keys"])).toMatch(
      /granted with TTL\(100s\), remaining\(\d+s\), attached keys\(\[leased\]\)/,
    );
    expect(await ctl(["lease", "keep-alive", "--once", id])).toMatch(/keepalived with TTL\(100\)/);
    expect(await ctl(["lease", "list"])).toBe(`found 1 leases\n${id}`);
    expect(await ctl(["lease", "revoke", id])).toBe(`lease ${id} revoked`);
    expect(await ctl(["get", "leased"])).toBe("");
  });

  test("watch, from an old revision", async () => {
    await ctl(["put", "w", "1"]);
    const { header } = JSON.parse(await ctl(["put", "w", "2", "-w", "json"])) as { header: { revision: number } };
    await ctl(["del", "w"]);
    const child = spawn(
      "etcdctl",
      ["--endpoints", kv.address!, "watch", "w", "--prev-kv", "--rev", String(header.revision)],
      { env: { ...process.env, ETCDCTL_API: "3" } },
    );
    let output = "";
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.trimEnd().split("\n").length >= 9) resolve();
      });
    });
    child.kill();
    expect(
      output
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
    ).toEqual(["PUT", "w", "1", "w", "2", "DELETE", "w", "2", "w"]);
  });

  test("snapshot save writes a file whose hash it checks", async () => {
    const path = join(directory, "snapshot");
    expect(await ctl(["snapshot", "save", path])).toContain(`Snapshot saved at ${path}`);
    expect((await readFile(path)).subarray(0, 33).toString()).toBe('{"format":"flotilla-kv-snapshot",');
  });
});

real("checksums", () => {
  test("HashKV is etcd's for the same history, before and after a compaction", async () => {
    const etcd = await EtcdCluster.start(1);
    const kv = await startKv(kvConfig({ listenAddress: "" }), { environment: quietEnvironment() });
    const channels = [grpcChannel(etcd.endpoints), inProcessChannel(kv.registrations)];
    try {
      const [theirs, ours] = await Promise.all(channels.map((channel) => hashes(kvClients(channel))));
      expect(ours).toEqual(theirs);
      expect(new Set(ours).size).toBe(ours!.length);
    } finally {
      await Promise.all(channels.map((channel) => channel.close()));
      await kv.stop();
      await etcd.stop();
    }
  });

  async function hashes({ kv, maintenance }: KvClients): Promise<number[]> {
    // Nothing is deleted at the compacted revision: etcd 3.4, unlike 3.5.16 and newer, forgets such a deletion.
    const deletes = (i: number) => (i % 2 === 0 ? [opDelete({ key: `k${(i + 3) % 7}` })] : []);
    for (let i = 0; i < 40; i++)
      await kv.txn(txnOf({ success: [opPut({ key: `k${i % 7}`, value: `v${i}` }), ...deletes(i)] }));
    const before = await maintenance.hashKV({ revision: 30n });
    await kv.compact({ revision: 25n, physical: true });
    const after = await maintenance.hashKV({ revision: 30n });
    const newest = await maintenance.hashKV({ revision: 0n });
    return [before.hash, after.hash, newest.hash];
  }
});
