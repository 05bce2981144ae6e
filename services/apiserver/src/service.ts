import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { builtinVersions } from "@flotilla/api/discovery/served-version.js";
import {
  FLOTILLA_VERSION,
  HealthChecks,
  fileTls,
  serveGrpc,
  type Channel,
  type Environment,
  type Registration,
  type Running,
  type TlsSource,
} from "@flotilla/service";
import { apiServerRegistration } from "./adapters/grpc/api-server-service.js";
import { KubeletPool } from "./adapters/kubelet/kubelet-pool.js";
import { DiscoveryHandler } from "./adapters/rest/discovery.js";
import { OpenApiHandler } from "./adapters/rest/openapi.js";
import { ResourceHandler } from "./adapters/rest/resource-handler.js";
import { startRestServer } from "./adapters/rest/rest-server.js";
import { KUBERNETES_VERSION, VersionHandler } from "./adapters/rest/version.js";
import { toJwks } from "@flotilla/pki";
import { OpenIdHandler } from "./adapters/rest/openid.js";
import { buildSecurity } from "./build-security.js";
import { buildMachinery } from "./build-machinery.js";
import { buildStorage } from "./build-storage.js";
import type { ApiServerConfig } from "./config.js";
import { addressAt, parseIpv4Range } from "./core/allocation/ipv4-range.js";
import { localApiServices } from "./core/bootstrap/api-services.js";
import { flowControlObjects } from "./core/bootstrap/flow-control.js";
import { ownObjects } from "./core/bootstrap/own-objects.js";
import { startOwnState } from "./core/bootstrap/start-own-state.js";
import { rbacBootstrapObjects } from "./core/auth/bootstrap-policy/index.js";
import { systemPriorityClasses } from "./core/auth/bootstrap-policy/priority-classes.js";
import { apiServerEvents } from "./events.js";

/**
 * A server whose own objects (RBAC rules above all) are not there refuses everybody, so its start waits for them; but
 * not for ever: a store that is away must not keep /livez from answering.
 */
const OWN_OBJECTS_WAIT_MS = 10_000;

export interface ApiServerDependencies {
  readonly environment: Environment;
  /** To the KV store. */
  readonly kv: Channel;
  /** Kubelets in this process, which are reached without a socket. */
  readonly kubeletChannel?: ((nodeName: string) => Channel | undefined) | undefined;
}

export interface RunningApiServer extends Running {
  /** "host:port" of the Kubernetes API. */
  readonly restAddress: string;
  /** "host:port" of flotilla.apiserver.v1. */
  readonly grpcAddress: string;
  /** What the gRPC address serves, for channels within the process. */
  readonly registrations: readonly Registration[];
}

