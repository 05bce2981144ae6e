import type { ResponseHeader } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import type { Identity } from "../core/meta.js";

/** The store never elects a leader, so its term never ends. */
const RAFT_TERM = 2n;

/** Makes the header of an answer. */
export type HeaderAt = (revision: number) => ResponseHeader;

export function headersOf(identity: Identity): HeaderAt {
  const clusterId = BigInt(identity.clusterId);
  const memberId = BigInt(identity.memberId);
  return (revision) => ({ clusterId, memberId, revision: BigInt(revision), raftTerm: RAFT_TERM });
}
