/** Lets those who lost a race for a key go on one after the other, rather than race again. */
export declare class KeyQueue {
    #private;
    /** Runs `work` when all that queued for `key` before are done. */
    run<T>(key: string, work: () => Promise<T>): Promise<T>;
}
