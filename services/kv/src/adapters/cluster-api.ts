import type { ClusterDefinition, Member } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { RpcCode, RpcError, type Handlers } from "@flotilla/service";
import type { Identity } from "../core/meta.js";
import type { Store } from "../core/store.js";
import type { HeaderAt } from "./headers.js";

export interface ClusterApiOptions {
  readonly store: Store;
  readonly headerAt: HeaderAt;
  readonly identity: Identity;
  readonly name: string;
  /** Where clients reach the store; known once it listens. */
  readonly clientUrls: () => readonly string[];
}

/** etcdserverpb.Cluster of a store that is always alone. */
export function clusterApi({
  store,
  headerAt,
  identity,
  name,
  clientUrls,
}: ClusterApiOptions): Handlers<ClusterDefinition> {
  const refuse = async (): Promise<never> => {
    throw new RpcError(
      RpcCode.UNIMPLEMENTED,
      "etcdserver: this store has one member for good; use an etcd cluster for more",
    );
  };
  return {
    memberList: async () => {
      const member: Member = {
        ID: BigInt(identity.memberId),
        name,
        peerURLs: [],
        clientURLs: [...clientUrls()],
        isLearner: false,
      };
      return { header: headerAt(store.revision), members: [member] };
    },
    memberAdd: refuse,
    memberRemove: refuse,
    memberUpdate: refuse,
    memberPromote: refuse,
  };
}
