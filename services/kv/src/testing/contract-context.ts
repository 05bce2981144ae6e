import type { Channel, RpcCode } from "@flotilla/service";
import { putOf, type KvClients } from "./clients.js";

/** A store to try, empty or not. */
export interface KvUnderTest {
  readonly channel: Channel;
  /** Stops it and starts it again on the same data; gives the new channel. */
  restart?(): Promise<Channel>;
  close(): Promise<void>;
}

/** What the parts of the contract suite work with. */
export interface ContractContext {
  /** Set before the first test. */
  readonly clients: KvClients;
  /** A prefix for keys that no other test uses. */
  prefix(): string;
}

/** What a failed call must show: clients match on both. */
export const failure = (code: RpcCode, message: string) => expect.objectContaining({ code, message });

/** Puts, and gives the revision. */
export async function put(clients: KvClients, key: string, value: string): Promise<number> {
  return Number((await clients.kv.put(putOf({ key, value }))).header!.revision);
}
