import { namespaces } from "@flotilla/api/resources.js";
import { apiClientSuite } from "./api-client-suite.js";
import { MemoryApiClient } from "./memory-api-client.js";
import { testEnvironment } from "./test-environment.js";

apiClientSuite("in memory", async () => {
  const { clock, rng } = testEnvironment();
  const client = new MemoryApiClient({ clock, rng });
  await client.create(namespaces, { metadata: { name: "suite" } });
  return { client, namespace: "suite", close: () => Promise.resolve() };
});
