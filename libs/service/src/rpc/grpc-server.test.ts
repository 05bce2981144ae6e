import { serverContractSuite } from "../testing/server-contract-suite.js";
import { grpcChannel } from "./grpc-channel.js";
import { serveGrpc } from "./grpc-server.js";

serverContractSuite("grpc-js", { serve: serveGrpc, openChannel: grpcChannel });
