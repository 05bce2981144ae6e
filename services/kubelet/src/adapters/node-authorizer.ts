import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { subjectAccessReviews, tokenReviews } from "@flotilla/api/resources.js";
import type { ApiClient } from "@flotilla/client";
import type { Clock } from "@flotilla/service";

/** Source: kubelet `authentication.webhook.cacheTTL`, `authorization.webhook` TTLs. */
const IDENTITY_TTL_MS = 120_000;
const ALLOW_TTL_MS = 300_000;
const DENY_TTL_MS = 30_000;
const ENTRIES_MAX = 1000;

interface User {
  readonly username: string;
  readonly groups: readonly string[];
}

/** Who may read what of this node: asks the API, and remembers its answers for a while. */
export class NodeAuthorizer {
  readonly #users = new ExpiringMap<User | undefined>();
  readonly #decisions = new ExpiringMap<boolean>();

  constructor(
    private readonly client: ApiClient,
    private readonly clock: Clock,
    private readonly nodeName: string,
  ) {}

  /** The status to refuse a request with; undefined when it may pass. `subresource` is of `nodes`, such as "stats". */
  async refusal(request: IncomingMessage, subresource: string): Promise<401 | 403 | undefined> {
    const user = fromCertificate(request.socket as TLSSocket) ?? (await this.#fromToken(request.headers.authorization));
    if (user === undefined) return 401;
    return (await this.#isAllowed(user, subresource)) ? undefined : 403;
  }

  async #fromToken(header: string | undefined): Promise<User | undefined> {
    const token = /^Bearer (.+)$/i.exec(header ?? "")?.[1];
    if (token === undefined) return undefined;
    const now = this.clock.now();
    return this.#users.get(token, now, async () => {
      const { status } = await this.client.create(tokenReviews, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenReview",
        metadata: {},
        spec: { token },
      });
      const user = status?.authenticated
        ? { username: status.user?.username ?? "", groups: status.user?.groups ?? [] }
        : undefined;
      return [user, IDENTITY_TTL_MS];
    });
  }

  async #isAllowed(user: User, subresource: string): Promise<boolean> {
    const key = JSON.stringify([user, subresource]);
    return this.#decisions.get(key, this.clock.now(), async () => {
      const resourceAttributes = {
        verb: "get",
        group: "",
        version: "v1",
        resource: "nodes",
        subresource,
        name: this.nodeName,
      };
      const { status } = await this.client.create(subjectAccessReviews, {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        metadata: {},
        spec: { user: user.username, groups: [...user.groups], resourceAttributes },
      });
      const allowed = status?.allowed === true;
      return [allowed, allowed ? ALLOW_TTL_MS : DENY_TTL_MS];
    });
  }
}

/** The name in a certificate that our CA signed. */
function fromCertificate(socket: TLSSocket): User | undefined {
  if (!socket.authorized) return undefined;
  const { CN, O } = socket.getPeerCertificate().subject as { CN?: string; O?: string | string[] };
  return CN === undefined ? undefined : { username: CN, groups: ([] as string[]).concat(O ?? []) };
}

class ExpiringMap<V> {
  readonly #entries = new Map<string, { value: V; until: number }>();

  async get(key: string, now: number, make: () => Promise<[V, ttlMs: number]>): Promise<V> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > now) return known.value;
    const [value, ttlMs] = await make();
    if (this.#entries.size >= ENTRIES_MAX) this.#entries.clear();
    this.#entries.set(key, { value, until: now + ttlMs });
    return value;
  }
}
