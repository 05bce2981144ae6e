export interface ListOptions {
    readonly labelSelector: string;
    readonly fieldSelector: string;
    /** 0: all. */
    readonly limit: number;
    readonly continue: string;
    readonly resourceVersion: string;
    readonly resourceVersionMatch: string;
    /** Undefined when not given. */
    readonly sendInitialEvents: boolean | undefined;
    readonly allowWatchBookmarks: boolean;
    /** 0: the server's choice. */
    readonly timeoutSeconds: number;
}
export declare const NO_LIST_OPTIONS: ListOptions;
/** Throws Invalid when the options contradict each other. Source: apimachinery `meta/internalversion/validation`. */
export declare function validateListOptions(options: ListOptions, isWatch: boolean): void;
