/** What a cluster is, as `flotilla up` was asked for it the first time. Kept in the home directory. */
export interface ClusterSpec {
  readonly version: 1;
  /** Of the cluster, and of the cluster, user and context in its kubeconfig. */
  readonly name: string;
  readonly nodes: readonly string[];
  readonly singleProcess: boolean;
  /** Chosen once, so that the kubeconfig stays valid from one `up` to the next. By "COMPONENT.FACE". */
  readonly ports: Readonly<Record<string, number>>;
  /** Parts that are somebody else's: their addresses. */
  readonly external: {
    /** etcd endpoints, instead of our store. */
    readonly kvEndpoints?: string | undefined;
    readonly kvCaFile?: string | undefined;
    readonly kvCertFile?: string | undefined;
    readonly kvKeyFile?: string | undefined;
    /** CRI socket, instead of our runtime. */
    readonly runtimeEndpoint?: string | undefined;
  };
  /** How our runtime keeps containers apart; undefined when the runtime is somebody else's. */
  readonly runtime: RuntimeChoice | undefined;
  /** EncryptionConfiguration of the ApiServer; undefined: the store holds secrets as they are. */
  readonly encryptionConfig?: string | undefined;
  /** Components that are left out, so that another implementation takes their place. */
  readonly without: readonly string[];
  readonly serviceCidr: string;
  readonly podCidr: string;
}

/** How our runtime keeps containers apart on this machine. */
export interface RuntimeChoice {
  readonly driver: string;
  readonly reason: string;
  /** What containers do without, for people. */
  readonly missing: readonly string[];
}

/** What runs now. */
export interface ClusterState {
  readonly supervisor: ProcessRef;
  readonly startedAt: string;
  /** Where the Kubernetes API answers. */
  readonly server: string;
  readonly components: readonly ComponentState[];
}

/** A process, named so that another one that got the same pid later is not taken for it. */
export interface ProcessRef {
  readonly pid: number;
  /** The kernel's start time of the process; "" where it cannot be told. */
  readonly startTime: string;
}

export interface ComponentState {
  readonly name: string;
  /** Such as "flotilla kv (LevelDB)" or "etcd". */
  readonly implementation: string;
  /** Why this one. */
  readonly reason: string;
  /** Undefined for parts that are not ours to run. */
  readonly process: ProcessRef | undefined;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly restarts: number;
  readonly state: "starting" | "ready" | "restarting" | "external";
}
