import { parseDuration } from "@flotilla/api/duration.js";
import type { Adviser } from "./advice.js";
import type { Profile, WeightedPlugin } from "./evaluation/profile.js";
import { DEFAULT_ARGUMENTS, type PluginArguments } from "./plugins/arguments.js";
import { PLUGINS } from "./plugins/index.js";

/** The part of `kubescheduler.config.k8s.io/v1` KubeSchedulerConfiguration that is understood, and what we add. */
export interface ConfigurationFile {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
  readonly profiles?: readonly ProfileFile[];
  readonly extenders?: readonly ExtenderFile[];
  /** Ours: plugins out of process (`flotilla.scheduler.v1` SchedulerPluginService). */
  readonly remotePlugins?: readonly RemotePluginFile[];
}

interface ProfileFile {
  readonly schedulerName?: string;
  readonly percentageOfNodesToScore?: number;
  readonly plugins?: Readonly<Record<string, PluginSetFile>>;
  readonly pluginConfig?: readonly { readonly name: string; readonly args?: Readonly<Record<string, unknown>> }[];
}

interface PluginSetFile {
  readonly enabled?: readonly { readonly name: string; readonly weight?: number }[];
  readonly disabled?: readonly { readonly name: string }[];
}

interface ExtenderFile {
  readonly urlPrefix?: string;
  readonly filterVerb?: string;
  readonly prioritizeVerb?: string;
  readonly bindVerb?: string;
  readonly weight?: number;
  readonly httpTimeout?: string;
  readonly nodeCacheCapable?: boolean;
  readonly managedResources?: readonly { readonly name: string; readonly ignoredByScheduler?: boolean }[];
  readonly ignorable?: boolean;
}

interface RemotePluginFile {
  readonly name?: string;
  readonly address?: string;
  readonly weight?: number;
  readonly timeout?: string;
  readonly failurePolicy?: string;
}

export type ExtenderConfig = Required<Omit<ExtenderFile, "httpTimeout">> & { readonly httpTimeoutMs: number };

export interface RemotePluginConfig {
  readonly name: string;
  readonly address: string;
  readonly weight: number;
  readonly timeoutMs: number;
  readonly failurePolicy: "ignore" | "fail";
}

/** The configuration cannot be used. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const DEFAULT_EXTENDER_TIMEOUT = "5s";
const DEFAULT_PLUGIN_TIMEOUT = "200ms";
/** What we call the two extension points that a plugin can be switched at. */
const POINTS = ["multiPoint", "filter", "score"] as const;
const PREEMPTION = "DefaultPreemption";
/** Names of upstream's plugins that are parts of the scheduler itself here; switching them changes nothing. */
const BUILT_IN = new Set(["SchedulingGates", "PrioritySort", "DefaultBinder", "DynamicResources", PREEMPTION]);

/** Profiles with the defaults filled in. Throws ConfigurationError. */
export function profilesOf(
  file: ConfigurationFile,
  defaults: Pick<Profile, "schedulerName" | "percentageOfNodesToScore">,
  advisers: readonly Adviser[],
): Profile[] {
  const names = new Set<string>();
  return (file.profiles ?? [{}]).map((profile) => {
    const schedulerName = profile.schedulerName ?? defaults.schedulerName;
    if (names.has(schedulerName)) throw new ConfigurationError(`two profiles are named ${schedulerName}`);
    names.add(schedulerName);
    const percentage =
      profile.percentageOfNodesToScore ?? file.percentageOfNodesToScore ?? defaults.percentageOfNodesToScore;
    const args = withManagedResources(argumentsOf(profile), file.extenders ?? []);
    return { schedulerName, ...pluginsOf(profile), args, advisers, percentageOfNodesToScore: percentage };
  });
}

function pluginsOf({ plugins = {} }: ProfileFile): Pick<Profile, "filters" | "scorers" | "preempts"> {
  checkNames(plugins);
  const isOff = (name: string, ...points: readonly string[]): boolean =>
    points.some((point) => {
      const { enabled = [], disabled = [] } = plugins[point] ?? {};
      return disabled.some((one) => one.name === name || one.name === "*") && !enabled.some((one) => one.name === name);
    });
  const weightOf = ({ plugin, weight }: WeightedPlugin): WeightedPlugin => {
    const enabled = POINTS.flatMap((point) => plugins[point]?.enabled ?? []).filter(({ name }) => name === plugin.name);
    return { plugin, weight: enabled.findLast((one) => one.weight)?.weight ?? weight };
  };
  return {
    filters: PLUGINS.map(({ plugin }) => plugin).filter(({ name }) => !isOff(name, "multiPoint", "filter")),
    scorers: PLUGINS.filter(({ plugin, weight }) => weight > 0 && !isOff(plugin.name, "multiPoint", "score")).map(
      weightOf,
    ),
    preempts: !isOff(PREEMPTION, "multiPoint", "postFilter"),
  };
}

