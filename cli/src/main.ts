import { ConfigError, FLOTILLA_VERSION } from "@flotilla/service";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CliError } from "./cli-error.js";

const DEFAULT_HOME = ".flotilla";
const NODES_MAX = 50;
const PORT_MAX = 65_535;
const DAY_MS = 24 * 3_600_000;

/** The whole command line. Each command's code is loaded only when it runs, so that the others stay fast. */
function program(): Command {
  const root = new Command("flotilla")
    .description("A Kubernetes control plane made of small services that anyone can swap.")
    .version(FLOTILLA_VERSION)
    .exitOverride()
    .showSuggestionAfterError(true);
  const home = (): Option =>
    new Option("--home <dir>", "where the cluster is kept").default(DEFAULT_HOME).env("FLOTILLA_HOME");
  const output = (): Option =>
    new Option("-o, --output <format>", "how to print the answer").choices(["text", "json"]).default("text");

  root
    .command("up")
    .description("start a cluster and print what runs where; harmless when it runs")
    .addOption(home())
    .option("--name <name>", "name of the cluster, and of its context in the kubeconfig", clusterName, "flotilla")
    .option("--nodes <count>", "how many nodes to run on this machine", integer("nodes", 0, NODES_MAX), 1)
    .option("--single-process", "run everything in one process", false)
    .option(
      "--port <number>",
      "port of the Kubernetes API; 0 picks free ports for everything",
      integer("port", 0, PORT_MAX),
      6443,
    )
    .option("--kv-endpoints <addresses>", "use an etcd, at host:port,host:port, instead of our store")
    .option("--kv-ca-file <file>", "CA of that etcd")
    .option("--kv-cert-file <file>", "client certificate for that etcd")
    .option("--kv-key-file <file>", "key of that certificate")
    .option(
      "--runtime-endpoint <socket>",
      "use a CRI runtime, such as unix:/run/containerd/containerd.sock, instead of ours",
    )
    .option(
      "--encryption-provider-config <file>",
      "keep secrets encrypted in the store, with the keys in this file; remembered",
    )
    .option(
      "--without <components>",
      "leave components out, for others to take their place, such as scheduler,proxy",
      commaList,
      [],
    )
    .addOption(output())
    .action(async (options) => (await import("./commands/up.js")).up(options));
  root
    .command("down")
    .description("stop the cluster; its data stays")
    .addOption(home())
    .addOption(output())
    .action(async (options) => (await import("./commands/down.js")).down(options));
  root
    .command("status")
    .description("show each component: implementation, process, endpoints")
    .addOption(home())
    .addOption(output())
    .action(async (options) => (await import("./commands/status.js")).status(options));
  root
    .command("logs")
    .description("print the log of a component")
    .argument("<component>", "such as apiserver or supervisor")
    .addOption(home())
    .option("-f, --follow", "go on as lines are written", false)
    .action(async (component, options) => (await import("./commands/logs.js")).logs(component, options));
  root
    .command("kubeconfig")
    .description("print the kubeconfig, or merge it into your own")
    .addOption(home())
    .option("--merge", "merge it into $KUBECONFIG or ~/.kube/config", false)
    .option("--remove", "remove it from there", false)
    .addOption(output())
    .action(async (options) => (await import("./commands/kubeconfig.js")).kubeconfig(options));
  const explain = root.command("explain").description("why the cluster is as it is");
  explain
    .command("pod")
    .description("each node's verdict and score for a pod, by plugin")
    .argument("<name>", "name of the pod")
    .addOption(home())
    .option("-n, --namespace <name>", "its namespace", "default")
    .addOption(output())
    .action(async (name, options) => (await import("./commands/explain.js")).explainPod(name, options));
  const token = root.command("token").description("tokens with which nodes join");
  token
    .command("create")
    .description("make a token and print how to join with it")
    .argument("[token]", "ID.SECRET; made up when it is not given")
    .addOption(home())
    .option("--ttl <duration>", "how long it is valid, such as 24h; 0 is for ever", duration, DAY_MS)
    .option("--description <text>", "for people", "")
    .addOption(output())
    .action(async (given, options) => (await import("./commands/token.js")).tokenCreate(given, options));
  token
    .command("list")
    .description("show the tokens, without their secrets")
    .addOption(home())
    .addOption(output())
    .action(async (options) => (await import("./commands/token.js")).tokenList(options));
  token
    .command("delete")
    .description("take a token back")
    .argument("<id>", "its id, or the whole token")
    .addOption(home())
    .addOption(output())
    .action(async (id, options) => (await import("./commands/token.js")).tokenDelete(id, options));
  const node = root.command("node").description("this machine as a node of a cluster elsewhere");
  node
    .command("join")
    .description("join a cluster and run a node; harmless when it runs, `flotilla down` stops it")
    .addOption(home())
    .option("--server <address>", "host:port of the Kubernetes API")
    .option("--token <token>", "from `flotilla token create`")
    .option(
      "--ca-hash <hash>",
      "sha256:..., of the public key of the cluster's CA; may be given several times",
      collect,
      [],
    )
    .option("--node-name <name>", "name of the node; default: the host's")
    .option("--runtime-endpoint <socket>", "use a CRI runtime instead of ours")
    .option("--without <components>", "leave components out: runtime, kubelet, proxy", commaList, [])
    .addOption(output())
    .action(async (options) => (await import("./commands/node-join.js")).nodeJoin(options));
  const kv = root.command("kv").description("the store");
  kv.command("env")
    .description('print what etcdctl needs: eval "$(flotilla kv env)"')
    .addOption(home())
    .addOption(output())
    .action(async (options) => (await import("./commands/kv-env.js")).kvEnv(options));
  const snapshot = kv.command("snapshot").description("copies of all that the store holds");
  snapshot
    .command("save")
    .description("write one to a file, from the running cluster")
    .argument("<file>", "the file, which appears when it is whole")
    .addOption(home())
    .addOption(output())
    .action(async (file, options) => (await import("./commands/kv-snapshot.js")).kvSnapshotSave(file, options));
  snapshot
    .command("restore")
    .description("make the store's data from one, while the cluster is down and has none")
    .argument("<file>", "a file that `save` or `etcdctl snapshot save` wrote")
    .addOption(home())
    .option("--data-dir <dir>", "where to put the data; default: the cluster's store")
    .addOption(output())
    .action(async (file, options) => (await import("./commands/kv-snapshot.js")).kvSnapshotRestore(file, options));
  snapshot
    .command("status")
    .description("check one and tell what is in it")
    .argument("<file>", "the file")
    .addOption(output())
    .action(async (file, options) => (await import("./commands/kv-snapshot.js")).kvSnapshotStatus(file, options));
  root
    .command("version")
    .description("print the version")
    .addOption(output())
    .action(
      (options: { output: string }) =>
        void process.stdout.write(
          options.output === "json"
            ? `${JSON.stringify({ flotilla: FLOTILLA_VERSION, node: process.version })}\n`
            : `flotilla ${FLOTILLA_VERSION}\n`,
        ),
    );
  root
    .command("supervise", { hidden: true })
    .addOption(home())
    .action(async (options) => (await import("./commands/supervise.js")).supervise(options));
  return root;
}

function integer(what: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`${what} is a whole number from ${min} to ${max}.`);
    return value;
  };
}

function clusterName(text: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(text))
    throw new InvalidArgumentError("a name is lower-case letters, digits and dashes, at most 42.");
  return text;
}

/** Milliseconds of "24h", "30m", "90s" or "0". */
function duration(text: string): number {
  const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
  const [, count, unit = ""] = /^(\d+)([smh])$/.exec(text) ?? [];
  if (text === "0") return 0;
  if (count === undefined) throw new InvalidArgumentError("a duration is a number and s, m or h, such as 24h.");
  return Number(count) * (units[unit] ?? 0);
}

function collect(text: string, before: readonly string[]): string[] {
  return [...before, text];
}

function commaList(text: string): string[] {
  return text.split(",").filter((part) => part !== "");
}

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** One line for what the user can act on; a stack only for what is our bug. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliError) {
    console.error(`flotilla: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof ConfigError) {
    console.error(`flotilla: ${error.message}`);
    return 2;
  }
  if (error instanceof Error && error.name.endsWith("Error") && error.name !== "TypeError" && error.name !== "Error") {
    console.error(`flotilla: ${error.message}`);
    return 1;
  }
  console.error(error);
  return 1;
}
