/** Where a list goes on. Source: upstream's token, base64url of JSON, so that tools that peek into it still work. */
export interface ContinueToken {
    /** The revision of the whole list; -1 goes on at the newest one (the "inconsistent continue"). */
    readonly revision: number;
    /** First key of the next page, relative to the resource's prefix. */
    readonly start: string;
}
export declare function encodeContinue(token: ContinueToken): string;
/** Undefined when the token was not made by `encodeContinue`. */
export declare function decodeContinue(text: string): ContinueToken | undefined;
