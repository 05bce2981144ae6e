import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelContractSuite } from "../../../testing/channel-contract-suite.js";
import { serverContractSuite } from "../../../testing/server-contract-suite.js";
import { grpcChannel } from "../../grpc-channel.js";
import { serveLeanGrpc } from "./lean-server.js";

channelContractSuite("lean server, grpc-js client", async (registrations) => {
  const server = await serveLeanGrpc(registrations, { address: "127.0.0.1:0" });
  const channel = grpcChannel(server.address);
  return {
    channel,
    close: async () => {
      await channel.close();
      await server.stop();
    },
  };
});

channelContractSuite("lean server, grpc-js client, unix socket", async (registrations) => {
  const directory = await mkdtemp(join(tmpdir(), "flotilla-lean-"));
  const server = await serveLeanGrpc(registrations, { address: `unix:${directory}/s` });
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

serverContractSuite("lean server, grpc-js client", { serve: serveLeanGrpc, openChannel: grpcChannel });
