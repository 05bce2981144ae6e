import { optionsInvalid } from "./options-invalid.js";
export const NO_LIST_OPTIONS = {
    labelSelector: "",
    fieldSelector: "",
    limit: 0,
    continue: "",
    resourceVersion: "",
    resourceVersionMatch: "",
    sendInitialEvents: undefined,
    allowWatchBookmarks: false,
    timeoutSeconds: 0,
};
const MATCHES = new Set(["Exact", "NotOlderThan"]);
/** Throws Invalid when the options contradict each other. Source: apimachinery `meta/internalversion/validation`. */
export function validateListOptions(options, isWatch) {
    const causes = isWatch ? watchCauses(options) : listCauses(options);
    if (causes.length > 0)
        throw optionsInvalid("ListOptions", causes);
}
function listCauses(options) {
    const causes = options.sendInitialEvents === undefined ? [] : [refused("sendInitialEvents", "sendInitialEvents is forbidden for list")];
    const { resourceVersion, resourceVersionMatch: match } = options;
    if (match === "")
        return causes;
    if (resourceVersion === "")
        causes.push(refused("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    if (options.continue !== "")
        causes.push(refused("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
    if (!MATCHES.has(match))
        causes.push(unsupportedMatch(match));
    if (match === "Exact" && resourceVersion === "0") {
        causes.push(refused("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
    }
    return causes;
}
function watchCauses({ sendInitialEvents, resourceVersionMatch: match }) {
    if (sendInitialEvents === undefined) {
        return match === "" ? [] : [refused("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")];
    }
    if (match === "NotOlderThan")
        return [];
    return [
        match === ""
            ? refused("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
            : unsupportedMatch(match),
    ];
}
function refused(field, detail) {
    return { reason: "FieldValueForbidden", message: `Forbidden: ${detail}`, field };
}
function unsupportedMatch(match) {
    const message = `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`;
    return { reason: "FieldValueNotSupported", message, field: "resourceVersionMatch" };
}
//# sourceMappingURL=list-options.js.map