export async function startApiServer(
  config: ApiServerConfig,
  dependencies: ApiServerDependencies,
): Promise<RunningApiServer> {
  const { environment, kv } = dependencies;
  const events = apiServerEvents(environment);
  const tls = servingTls(config, environment);
  const toKubelets = kubeletTls(config, environment);
  const lifetime = new AbortController();
  const storage = buildStorage(config, environment, kv, events);
  const { registry } = storage;
  const { requestheaderClientCaFile } = config;
  const authorities = {
    client: tls.current().ca,
    requestHeader:
      requestheaderClientCaFile === undefined ? undefined : await readFile(requestheaderClientCaFile, "utf8"),
  };
  const security = await buildSecurity(config, environment, storage.reader, authorities);
  const { gate, keys } = security;
  const machinery = buildMachinery(config, environment, storage, security, lifetime.signal);
  const health = new HealthChecks();
  health.add({ name: "ping", kind: "live", check: () => undefined });
  health.add({ name: "etcd", kind: "ready", check: async () => void (await machinery.kv.currentRevision()) });

  const registrations = [apiServerRegistration({ machinery, registry, gate, events })];
  const grpc = await serveGrpc(registrations, {
    address: config.grpcListenAddress,
    tls: { source: tls, clientCertificate: "request" },
    log: environment.log,
    checks: health,
  });
  const kubelets = new KubeletPool({
    reader: machinery.reader,
    tls: toKubelets && { source: toKubelets },
    inProcess: dependencies.kubeletChannel ?? (() => undefined),
  });
  const [host, port] = splitAddress(config.listenAddress);
  const versions = builtinVersions();
  const rest = await startRestServer({
    host,
    port,
    tls,
    furtherClientCas: authorities.requestHeader === undefined ? [] : [authorities.requestHeader],
    gate,
    resources: new ResourceHandler({
      machinery,
      registry,
      gate,
      kubelets,
      toNodes: toKubelets,
      limits: { reads: config.maxRequestsInflight, writes: config.maxMutatingRequestsInflight },
    }),
    paths: [
      new DiscoveryHandler(versions, config.listenAddress),
      new VersionHandler(FLOTILLA_VERSION),
      new OpenApiHandler(versions, KUBERNETES_VERSION),
      new OpenIdHandler({
        issuer: config.serviceAccountIssuer,
        serverAddress: config.listenAddress,
        keySet: toJwks([keys]),
        algorithms: [keys.algorithm],
      }),
    ],
    health,
    metrics: environment.metrics,
    rng: environment.rng,
    events,
  });

  const restPort = splitAddress(rest.address)[1];
  const advertiseAddress = config.advertiseAddress === "" ? reachableAddress(host) : config.advertiseAddress;
  const serviceCidr = config.serviceClusterIpRange;
  const ownState = startOwnState({
    machinery,
    registry,
    objects: [
      ...ownObjects({
        serviceAddress: addressAt(parseIpv4Range(serviceCidr), 1),
        serviceCidr,
        port: restPort,
        clientCa: authorities.client,
        requestHeaderCa: authorities.requestHeader,
        requestHeaderAllowedNames: config.requestheaderAllowedNames,
        nowMs: environment.clock.now(),
      }),
      ...systemPriorityClasses(),
      ...rbacBootstrapObjects(),
      ...flowControlObjects(),
      ...localApiServices(),
    ],
    identity: identityOf(rest.address),
    hostname: hostname(),
    advertiseAddress,
    port: restPort,
    compactionIntervalMs: config.compactionInterval,
    onError: (name, error) => events.chore(name, error),
  });
  health.add({
    name: "poststarthook/own-objects",
    kind: "ready",
    check: () => {
      if (!ownState.ready) throw new Error("the server's own objects are not there yet");
    },
  });
  await Promise.race([ownState.whenReady, environment.clock.sleep(OWN_OBJECTS_WAIT_MS)]);
  events.listening(rest.address, grpc.address);
  return {
    restAddress: rest.address,
    grpcAddress: grpc.address,
    registrations,
    stop: async () => {
      await ownState.leave().catch((error: unknown) => events.chore("leave", error));
      lifetime.abort(new Error("the ApiServer stops"));
      machinery.caches.stop();
      await Promise.all([rest.stop(), grpc.stop(), kubelets.stop(), tls.stop(), toKubelets?.stop()]);
    },
  };
}

/** Where others can reach this machine: loopback and wildcard addresses say nothing to them. */
function reachableAddress(host: string): string | undefined {
  if (!/^(127\.|0\.0\.0\.0$|::|localhost$)/.test(host)) return host;
  const addresses = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}

/** Of the identity lease: the same after a restart at the same place. */
function identityOf(address: string): string {
  return `apiserver-${createHash("sha256").update(`${hostname()}/${address}`).digest("hex").slice(0, 26)}`;
}

/** Throws when a file is missing or no certificate. */
function servingTls(config: ApiServerConfig, environment: Environment): TlsSource & Running {
  const { tlsCertFile: certificate, tlsPrivateKeyFile: key, clientCaFile: ca } = config;
  if (certificate === undefined || key === undefined || ca === undefined) {
    throw new Error("--tls-cert-file, --tls-private-key-file and --client-ca-file are required");
  }
  return fileTls({ ca, certificate, key }, environment);
}

/** Undefined: kubelets are called in the clear. */
function kubeletTls(
  { clientCaFile: ca, kubeletCertFile: certificate, kubeletKeyFile: key }: ApiServerConfig,
  environment: Environment,
) {
  return ca === undefined || certificate === undefined ? undefined : fileTls({ ca, certificate, key }, environment);
}

function splitAddress(address: string): [host: string, port: number] {
  const colon = address.lastIndexOf(":");
  return [address.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), Number(address.slice(colon + 1))];
}
