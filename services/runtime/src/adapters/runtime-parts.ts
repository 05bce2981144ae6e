import type { Environment } from "@flotilla/service";
import type { RuntimeEvents } from "../events.js";
import type { ImageStore } from "../images/image-store.js";
import type { ContainerEvents } from "./container-events.js";
import type { Driver } from "./driver.js";
import type { Folders } from "./folders.js";
import type { Journal } from "./journal.js";
import type { NativeHelper } from "./native-helper.js";

/** What the parts of the runtime share. */
export interface RuntimeParts {
  readonly environment: Environment;
  readonly events: RuntimeEvents;
  readonly containerEvents: ContainerEvents;
  readonly driver: Driver;
  readonly helper: NativeHelper;
  readonly folders: Folders;
  readonly journal: Journal;
  readonly images: ImageStore;
  /** What the runtime itself may do, and so give on. */
  readonly heldCapabilities: bigint;
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000n;
const ID_BYTES = 32;

export function nowNanoseconds({ clock }: Environment): bigint {
  return BigInt(Math.floor(clock.now())) * NANOSECONDS_PER_MILLISECOND;
}

/** 64 hexadecimal digits, as all runtimes give. */
export function newId({ rng }: Environment): string {
  return Buffer.from(rng.bytes(ID_BYTES)).toString("hex");
}
