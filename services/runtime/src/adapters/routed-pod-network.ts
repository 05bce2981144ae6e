import type { PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { pickAddress, routedPodPlan } from "../core/routed-network.js";
import type { CniAttachment } from "../core/records.js";
import type { PodNetwork } from "./cni-network.js";
import type { NativeHelper } from "./native-helper.js";

/** Marks the pods that this network has connected. */
const NETWORK = { name: "flotilla-routed" };

export class NoAddress extends Error {
  override readonly name = "NoAddress";
}

/** Our own pod network for machines without CNI plugins. It has no host ports, and no masquerade for the outside. */
export class RoutedPodNetwork implements PodNetwork {
  private podCidr = "";
  /** Given to sandboxes that are still being made. */
  private readonly pending = new Set<string>();

  constructor(
    private readonly helper: NativeHelper,
    private readonly addressesInUse: () => readonly string[],
  ) {}

  setPodCidr(cidr: string): void {
    this.podCidr = cidr;
  }

  async missing(): Promise<string> {
    return this.podCidr ? "" : "no pod CIDR yet";
  }

  async attach(sandboxId: string, netns: string): Promise<{ ips: string[]; attachment: CniAttachment }> {
    const { gateway, address } = pickAddress(this.podCidr, new Set([...this.addressesInUse(), ...this.pending]));
    if (address === undefined) throw new NoAddress(`all addresses of ${this.podCidr} are taken`);
    this.pending.add(address);
    try {
      await this.helper.apply(routedPodPlan({ sandboxId, netns, address, gateway }));
      return { ips: [address], attachment: { network: NETWORK, result: { address } } };
    } catch (error) {
      this.pending.delete(address);
      throw error;
    }
  }

  async detach(_: string, __: string, ___: PodSandboxConfig, { result }: CniAttachment): Promise<void> {
    // The interfaces go with the namespace.
    this.pending.delete((result as { address: string }).address);
  }

  async detachLost(): Promise<void> {
    // The same.
  }

  async releaseUnknown(): Promise<void> {
    // Addresses are taken as long as a sandbox is on record.
  }
}

/** CNI where there is a network or plugins for one, else ours. */
export class PodNetworks implements PodNetwork {
  constructor(
    private readonly cni: PodNetwork,
    private readonly routed: PodNetwork,
  ) {}

  setPodCidr(cidr: string): void {
    this.cni.setPodCidr(cidr);
    this.routed.setPodCidr(cidr);
  }

  async missing(): Promise<string> {
    return (await this.preferred()).missing();
  }

  async attach(
    sandboxId: string,
    netns: string,
    config: PodSandboxConfig,
  ): Promise<{ ips: string[]; attachment: CniAttachment }> {
    return (await this.preferred()).attach(sandboxId, netns, config);
  }

  async detach(sandboxId: string, netns: string, config: PodSandboxConfig, attachment: CniAttachment): Promise<void> {
    const isRouted = (attachment.network as { name?: string }).name === NETWORK.name;
    await (isRouted ? this.routed : this.cni).detach(sandboxId, netns, config, attachment);
  }

  detachLost(sandboxId: string, netns: string): Promise<void> {
    return this.cni.detachLost(sandboxId, netns);
  }

  releaseUnknown(known: ReadonlySet<string>): Promise<void> {
    return this.cni.releaseUnknown(known);
  }

  private async preferred(): Promise<PodNetwork> {
    return (await this.cni.missing()) === "" ? this.cni : this.routed;
  }
}
