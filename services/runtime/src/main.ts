import { runProgram } from "@flotilla/service";
import { runtimeOptions } from "./config.js";
import { startRuntime } from "./service.js";

await runProgram({
  name: "runtime",
  summary: "runs containers, with Kubernetes' CRI",
  options: runtimeOptions,
  async start(config, environment) {
    const runtime = await startRuntime(config, { environment });
    return { addresses: { grpc: runtime.address }, stop: () => runtime.stop() };
  },
});
