import { silentLogger } from "@flotilla/service";
import { InProcessBroker } from "./in-process-bus.js";
import { busContractSuite } from "./testing/bus-contract-suite.js";

busContractSuite("in-process", async () => {
  const broker = new InProcessBroker(silentLogger);
  return { connect: async () => broker.connect(), close: async () => undefined };
});
