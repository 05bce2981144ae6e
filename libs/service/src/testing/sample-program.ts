import { option } from "../config/option.js";
import { Lifecycle } from "../lifecycle.js";
import { runProgram } from "../program.js";
import { serveGrpc } from "../rpc/grpc-server.js";
import { register } from "../rpc/registration.js";
import { Notes } from "./notes-service.js";

/** A program as small as one can be, to try `runProgram` with. Its name is that of no component. */
const options = {
  listenAddress: option.address("127.0.0.1:0", "gRPC address; port 0 picks a free one."),
  stuck: option.boolean(false, "Does not stop when told to."),
  crash: option.boolean(false, "Throws where nobody catches, after it has started."),
} as const;

await runProgram({
  name: "sample",
  summary: "answers what it is asked",
  options,
  async start(config, { log }) {
    const lifecycle = new Lifecycle();
    const server = await lifecycle.start(() =>
      serveGrpc([register(Notes, { echo: async (note) => note })], {
        address: config.listenAddress,
        log,
        drainTimeoutMs: config.drainTimeout,
      }),
    );
    if (config.stuck) lifecycle.onStop(() => new Promise(() => undefined));
    if (config.crash) setImmediate(() => void Promise.reject(new Error("nobody caught this")));
    return { addresses: { grpc: server.address }, stop: () => lifecycle.stop() };
  },
});
