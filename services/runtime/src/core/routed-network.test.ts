import { BadCidr, pickAddress } from "./routed-network.js";

test.each([
  ["10.244.1.0/24", [], "10.244.1.1", "10.244.1.2"],
  ["10.244.1.77/24", ["10.244.1.2", "10.244.1.3"], "10.244.1.1", "10.244.1.4"],
  ["10.0.255.0/23", [], "10.0.254.1", "10.0.254.2"],
  ["10.0.0.0/29", ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"], "10.0.0.1", undefined],
  ["255.255.255.248/29", [], "255.255.255.249", "255.255.255.250"],
])("%s without %j", (cidr, used, gateway, address) => {
  expect(pickAddress(cidr, new Set(used))).toEqual({ gateway, address });
});

test.each(["", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "fd00::/64"])("%j is no range", (cidr) => {
  expect(() => pickAddress(cidr, new Set())).toThrow(BadCidr);
});
