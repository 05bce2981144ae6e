import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelContractSuite } from "../testing/channel-contract-suite.js";
import { grpcChannel } from "./grpc-channel.js";
import { serveGrpc } from "./grpc-server.js";

channelContractSuite("gRPC over TCP", async (registrations) => {
  const server = await serveGrpc(registrations, { address: "127.0.0.1:0" });
  const channel = grpcChannel(server.address);
  return {
    channel,
    close: async () => {
      await channel.close();
      await server.stop();
    },
  };
});

channelContractSuite("gRPC over a unix socket", async (registrations) => {
  const directory = await mkdtemp(join(tmpdir(), "flotilla-rpc-"));
  const server = await serveGrpc(registrations, { address: `unix:${directory}/s` });
  const channel = grpcChannel(server.address);
  return {
    channel,
    close: async () => {
      await channel.close();
      await server.stop();
      await rm(directory, { recursive: true });
    },
  };
});
