import type { Adviser } from "../core/advice.js";
import type { PodInfo } from "../core/pod-info.js";
import type { BindDecision, Scheduler } from "../core/scheduler.js";
import type { PodWriter } from "./pod-writer.js";
import type { VolumeBinder } from "./volume-binder.js";

/** Carries a decision out: asks those who must agree, has the volumes ready, binds. */
export class Binder {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly writer: PodWriter,
    private readonly volumes: VolumeBinder,
  ) {}

  /** Fails when the pod was not bound; then everything is as if it had not been tried. */
  async bind({ info, nodeName, volumes }: BindDecision): Promise<void> {
    const profile = this.scheduler.profileOf(info)!;
    const advisers = profile.advisers.filter((adviser) => adviser.concerns(info));
    const reserved: Adviser[] = [];
    try {
      for (const adviser of advisers) {
        if (!adviser.reserve) continue;
        reserved.push(adviser);
        const refusal = await adviser.reserve(info, nodeName);
        if (refusal) throw new Error(`${adviser.name} refuses: ${refusal}`);
      }
      await this.volumes.bind(volumes, nodeName, profile.args.volumeBinding.bindTimeoutSeconds * 1000);
      await this.#bindPod(
        info,
        nodeName,
        advisers.find(({ bind }) => bind),
      );
    } catch (error) {
      await Promise.all(reserved.map((adviser) => adviser.unreserve?.(info, nodeName)));
      throw error;
    }
  }

  async #bindPod(info: PodInfo, nodeName: string, binder: Adviser | undefined): Promise<void> {
    if (!binder?.bind) return this.writer.bind(info, nodeName);
    await binder.bind(info, nodeName);
    this.writer.tellBound(info, nodeName);
  }
}
