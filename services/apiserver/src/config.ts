import { option, type ConfigOf } from "@flotilla/service";

/** Every flag of the ApiServer. */
export const options = {
  listenAddress: option.address("127.0.0.1:6443", "Where the Kubernetes API (HTTPS) listens; port 0 picks a free one."),
  grpcListenAddress: option.address(
    "127.0.0.1:6444",
    "Where flotilla.apiserver.v1 (gRPC) listens; port 0 picks a free one.",
  ),
  advertiseAddress: option.string(
    "",
    "IP address at which the cluster reaches this server, in the endpoints of the Service `kubernetes`; empty: that of --listen-address.",
  ),
  kvEndpoint: option.address("127.0.0.1:2379", "gRPC address of the KV store, ours or an etcd."),
  kvCaFile: option.path(undefined, "CA of the KV store; without it the connection is in the clear."),
  kvCertFile: option.path(undefined, "Client certificate for the KV store."),
  kvKeyFile: option.path(undefined, "Key of --kv-cert-file."),
  encryptionProviderConfig: option.path(
    undefined,
    "EncryptionConfiguration: which resources the store keeps encrypted, and with which keys.",
  ),
  tlsCertFile: option.path(undefined, "Serving certificate, PEM."),
  tlsPrivateKeyFile: option.path(undefined, "Key of --tls-cert-file."),
  clientCaFile: option.path(undefined, "CA whose client certificates are identities."),
  serviceAccountKeyFile: option.path(undefined, "Private key, PEM, that signs the tokens of service accounts."),
  serviceAccountIssuer: option.string(
    "https://kubernetes.default.svc.cluster.local",
    "Issuer in the tokens of service accounts.",
  ),
  serviceClusterIpRange: option.string("10.96.0.0/16", "Addresses of Services, CIDR."),
  serviceNodePortRange: option.string("30000-32767", "Ports of Services of type NodePort, FROM-TO, both inclusive."),
  kubeletCertFile: option.path(undefined, "Client certificate for the kubelets' gRPC endpoints."),
  kubeletKeyFile: option.path(undefined, "Key of --kubelet-cert-file."),
  requestheaderClientCaFile: option.path(
    undefined,
    "CA of proxies that say in X-Remote-User and the like for whom they speak.",
  ),
  requestheaderAllowedNames: option.list([], "Common names of such proxies; none: all that the CA signed."),
  oidcIssuerUrl: option.string(undefined, "Issuer of OpenID Connect tokens that are identities."),
  oidcClientId: option.string(undefined, "Audience that those tokens must have."),
  oidcUsernameClaim: option.string("sub", "Claim that is the user's name."),
  oidcUsernamePrefix: option.string(
    undefined,
    'What stands before that name; "-" for nothing. Default: the issuer and "#", except for the claim email.',
  ),
  oidcGroupsClaim: option.string(undefined, "Claim that lists the user's groups."),
  oidcGroupsPrefix: option.string("", "What stands before each group."),
  tokenAuthFile: option.path(undefined, "Tokens that stand for users: lines of TOKEN,USER,UID,GROUPS."),
  authorizationMode: option.list(["Node", "RBAC"], "Who decides, in order: Node, RBAC, AlwaysAllow, AlwaysDeny."),
  enableAdmissionPlugins: option.list([], "Admission plugins to add to those that are on by default."),
  disableAdmissionPlugins: option.list([], "Admission plugins to leave out."),
  anonymousAuth: option.boolean(true, "Callers without credentials are system:anonymous, and not refused at once."),
  maxRequestsInflight: option.integer(
    400,
    "Reads worked on at the same time; more are answered 429. Watches and streams do not count.",
    { min: 1 },
  ),
  maxMutatingRequestsInflight: option.integer(200, "Writes worked on at the same time; more are answered 429.", {
    min: 1,
  }),
  eventTtl: option.durationMs(3_600_000, "How long events are kept."),
  compactionInterval: option.durationMs(
    300_000,
    "How often the store's history is compacted; 0 leaves that to others.",
  ),
} as const;

export type ApiServerConfig = ConfigOf<typeof options>;
