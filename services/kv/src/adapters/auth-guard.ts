import type { CallContext, Clock, Rng } from "@flotilla/service";
import { X509Certificate } from "node:crypto";
import { Access, applyAuthChange, NO_AUTH, type AuthChange, type AuthState } from "../core/auth.js";
import { KvError } from "../core/errors.js";
import { keyRange, type Key, type KeyRange } from "../core/key-range.js";
import { META_AUTH, metaChange, readMetaValue } from "../core/meta.js";
import type { Op } from "../core/operations.js";
import type { Store } from "../core/store.js";

/** A token ends when it was not used for so long. Source: etcd, `simple_token.go`. */
const TOKEN_TTL_MS = 5 * 60_000;
const TOKEN_BYTES = 12;
/** Tokens in memory; beyond it the oldest ends early. */
const TOKENS_MAX = 100_000;

interface Token {
  readonly user: string;
  expiresAt: number;
}

/** Who may do what: the rules in force, the tokens given out, and the check of every call. */
export class AuthGuard {
  private readonly tokens = new Map<string, Token>();
  private readonly accesses = new Map<string, Access>();
  state: AuthState;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly rng: Rng,
    meta: ReadonlyMap<string, Uint8Array>,
  ) {
    this.state = readMetaValue<AuthState>(meta, META_AUTH) ?? NO_AUTH;
  }

  /** Puts a change in force, and answers once it is durable. */
  async change(change: AuthChange): Promise<void> {
    const changed = applyAuthChange(this.state, change);
    if (changed === this.state) return;
    this.state = changed;
    this.accesses.clear();
    if (change.type === "deleteUser" || change.type === "changePassword")
      this.endTokens((token) => token.user === change.name);
    if (change.type === "disable") this.endTokens(() => true);
    await this.store.writeMeta([metaChange(META_AUTH, changed)]);
  }

  issueToken(user: string): string {
    const oldest = this.tokens.keys().next().value;
    if (this.tokens.size >= TOKENS_MAX && oldest !== undefined) this.tokens.delete(oldest);
    const token = `${Buffer.from(this.rng.bytes(TOKEN_BYTES)).toString("base64url")}.${this.state.revision}`;
    this.tokens.set(token, { user, expiresAt: this.clock.monotonic() + TOKEN_TTL_MS });
    return token;
  }

  /** Refuses an operation that the caller has no permission for. */
  checkOp(context: CallContext, op: Op): void {
    if (this.state.enabled && !this.accessOf(context).allows(op, singleKey)) throw new KvError("PermissionDenied");
  }

  checkRead(context: CallContext, range: KeyRange): void {
    if (this.state.enabled && !this.accessOf(context).mayRead(range)) throw new KvError("PermissionDenied");
  }

  checkWriteKeys(context: CallContext, keys: Iterable<Key>): void {
    if (!this.state.enabled) return;
    const access = this.accessOf(context);
    for (const key of keys) if (!access.mayWrite(singleKey(key))) throw new KvError("PermissionDenied");
  }

  checkReadKeys(context: CallContext, keys: Iterable<Key>): void {
    if (!this.state.enabled) return;
    const access = this.accessOf(context);
    for (const key of keys) if (!access.mayRead(singleKey(key))) throw new KvError("PermissionDenied");
  }

  /** Only root may. */
  checkAdmin(context: CallContext): void {
    if (this.state.enabled && !this.accessOf(context).isRoot) throw new KvError("PermissionDenied");
  }

  /** Root may, and the user itself. */
  checkAdminOr(context: CallContext, allowed: (user: string) => boolean): void {
    if (this.state.enabled && !allowed(this.userOf(context))) this.checkAdmin(context);
  }

  /** Who calls; only asked while authentication is enabled. */
  userOf(context: CallContext): string {
    const token = context.metadata.get("token")?.[0] ?? context.metadata.get("authorization")?.[0];
    if (token !== undefined) return this.userOfToken(String(token));
    const { certificate } = context.peer;
    const user = certificate && commonNameOf(certificate);
    if (user === undefined) throw new KvError("UserEmpty");
    return user;
  }

  private userOfToken(text: string): string {
    const token = this.tokens.get(text);
    const now = this.clock.monotonic();
    if (token === undefined || token.expiresAt <= now) {
      this.tokens.delete(text);
      throw new KvError("InvalidAuthToken");
    }
    token.expiresAt = now + TOKEN_TTL_MS;
    return token.user;
  }

  private accessOf(context: CallContext): Access {
    const user = this.userOf(context);
    let access = this.accesses.get(user);
    if (access === undefined) {
      if (!Object.hasOwn(this.state.users, user)) throw new KvError("PermissionDenied");
      access = Access.of(this.state, user, ({ key, rangeEnd }) => keyRange(key, rangeEnd));
      this.accesses.set(user, access);
    }
    return access;
  }

  private endTokens(matches: (token: Token) => boolean): void {
    for (const [text, token] of this.tokens) if (matches(token)) this.tokens.delete(text);
  }
}

function singleKey(key: Key): KeyRange {
  return keyRange(key, "");
}

function commonNameOf(certificate: Uint8Array): string | undefined {
  const { subject } = new X509Certificate(certificate);
  return /^CN=(.*)$/m.exec(subject)?.[1];
}
