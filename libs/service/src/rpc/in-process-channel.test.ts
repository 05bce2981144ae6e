import { channelContractSuite } from "../testing/channel-contract-suite.js";
import { inProcessChannel } from "./in-process-channel.js";

channelContractSuite("in-process channel", async (registrations) => {
  const channel = inProcessChannel(registrations);
  return { channel, close: () => channel.close() };
});
