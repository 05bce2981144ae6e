import { unauthorized } from "@flotilla/api/status.js";
import type { Authenticator } from "./auth/interfaces.js";
import { Gate } from "./gate.js";
import { MemoryReader } from "./testing/memory-reader.js";

const knows = (username: string): Authenticator => ({
  name: username,
  authenticate: () => Promise.resolve({ username, groups: [] }),
});
const notMine: Authenticator = { name: "not mine", authenticate: () => Promise.resolve(undefined) };
const bad: Authenticator = { name: "bad", authenticate: () => Promise.reject(unauthorized()) };
const broken: Authenticator = { name: "broken", authenticate: () => Promise.reject(new Error("the store is away")) };

const gateOf = (authenticators: readonly Authenticator[], anonymous = true) =>
  new Gate({ authenticators, authorizers: [], anonymous, reader: new MemoryReader() });

interface Case {
  readonly what: string;
  readonly authenticators: readonly Authenticator[];
  readonly bearerToken?: string;
  readonly anonymous?: boolean;
  readonly user: string | undefined;
}

test.each<Case>([
  { what: "the first that knows the caller decides", authenticators: [notMine, knows("a"), knows("b")], user: "a" },
  { what: "a bad certificate does not spoil a good token", authenticators: [bad, knows("token")], user: "token" },
  { what: "what is bad and nobody else's is refused", authenticators: [bad, notMine], user: undefined },
  { what: "without credentials the caller is anonymous", authenticators: [notMine], user: "system:anonymous" },
  { what: "a token that nobody knows is refused", authenticators: [notMine], bearerToken: "x", user: undefined },
  { what: "nobody is anonymous when that is off", authenticators: [notMine], anonymous: false, user: undefined },
])("$what", async ({ authenticators, bearerToken, anonymous, user }) => {
  const authentication = gateOf(authenticators, anonymous).authenticate({ bearerToken, headers: new Map() });
  if (user === undefined) await expect(authentication).rejects.toMatchObject({ status: { code: 401 } });
  else await expect(authentication).resolves.toMatchObject({ username: user });
});

test("a failure that is not the caller's is none of its credentials", async () => {
  const authentication = gateOf([broken, knows("a")]).authenticate({ headers: new Map() });
  await expect(authentication).rejects.toThrow("the store is away");
});
