import { networkInterfaces } from "node:os";

/** The first address of this machine that pods can reach; loopback when there is no other. */
export function primaryAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    const found = addresses?.find((address) => address.family === "IPv4" && !address.internal);
    if (found !== undefined) return found.address;
  }
  return "127.0.0.1";
}
