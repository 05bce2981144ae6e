const API_VERSION = "meta.k8s.io/v1";
export function encodeContinue(token) {
    const json = JSON.stringify({ v: API_VERSION, rv: token.revision, start: token.start });
    return btoa(json).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
/** Undefined when the token was not made by `encodeContinue`. */
export function decodeContinue(text) {
    try {
        const json = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
        if (json.v !== API_VERSION || typeof json.rv !== "number" || !Number.isSafeInteger(json.rv) || json.rv === 0 || json.rv < -1)
            return undefined;
        if (typeof json.start !== "string" || json.start.length === 0 || json.start.split("/").includes(".."))
            return undefined;
        return { revision: json.rv, start: json.start };
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=continue-token.js.map