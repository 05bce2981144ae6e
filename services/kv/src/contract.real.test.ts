import { grpcChannel } from "@flotilla/service";
import { EtcdCluster, hasEtcd } from "./testing/etcd-process.js";
import { kvContractSuite } from "./testing/kv-contract-suite.js";

const onEtcd = (size: number) => async () => {
  const cluster = await EtcdCluster.start(size);
  const channel = grpcChannel(cluster.endpoints.split(",")[0]!);
  const close = async () => {
    await channel.close();
    await cluster.stop();
  };
  return { channel, close };
};

if (hasEtcd) {
  kvContractSuite("etcd", onEtcd(1));
  kvContractSuite("a cluster of three etcd members", onEtcd(3));
} else {
  test.skip("no etcd on this machine", () => undefined);
}
