import { channelContractSuite } from "../../../testing/channel-contract-suite.js";
import { serverContractSuite } from "../../../testing/server-contract-suite.js";
import { serveGrpc } from "../../grpc-server.js";
import { serveLeanGrpc } from "../server/lean-server.js";
import { leanChannel } from "./lean-channel.js";

for (const [name, serve] of [
  ["lean server, lean client", serveLeanGrpc],
  ["grpc-js server, lean client", serveGrpc],
] as const) {
  channelContractSuite(name, async (registrations) => {
    const server = await serve(registrations, { address: "127.0.0.1:0" });
    const channel = leanChannel(server.address);
    return {
      channel,
      close: async () => {
        await channel.close();
        await server.stop();
      },
    };
  });
}

serverContractSuite("lean server, lean client", { serve: serveLeanGrpc, openChannel: leanChannel });
serverContractSuite("grpc-js server, lean client", { serve: serveGrpc, openChannel: leanChannel });