function checkNames(plugins: Readonly<Record<string, PluginSetFile>>): void {
  const known = new Set([...PLUGINS.map(({ plugin }) => plugin.name), ...BUILT_IN, "*"]);
  for (const { enabled = [], disabled = [] } of Object.values(plugins)) {
    for (const { name } of [...enabled, ...disabled]) {
      if (!known.has(name))
        throw new ConfigurationError(`there is no plugin ${name}; there are ${[...known].join(", ")}`);
    }
  }
}

function argumentsOf({ pluginConfig = [] }: ProfileFile): PluginArguments {
  const of = (name: string): Readonly<Record<string, never>> =>
    (pluginConfig.find((one) => one.name === name)?.args ?? {}) as Readonly<Record<string, never>>;
  const { fit, balanced, interPodAffinity, nodeAffinity, podTopologySpread, preemption, volumeBinding } =
    DEFAULT_ARGUMENTS;
  const { scoringStrategy, ...fitArgs } = of("NodeResourcesFit") as {
    scoringStrategy?: { type?: never; resources?: never; requestedToCapacityRatio?: { shape?: never } };
  };
  const { addedAffinity } = of("NodeAffinity") as {
    addedAffinity?: {
      requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms?: never };
      preferredDuringSchedulingIgnoredDuringExecution?: never;
    };
  };
  return {
    fit: {
      ...fit,
      ...fitArgs,
      strategy: scoringStrategy?.type ?? fit.strategy,
      resources: scoringStrategy?.resources ?? fit.resources,
      shape: scoringStrategy?.requestedToCapacityRatio?.shape ?? fit.shape,
    },
    balanced: { ...balanced, ...of("NodeResourcesBalancedAllocation") },
    interPodAffinity: { ...interPodAffinity, ...of("InterPodAffinity") },
    nodeAffinity: {
      addedRequired:
        addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? nodeAffinity.addedRequired,
      addedPreferred: addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? nodeAffinity.addedPreferred,
    },
    podTopologySpread: { ...podTopologySpread, ...of("PodTopologySpread") },
    preemption: { ...preemption, ...of("DefaultPreemption") },
    volumeBinding: { ...volumeBinding, ...of("VolumeBinding") },
  };
}

/** Resources that only an extender counts. */
function withManagedResources(args: PluginArguments, extenders: readonly ExtenderFile[]): PluginArguments {
  const ignored = extenders.flatMap(({ managedResources = [] }) =>
    managedResources.filter((one) => one.ignoredByScheduler).map(({ name }) => name),
  );
  return { ...args, fit: { ...args.fit, ignoredResources: [...args.fit.ignoredResources, ...ignored] } };
}

export function extendersOf({ extenders = [] }: ConfigurationFile): ExtenderConfig[] {
  return extenders.map(({ urlPrefix, httpTimeout = DEFAULT_EXTENDER_TIMEOUT, ...extender }) => {
    if (!urlPrefix) throw new ConfigurationError("an extender has no urlPrefix");
    return {
      filterVerb: "",
      prioritizeVerb: "",
      bindVerb: "",
      weight: 1,
      nodeCacheCapable: false,
      managedResources: [],
      ignorable: false,
      ...extender,
      urlPrefix,
      httpTimeoutMs: milliseconds(httpTimeout),
    };
  });
}

export function remotePluginsOf({ remotePlugins = [] }: ConfigurationFile): RemotePluginConfig[] {
  return remotePlugins.map(
    ({ name, address, weight = 1, timeout = DEFAULT_PLUGIN_TIMEOUT, failurePolicy = "ignore" }) => {
      if (!name || !address) throw new ConfigurationError("a remote plugin needs a name and an address");
      if (failurePolicy !== "ignore" && failurePolicy !== "fail")
        throw new ConfigurationError(`the failurePolicy of ${name} must be "ignore" or "fail"`);
      return { name, address, weight, timeoutMs: milliseconds(timeout), failurePolicy };
    },
  );
}

function milliseconds(text: string): number {
  return Number(parseDuration(text)) / 1e6;
}
