import { grpcChannel } from "@flotilla/service";
import { EtcdCluster, hasEtcd } from "./testing/etcd-process.js";
import { kvModelSuite } from "./testing/kv-model-suite.js";

// The model is only worth something if etcd agrees with it.
const onEtcd = async () => {
  const cluster = await EtcdCluster.start(1);
  const channel = grpcChannel(cluster.endpoints);
  const close = async () => {
    await channel.close();
    await cluster.stop();
  };
  return { channel, close };
};

if (hasEtcd) kvModelSuite("etcd", onEtcd, { runs: 40, stepsMax: 30, showsDeletionAtCompaction: false });
else test.skip("no etcd on this machine", () => undefined);
