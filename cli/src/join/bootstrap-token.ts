import { randomInt } from "node:crypto";
import { CliError } from "../cli-error.js";

/** Source: kubernetes, "Authenticating with Bootstrap Tokens": `[a-z0-9]{6}.[a-z0-9]{16}`. */
const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH = 6;
const SECRET_LENGTH = 16;

/** What nodes that join are members of; kubeadm's rights are bound to it. */
export const JOINERS_GROUP = "system:bootstrappers:kubeadm:default-node-token";

export interface BootstrapToken {
  readonly id: string;
  readonly secret: string;
}

export interface TokenSecret {
  readonly apiVersion: "v1";
  readonly kind: "Secret";
  readonly metadata: { readonly name: string; readonly namespace: "kube-system" };
  readonly type: "bootstrap.kubernetes.io/token";
  /** Base64. */
  readonly data: Readonly<Record<string, string>>;
}

/** Throws CliError on what is no token. The secret is not repeated in the message. */
export function parseToken(text: string): BootstrapToken {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  if (id === undefined || secret === undefined)
    throw new CliError("a token is 6 characters, a dot, and 16 characters, of a-z and 0-9", 2);
  return { id, secret };
}

export function randomToken(): BootstrapToken {
  return { id: randomText(ID_LENGTH), secret: randomText(SECRET_LENGTH) };
}

export function tokenText({ id, secret }: BootstrapToken): string {
  return `${id}.${secret}`;
}

export function secretName(id: string): string {
  return `bootstrap-token-${id}`;
}

/** The Secret that makes a token valid. `expiration` is undefined for a token without an end. */
export function tokenSecret(
  { id, secret }: BootstrapToken,
  description: string,
  expiration: Date | undefined,
): TokenSecret {
  const fields = {
    "token-id": id,
    "token-secret": secret,
    "usage-bootstrap-authentication": "true",
    "usage-bootstrap-signing": "true",
    "auth-extra-groups": JOINERS_GROUP,
    ...(description !== "" && { description }),
    ...(expiration !== undefined && { expiration: expiration.toISOString().replace(/\.\d+Z$/, "Z") }),
  };
  const data = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Buffer.from(value).toString("base64")]),
  );
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secretName(id), namespace: "kube-system" },
    type: "bootstrap.kubernetes.io/token",
    data,
  };
}

/** A field of the Secret as text; "" when it is not there. */
export function tokenField({ data }: Pick<TokenSecret, "data">, name: string): string {
  return Buffer.from(data[name] ?? "", "base64").toString("utf8");
}

function randomText(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}
