import { authContract } from "./auth-contract.js";
import { kvClients, type KvClients } from "./clients.js";
import type { ContractContext, KvUnderTest } from "./contract-context.js";
import { kvContract } from "./kv-contract.js";
import { leaseContract } from "./lease-contract.js";
import { maintenanceContract } from "./maintenance-contract.js";
import { watchContract } from "./watch-contract.js";

/**
 * The contract of the KV store as tests, for anything that claims to keep it. Tests use keys of their own and compare
 * revisions relatively, so they can share a store; no one else may write to it meanwhile.
 */
export function kvContractSuite(name: string, open: () => Promise<KvUnderTest>): void {
  describe(`KV contract: ${name}`, () => {
    let kv: KvUnderTest;
    let clients: KvClients;
    let count = 0;
    beforeAll(async () => {
      kv = await open();
      clients = kvClients(kv.channel);
    });
    afterAll(() => kv.close());
    const context: ContractContext = {
      get clients() {
        return clients;
      },
      prefix: () => `contract/${count++}/`,
    };
    kvContract(context);
    watchContract(context);
    leaseContract(context);
    maintenanceContract(context);
    authContract(context);
  });
}
