import type { ResourceType } from "@flotilla/api";
import type { TokenRequest } from "@flotilla/api/types/authentication/v1.js";
import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { ApiClient } from "@flotilla/client";
import type { Clock } from "@flotilla/service";

/** A token is renewed when so much of its life is over. Source: kubelet `token_manager.go`. */
const RENEW_AT_FRACTION = 0.8;

const serviceAccountTokens: ResourceType<TokenRequest> = {
  group: "",
  version: "v1",
  resource: "serviceaccounts",
  kind: "TokenRequest",
  namespaced: true,
};

interface CachedToken {
  readonly token: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** Tokens of pods' service accounts, each bound to its pod, asked for once and renewed in time. */
export class TokenManager {
  readonly #tokens = new Map<string, CachedToken>();

  constructor(
    private readonly client: ApiClient,
    private readonly clock: Clock,
  ) {}

  async get(pod: Pod, audience: string | undefined, expirationSeconds: number): Promise<string> {
    const key = `${pod.metadata?.uid ?? ""}/${audience ?? ""}/${expirationSeconds}`;
    const cached = this.#tokens.get(key);
    if (cached !== undefined && cached.renewAt > this.clock.now()) return cached.token;
    try {
      const fresh = await this.#request(pod, audience, expirationSeconds);
      this.#tokens.set(key, fresh);
      return fresh.token;
    } catch (error) {
      // The old one is good for a while: the next look tries again.
      if (cached !== undefined && cached.expiresAt > this.clock.now()) return cached.token;
      throw error;
    }
  }

  async #request(pod: Pod, audience: string | undefined, expirationSeconds: number): Promise<CachedToken> {
    const { name = "", namespace = "", uid = "" } = pod.metadata ?? {};
    const account = pod.spec?.serviceAccountName || "default";
    const request: TokenRequest = {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      metadata: { name: account, namespace },
      spec: {
        audiences: audience === undefined ? [] : [audience],
        expirationSeconds,
        boundObjectRef: { apiVersion: "v1", kind: "Pod", name, uid },
      },
    };
    const { status } = await this.client.create(serviceAccountTokens, request, { name: account, subresource: "token" });
    const now = this.clock.now();
    const expiresAt = Date.parse(status?.expirationTimestamp ?? "");
    return { token: status?.token ?? "", renewAt: now + (expiresAt - now) * RENEW_AT_FRACTION, expiresAt };
  }

  forgetPod(uid: string): void {
    for (const key of this.#tokens.keys()) if (key.startsWith(`${uid}/`)) this.#tokens.delete(key);
  }
}
