import type { KubeObject } from "@flotilla/api";

/** Who sends a request, after authentication. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string | undefined;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined;
}

export type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** What a request asks for, in the words that authorisation and admission use. */
export interface RequestAttributes {
  readonly user: UserInfo;
  /** One of `Verb`, or a special one such as "impersonate"; lower-case HTTP method for non-resource paths. */
  readonly verb: string;
  /** Set for requests outside the resource grammar, such as "/healthz"; the other fields are then empty. */
  readonly nonResourcePath?: string | undefined;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Of a list, watch or deletecollection, as it was sent: some authorisers allow only a selection. */
  readonly fieldSelector?: string | undefined;
}

/** A write on its way into the store, as defaults, validation and admission see it. */
export interface WriteContext {
  readonly attributes: RequestAttributes;
  readonly operation: "CREATE" | "UPDATE" | "DELETE" | "CONNECT";
  readonly dryRun: boolean;
  /** RFC 3339, seconds: the moment of the request. */
  readonly now: string;
  /** Adds a `Warning` header for the person behind the request. */
  warn(text: string): void;
}

/** Reads other objects while deciding about one, from the watch caches: cheap, possibly a moment old. */
export interface ObjectReader {
  get<T extends KubeObject>(group: string, resource: string, namespace: string, name: string): Promise<T | undefined>;
  list<T extends KubeObject>(group: string, resource: string, namespace?: string): Promise<readonly T[]>;
}
