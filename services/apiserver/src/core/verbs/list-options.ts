import type { StatusCause } from "@flotilla/api/status.js";
import { optionsInvalid } from "./options-invalid.js";

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

export const NO_LIST_OPTIONS: ListOptions = {
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

const MATCHES: ReadonlySet<string> = new Set(["Exact", "NotOlderThan"]);

/** Throws Invalid when the options contradict each other. Source: apimachinery `meta/internalversion/validation`. */
export function validateListOptions(options: ListOptions, isWatch: boolean): void {
  const causes = isWatch ? watchCauses(options) : listCauses(options);
  if (causes.length > 0) throw optionsInvalid("ListOptions", causes);
}

function listCauses(options: ListOptions): StatusCause[] {
  const causes =
    options.sendInitialEvents === undefined
      ? []
      : [refused("sendInitialEvents", "sendInitialEvents is forbidden for list")];
  const { resourceVersion, resourceVersionMatch: match } = options;
  if (match === "") return causes;
  if (resourceVersion === "")
    causes.push(
      refused("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"),
    );
  if (options.continue !== "")
    causes.push(refused("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
  if (!MATCHES.has(match)) causes.push(unsupportedMatch(match));
  if (match === "Exact" && resourceVersion === "0") {
    causes.push(refused("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'));
  }
  return causes;
}

function watchCauses({ sendInitialEvents, resourceVersionMatch: match }: ListOptions): StatusCause[] {
  if (sendInitialEvents === undefined) {
    return match === ""
      ? []
      : [
          refused(
            "resourceVersionMatch",
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
          ),
        ];
  }
  if (match === "NotOlderThan") return [];
  return [
    match === ""
      ? refused("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
      : unsupportedMatch(match),
  ];
}

function refused(field: string, detail: string): StatusCause {
  return { reason: "FieldValueForbidden", message: `Forbidden: ${detail}`, field };
}

function unsupportedMatch(match: string): StatusCause {
  const message = `Unsupported value: ${JSON.stringify(match)}: supported values: "Exact", "NotOlderThan", ""`;
  return { reason: "FieldValueNotSupported", message, field: "resourceVersionMatch" };
}
