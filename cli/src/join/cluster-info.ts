import { createHash, createHmac, timingSafeEqual, X509Certificate } from "node:crypto";
import { parse, stringify } from "yaml";
import { CliError } from "../cli-error.js";
import { mustCall, restClient, type RestClient } from "../cluster/rest-client.js";
import type { BootstrapToken } from "./bootstrap-token.js";

/** Where everybody can read how to reach the cluster. Source: kubernetes, KEP-130 / kubeadm's discovery. */
const CONFIG_MAPS = "/api/v1/namespaces/kube-public/configmaps";
export const CLUSTER_INFO = `${CONFIG_MAPS}/cluster-info`;
const KUBECONFIG = "kubeconfig";
/** What kubeadm's nodes read elsewhere, in annotations. The first is a port on the host of the Kubernetes API. */
const GRPC_PORT = "flotilla.dev/grpc-port";
const POD_CIDR = "flotilla.dev/pod-cidr";
const SERVICE_CIDR = "flotilla.dev/service-cidr";

interface ConfigMap {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>>; readonly [field: string]: unknown };
  readonly data?: Readonly<Record<string, string>>;
}

/** What a node has to know of the cluster that it joins. */
export interface ClusterFacts {
  /** PEM. */
  readonly ca: string;
  /** Where flotilla.apiserver.v1 is served. */
  readonly grpcPort: number;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** Publishes the cluster's CA, signed by the token; signatures of other tokens stay. */
export async function publishClusterInfo(
  client: RestClient,
  server: string,
  { ca, grpcPort, podCidr, serviceCidr }: ClusterFacts,
  token: BootstrapToken,
): Promise<void> {
  const cluster = { "certificate-authority-data": Buffer.from(ca).toString("base64"), server };
  const kubeconfig = stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "", cluster }],
      contexts: [],
      users: [],
      "current-context": "",
    },
    { lineWidth: 0 },
  );
  const live = await client.call("GET", CLUSTER_INFO);
  const old = live.status === 200 ? ((JSON.parse(live.body) as ConfigMap).data ?? {}) : {};
  // What others signed holds only as long as the text is the same.
  const signatures = old[KUBECONFIG] === kubeconfig ? old : {};
  const data = { ...signatures, [KUBECONFIG]: kubeconfig, [signatureName(token.id)]: signDetached(kubeconfig, token) };
  const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "cluster-info",
      namespace: "kube-public",
      annotations: { [GRPC_PORT]: String(grpcPort), [POD_CIDR]: podCidr, [SERVICE_CIDR]: serviceCidr },
    },
    data,
  };
  if (live.status === 200) await mustCall(client, "PUT", CLUSTER_INFO, object);
  else await mustCall(client, "POST", CONFIG_MAPS, object);
}

/** Takes back what a token signed. */
export async function withdrawSignature(client: RestClient, id: string): Promise<void> {
  const patch = { data: { [signatureName(id)]: null } };
  await client.call("PATCH", CLUSTER_INFO, patch, "application/merge-patch+json");
}

/**
 * Finds out the CA of a cluster of which a token and the CA's hash are known. Whoever answers is believed only what the
 * token signed and the hash confirms; then all is read again from the server that this CA proves. Throws CliError.
 */
export async function discoverCluster(
  server: string,
  token: BootstrapToken,
  caHashes: readonly string[],
): Promise<ClusterFacts> {
  const said = await mustCall<ConfigMap>(restClient(server, {}), "GET", CLUSTER_INFO);
  const ca = trustedCa(said, token, caHashes);
  const proven = await mustCall<ConfigMap>(restClient(server, { ca }), "GET", CLUSTER_INFO);
  if (trustedCa(proven, token, caHashes) !== ca) throw new CliError(`${server} gives different answers about its CA`);
  const annotation = (name: string): string => {
    const value = proven.metadata?.annotations?.[name];
    if (value === undefined)
      throw new CliError(
        `${server} does not tell nodes what they need: ConfigMap kube-public/cluster-info has no annotation ${name}`,
      );
    return value;
  };
  return {
    ca,
    grpcPort: Number(annotation(GRPC_PORT)),
    podCidr: annotation(POD_CIDR),
    serviceCidr: annotation(SERVICE_CIDR),
  };
}

function trustedCa({ data = {} }: ConfigMap, token: BootstrapToken, caHashes: readonly string[]): string {
  const kubeconfig = data[KUBECONFIG] ?? "";
  const signature = data[signatureName(token.id)];
  if (signature === undefined)
    throw new CliError(`the cluster knows no token ${token.id}; make one with \`flotilla token create\``);
  const expected = Buffer.from(signDetached(kubeconfig, token));
  const found = Buffer.from(signature);
  if (expected.length !== found.length || !timingSafeEqual(expected, found))
    throw new CliError(
      `what the server says about the cluster was not signed with this token: the token is wrong, or it is not the cluster's server`,
    );
  const parsed = parse(kubeconfig) as {
    clusters?: readonly { cluster?: { "certificate-authority-data"?: string } }[];
  } | null;
  const ca = Buffer.from(parsed?.clusters?.[0]?.cluster?.["certificate-authority-data"] ?? "", "base64").toString(
    "utf8",
  );
  if (!caHashes.includes(caHash(ca)))
    throw new CliError(`the cluster's CA has the hash ${caHash(ca)}, which is none of those given with --ca-hash`);
  return ca;
}

/** Of the authority's public key, so that it stays when the certificate is extended. Source: kubeadm, `pubkeypin`. */
export function caHash(ca: string): string {
  const publicKey = new X509Certificate(ca).publicKey.export({ type: "spki", format: "der" });
  return `sha256:${createHash("sha256").update(publicKey).digest("hex")}`;
}

function signatureName(id: string): string {
  return `jws-kubeconfig-${id}`;
}

/** A JSON Web Signature (HS256) without its payload. RFC 7515, appendix F. */
function signDetached(payload: string, { id, secret }: BootstrapToken): string {
  const header = Buffer.from(JSON.stringify({ alg: "HS256", kid: id })).toString("base64url");
  const signed = `${header}.${Buffer.from(payload).toString("base64url")}`;
  return `${header}..${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
