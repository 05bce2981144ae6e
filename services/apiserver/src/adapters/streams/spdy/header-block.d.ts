/** Both sides of a connection start their compression from it. */
export declare const DICTIONARY: Buffer<ArrayBuffer>;
export type Headers = Readonly<Record<string, string>>;
/** Packs and unpacks the header blocks of one connection, in order: each block builds on the ones before it. */
export declare class HeaderBlocks {
    #private;
    /** Throws when the block is malformed. */
    read(block: Buffer): Promise<Headers>;
    write(headers: Headers): Promise<Buffer>;
    close(): void;
}
