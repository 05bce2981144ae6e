import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../cli-error.js";
import { primaryAddress } from "../cluster/addresses.js";
import type { ClusterSpec } from "../cluster/cluster-spec.js";
import { Home, readJson } from "../cluster/home.js";
import { mustCall, restClient, type RestClient } from "../cluster/rest-client.js";
import { ensureBootstrapRights } from "../join/bootstrap-rights.js";
import {
  parseToken,
  randomToken,
  secretName,
  tokenField,
  tokenSecret,
  tokenText,
  type TokenSecret,
} from "../join/bootstrap-token.js";
import { caHash, type ClusterFacts, publishClusterInfo, withdrawSignature } from "../join/cluster-info.js";
import { table } from "../output/table.js";

const SECRETS = "/api/v1/namespaces/kube-system/secrets";

interface CommonOptions {
  readonly home: string;
  readonly output: "text" | "json";
}

export interface TokenCreateOptions extends CommonOptions {
  /** Milliseconds; 0 is for ever. */
  readonly ttl: number;
  readonly description: string;
}

/** Makes a token with which nodes can join, and prints how. */
export async function tokenCreate(
  given: string | undefined,
  { home: path, ttl, description, output }: TokenCreateOptions,
): Promise<void> {
  const cluster = await openCluster(path);
  const token = given === undefined ? randomToken() : parseToken(given);
  const expiration = ttl === 0 ? undefined : new Date(Date.now() + ttl);
  await ensureBootstrapRights(cluster.client);
  await mustCall(cluster.client, "POST", SECRETS, tokenSecret(token, description, expiration));
  await publishClusterInfo(cluster.client, `https://${cluster.address}`, cluster.facts, token);
  const joining = { token: tokenText(token), server: cluster.address, caHash: caHash(cluster.facts.ca) };
  if (output === "json")
    process.stdout.write(
      `${JSON.stringify({ ...joining, ...(expiration && { expires: expiration.toISOString() }) })}\n`,
    );
  else
    process.stdout.write(
      `flotilla node join --server ${joining.server} --token ${joining.token} --ca-hash ${joining.caHash}\n`,
    );
}

export async function tokenList({ home, output }: CommonOptions): Promise<void> {
  const { client } = await openCluster(home);
  const list = await mustCall<{ items: TokenSecret[] }>(
    client,
    "GET",
    `${SECRETS}?fieldSelector=type%3Dbootstrap.kubernetes.io%2Ftoken`,
  );
  const tokens = list.items.map((secret) => {
    const field = (name: string): string => tokenField(secret, name);
    return {
      id: field("token-id"),
      expires: field("expiration"),
      groups: field("auth-extra-groups"),
      description: field("description"),
    };
  });
  if (output === "json") process.stdout.write(`${JSON.stringify(tokens)}\n`);
  else
    process.stdout.write(
      table(
        ["ID", "EXPIRES", "GROUPS", "DESCRIPTION"],
        tokens.map(({ id, expires, groups, description }) => [id, expires || "never", groups, description]),
      ),
    );
}

/** Takes a token back: the id is enough. Nodes that joined with it stay. */
export async function tokenDelete(text: string, { home, output }: CommonOptions): Promise<void> {
  const { client } = await openCluster(home);
  const id = text.includes(".") ? parseToken(text).id : text;
  if (!/^[a-z0-9]{6}$/.test(id)) throw new CliError("the id of a token is 6 characters of a-z and 0-9", 2);
  await mustCall(client, "DELETE", `${SECRETS}/${secretName(id)}`);
  await withdrawSignature(client, id);
  process.stdout.write(output === "json" ? `${JSON.stringify({ id })}\n` : `token ${id} deleted\n`);
}

interface OpenCluster {
  readonly client: RestClient;
  readonly facts: ClusterFacts;
  /** "host:port" where nodes reach the Kubernetes API. */
  readonly address: string;
}

/** The cluster of a home, as its administrator. */
async function openCluster(path: string): Promise<OpenCluster> {
  const home = new Home(path);
  const spec = await readJson<ClusterSpec>(home.clusterFile);
  if (spec === undefined) throw new CliError(`there is no cluster in ${home.path}; start one with \`flotilla up\``);
  const read = (file: string): Promise<string> => readFile(join(home.path, "pki", file), "utf8");
  const [ca, certificate, key] = await Promise.all([read("ca.crt"), read("admin.crt"), read("admin.key")]);
  const port = spec.ports["apiserver.rest"] ?? 0;
  const client = restClient(`https://127.0.0.1:${port}`, { ca, certificate, key });
  const facts = {
    ca,
    grpcPort: spec.ports["apiserver.grpc"] ?? 0,
    podCidr: spec.podCidr,
    serviceCidr: spec.serviceCidr,
  };
  return { client, facts, address: `${primaryAddress()}:${port}` };
}
