import type { RandomSource } from "@flotilla/api/names.js";
import { rbacEscalationCheck } from "../auth/rbac/escalation-check.js";
import type { RequestAttributes } from "../request.js";
import {
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  type RequestReader,
} from "./certificate-plugins.js";
import { defaultIngressClass } from "./default-ingress-class.js";
import { defaultTolerationSeconds } from "./default-toleration-seconds.js";
import { limitRanger } from "./limit-ranger.js";
import { namespaceLifecycle } from "./namespace-lifecycle.js";
import { nodeRestriction } from "./node-restriction.js";
import { alwaysPullImages, denyServiceExternalIps } from "./optional-plugins.js";
import type { AdmissionPlugin } from "./plugin.js";
import { podSecurity } from "./pod-security.js";
import { podTopologyLabels } from "./pod-topology-labels.js";
import { priority } from "./priority.js";
import { resourceQuota, type QuotaStore } from "./resource-quota.js";
import { runtimeClass } from "./runtime-class.js";
import { serviceAccount } from "./service-account.js";
import { defaultStorageClass, persistentVolumeClaimResize, storageObjectInUseProtection } from "./storage-plugins.js";
import { taintNodesByCondition } from "./taint-nodes.js";

/** What the plugins need from outside. */
export interface AdmissionOptions {
  readonly random: RandomSource;
  /** Whether the authorisers allow it. */
  readonly permits: (attributes: RequestAttributes) => Promise<boolean>;
  readonly requests: RequestReader;
  readonly quotas: QuotaStore;
  /** Names of `--enable-admission-plugins` and `--disable-admission-plugins`. */
  readonly enabled?: readonly string[];
  readonly disabled?: readonly string[];
  /** Webhooks and policies: they run late, so that they see what the other plugins made of an object. */
  readonly extensions?: readonly AdmissionPlugin[];
}

/** A flag names a plugin that does not exist. */
export class UnknownAdmissionPlugin extends Error {
  override readonly name = "UnknownAdmissionPlugin";

  constructor(readonly plugin: string) {
    super(`admission-control plugin "${plugin}" is unknown`);
  }
}

/** A plugin is both enabled and disabled. */
export class ContradictingAdmissionPlugin extends Error {
  override readonly name = "ContradictingAdmissionPlugin";

  constructor(readonly plugin: string) {
    super(`[${plugin}] in enable-admission-plugins and disable-admission-plugins overlapped`);
  }
}

/** Plugins of the optional kind, by name; the only ones that are off when no flag names them. */
const OFF_BY_DEFAULT: ReadonlySet<string> = new Set([alwaysPullImages.name, denyServiceExternalIps.name]);
/** Those that come with `extensions`: their names are known even when there are none. */
// prettier-ignore
const EXTENSION_NAMES: readonly string[] = [
  "MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook",
];

/**
 * In upstream's order (kubernetes `pkg/kubeapiserver/options/plugins.go`): later plugins see what earlier ones filled
 * in.
 */
function inOrder({ random, permits, requests, quotas, extensions = [] }: AdmissionOptions): readonly AdmissionPlugin[] {
  return [
    namespaceLifecycle,
    limitRanger,
    serviceAccount(random),
    nodeRestriction(permits, requests),
    taintNodesByCondition,
    alwaysPullImages,
    podSecurity,
    priority,
    defaultTolerationSeconds,
    defaultStorageClass,
    storageObjectInUseProtection,
    persistentVolumeClaimResize,
    runtimeClass,
    certificateApproval(permits),
    certificateSigning(permits),
    certificateSubjectRestriction(requests),
    defaultIngressClass,
    denyServiceExternalIps,
    podTopologyLabels,
    ...extensions,
    resourceQuota(quotas),
  ];
}

/**
 * The plugins that run, in order. Throws `UnknownAdmissionPlugin` and `ContradictingAdmissionPlugin`. NodeRestriction
 * is
 * on: the node authorizer relies on it. That nobody gives away rights they do not have cannot be switched off.
 */
export function admissionChain(options: AdmissionOptions): readonly AdmissionPlugin[] {
  const { enabled = [], disabled = [], permits } = options;
  const all = inOrder(options);
  const known = new Set([...all.map(({ name }) => name), ...EXTENSION_NAMES]);
  const unknown = [...enabled, ...disabled].find((name) => !known.has(name));
  if (unknown !== undefined) throw new UnknownAdmissionPlugin(unknown);
  const twice = enabled.find((name) => disabled.includes(name));
  if (twice !== undefined) throw new ContradictingAdmissionPlugin(twice);
  const isOn = ({ name }: AdmissionPlugin): boolean =>
    !disabled.includes(name) && (!OFF_BY_DEFAULT.has(name) || enabled.includes(name));
  return [rbacEscalationCheck(permits), ...all.filter(isOn)];
}
