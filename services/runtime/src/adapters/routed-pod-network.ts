import type { PodSandboxConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { HostPorts } from "./host-ports.js";
import { pickAddress, routedPodPlan } from "../core/routed-network.js";
import type { CniAttachment } from "../core/records.js";
import type { PodNetwork } from "./cni-network.js";
import type { NativeHelper } from "./native-helper.js";

/** Marks the pods that this network has connected. */
const NETWORK = { name: "flotilla-routed" };

export class NoAddress extends Error {
  override readonly name = "NoAddress";
}

/** Our own pod network for machines without CNI plugins. It has no masquerade for the way to the outside. */
export class RoutedPodNetwork implements PodNetwork {
  private podCidr = "";
  /** Given to sandboxes that are still being made. */
  private readonly pending = new Set<string>();
  private readonly hostPorts = new HostPorts();

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

  async attach(
    sandboxId: string,
    netns: string,
    config: PodSandboxConfig,
  ): Promise<{ ips: string[]; attachment: CniAttachment }> {
    const { gateway, address } = pickAddress(this.podCidr, new Set([...this.addressesInUse(), ...this.pending]));
    if (address === undefined) throw new NoAddress(`all addresses of ${this.podCidr} are taken`);
    this.pending.add(address);
    try {
      await this.hostPorts.open(sandboxId, address, config.portMappings);
      await this.helper.apply(routedPodPlan({ sandboxId, netns, address, gateway }));
      return { ips: [address], attachment: { network: NETWORK, result: { address } } };
    } catch (error) {
      this.pending.delete(address);
      await this.hostPorts.close(sandboxId);
      throw error;
    }
  }

  async detach(sandboxId: string, _: string, __: PodSandboxConfig, { result }: CniAttachment): Promise<void> {
    // The interfaces go with the namespace.
    await this.hostPorts.close(sandboxId);
    this.pending.delete((result as { address: string }).address);
  }

  async restore(sandboxId: string, config: PodSandboxConfig, { result }: CniAttachment): Promise<void> {
    await this.hostPorts.open(sandboxId, (result as { address: string }).address, config.portMappings);
  }

  async release(): Promise<void> {
    await this.hostPorts.closeAll();
  }

  async detachLost(): Promise<void> {
    // The interfaces go with the namespace.
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
    await this.networkOf(attachment).detach(sandboxId, netns, config, attachment);
  }

  async restore(sandboxId: string, config: PodSandboxConfig, attachment: CniAttachment): Promise<void> {
    await this.networkOf(attachment).restore(sandboxId, config, attachment);
  }

  async release(): Promise<void> {
    await this.routed.release();
  }

  detachLost(sandboxId: string, netns: string): Promise<void> {
    return this.cni.detachLost(sandboxId, netns);
  }

  releaseUnknown(known: ReadonlySet<string>): Promise<void> {
    return this.cni.releaseUnknown(known);
  }

  private networkOf({ network }: CniAttachment): PodNetwork {
    return (network as { name?: string }).name === NETWORK.name ? this.routed : this.cni;
  }

  private async preferred(): Promise<PodNetwork> {
    return (await this.cni.missing()) === "" ? this.cni : this.routed;
  }
}
