import { runProgram } from "@flotilla/service";
import { runtimeOptions } from "./config.js";
import { runInUserNamespace, startRuntime } from "./service.js";

await runProgram({
  name: "runtime",
  summary: "runs containers, with Kubernetes' CRI",
  options: runtimeOptions,
  async start(config, environment) {
    const inside = await runInUserNamespace(config, environment);
    if (inside) return inside;
    const runtime = await startRuntime(config, { environment });
    return { addresses: { grpc: runtime.address }, stop: () => runtime.stop() };
  },
});
