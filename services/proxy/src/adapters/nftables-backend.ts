import { networkInterfaces } from "node:os";
import type { Logger } from "@flotilla/service";
import { type Elements, renderElements, type Slots } from "../core/nft-elements.js";
import { baseRuleset, chainName, countChain, type NftOptions, presenceCheck } from "../core/nft-ruleset.js";
import { elementCommands } from "../core/nft-script.js";
import { frontendKey, type Rule } from "../core/rules.js";
import type { ProxyBackend } from "./backend.js";
import { runCommand } from "./run-command.js";

const NOTHING: Elements = new Map();

/** Rules in the kernel: one table of its own, changed by one atomic transaction at a time. Needs root and nft 1.0.1. */
export class NftablesBackend implements ProxyBackend {
  readonly mode = "nftables";
  #elements: Elements = NOTHING;
  #slots: Slots = new Map();
  #chains = new Set<string>();
  #udp = new Map<string, Rule>();
  #loaded = false;

  constructor(
    private readonly options: NftOptions,
    private readonly log: Logger,
  ) {}

  async apply(rules: readonly Rule[]): Promise<void> {
    try {
      await this.#apply(rules);
    } catch (error) {
      if (!this.#loaded) throw error;
      // Somebody else changed the table, or it is gone: begin afresh, from nothing.
      this.log.warn("rules.rebuilt", { error });
      this.#loaded = false;
      await this.#apply(rules);
    }
    await this.#forgetUdpFlows(rules);
  }

  /** Takes all rules out of the kernel. */
  async stop(): Promise<void> {
    const { table } = this.options;
    await runCommand("nft", ["-f", "-"], `add table ip ${table}\ndelete table ip ${table}\n`);
  }

  async #apply(rules: readonly Rule[]): Promise<void> {
    const { table } = this.options;
    const fresh = !this.#loaded;
    const rendered = renderElements(rules, fresh ? new Map() : this.#slots, nodeIps());
    const missing = rendered.chains.filter((chain) => fresh || !this.#chains.has(chainName(chain)));
    const commands = [
      ...missing.flatMap((chain) => countChain(table, chain)),
      ...elementCommands(table, fresh ? NOTHING : this.#elements, rendered.elements),
    ];
    const base = fresh ? baseRuleset(this.options) : presenceCheck(table);
    await runCommand("nft", ["-f", "-"], `${base}${commands.join("\n")}\n`);
    this.#chains = new Set([...(fresh ? [] : this.#chains), ...missing.map(chainName)]);
    this.#elements = rendered.elements;
    this.#slots = rendered.slots;
    this.#loaded = true;
    if (fresh) await this.#ensureRoute();
  }

  /**
   * The kernel remembers UDP flows and keeps sending them to an endpoint that is gone, or to none. Source: kube-proxy
   * cleans the same flows.
   */
  async #forgetUdpFlows(rules: readonly Rule[]): Promise<void> {
    const udp = new Map(rules.filter((rule) => rule.protocol === "UDP").map((rule) => [frontendKey(rule), rule]));
    const stale = [...this.#udp].filter(([key, old]) => lostBackend(old, udp.get(key))).map(([, rule]) => rule);
    const revived = [...udp]
      .filter(([key, rule]) => rule.backends.length > 0 && this.#udp.get(key)?.backends.length === 0)
      .map(([, rule]) => rule);
    this.#udp = udp;
    for (const rule of [...stale, ...revived]) {
      const where =
        rule.kind === "node-port"
          ? ["--orig-port-dst", String(rule.port)]
          : ["--orig-dst", rule.address, "--orig-port-dst", String(rule.port)];
      // conntrack fails when there is no such flow: that is the usual case.
      await runCommand("conntrack", ["-D", "-p", "udp", ...where]).catch((error: unknown) =>
        this.log.debug("conntrack.nothing-deleted", { error }),
      );
    }
  }

  /** A machine without a default route finds no way to a cluster IP before the rules see the packet. */
  async #ensureRoute(): Promise<void> {
    const { serviceCidr } = this.options;
    const routes = await runCommand("ip", ["-4", "route", "show"]).catch(() => "default");
    if (/^default /m.test(routes) || routes.includes(`${serviceCidr} `)) return;
    await runCommand("ip", ["route", "replace", serviceCidr, "dev", "lo"]).catch((error: unknown) =>
      this.log.warn("route.failed", { error }),
    );
  }
}

function lostBackend(old: Rule, now: Rule | undefined): boolean {
  const left = new Set((now?.backends ?? []).map((backend) => `${backend.address}:${backend.port}`));
  return old.backends.some((backend) => !left.has(`${backend.address}:${backend.port}`));
}

/** The addresses on which node ports answer: all of this machine's but loopback, whose packets cannot leave it. */
function nodeIps(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === "IPv4" && !address.internal)
    .map((address) => address.address);
}
