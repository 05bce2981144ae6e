import type { Event } from "@flotilla/api/types/core/v1.js";
import type { Strategy } from "../../registry/strategy.js";
import { invalid, required, type FieldError } from "../shared/field.js";
import { age } from "../shared/human-duration.js";
import { column, columns, nameOf, wide } from "../shared/table.js";

/** `--event-ttl`, seconds. */
const TTL_SECONDS = 3600;

/** The event must be in the namespace of what it is about; events about cluster-scoped objects go to "default". */
export function validateEventNamespace(event: Event): FieldError[] {
  const namespace = event.metadata?.namespace ?? "";
  const involved = event.involvedObject?.namespace ?? "";
  const allowed = involved !== "" ? [involved] : !event.eventTime ? ["", "default"] : ["default", "kube-system"];
  if (allowed.includes(namespace)) return [];
  return [invalid("involvedObject.namespace", involved, "does not match event.namespace")];
}

/** Rules that came with `eventTime`. Bytes. */
const TEXT_MAX = 128;
const NOTE_MAX = 1024;

function validateNewStyle(event: Event, controllerField: string): FieldError[] {
  if (!event.eventTime) return [];
  const { reportingComponent = "", reportingInstance = "", action = "", reason = "", message = "" } = event;
  const errors: FieldError[] = [];
  if (reportingComponent === "") errors.push(required(controllerField, ""));
  if (reportingInstance === "") errors.push(required("reportingInstance", ""));
  else if (reportingInstance.length > TEXT_MAX) {
    errors.push(invalid("reportingInstance", "", `can have at most ${TEXT_MAX} characters`));
  }
  for (const [field, text] of Object.entries({ action, reason })) {
    if (text === "") errors.push(required(field, ""));
    else if (text.length > TEXT_MAX) errors.push(invalid(field, "", `can have at most ${TEXT_MAX} characters`));
  }
  if (message.length > NOTE_MAX) errors.push(invalid("message", "", `can have at most ${NOTE_MAX} characters`));
  return errors;
}

export function eventFields(event: Event): Record<string, string> {
  const { involvedObject: object = {}, source } = event;
  return {
    "involvedObject.kind": object.kind ?? "",
    "involvedObject.namespace": object.namespace ?? "",
    "involvedObject.name": object.name ?? "",
    "involvedObject.uid": object.uid ?? "",
    "involvedObject.apiVersion": object.apiVersion ?? "",
    "involvedObject.resourceVersion": object.resourceVersion ?? "",
    "involvedObject.fieldPath": object.fieldPath ?? "",
    reason: event.reason ?? "",
    reportingComponent: event.reportingComponent ?? "",
    source: source?.component || (event.reportingComponent ?? ""),
    type: event.type ?? "",
  };
}

function sourceText({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || (reportingComponent ?? "");
  const instance = source?.host || (reportingInstance ?? "");
  return instance === "" ? component : `${component}, ${instance}`;
}

function times(event: Event, now: number): { first: string; last: string; count: number } {
  const first = age(event.firstTimestamp ?? event.eventTime, now);
  const last = event.lastTimestamp == null ? first : age(event.lastTimestamp, now);
  if (event.series === undefined) return { first, last, count: event.count || 1 };
  return { first, last: age(event.series.lastObservedTime, now), count: event.series.count ?? 0 };
}

export const event: Strategy<Event> = {
  allowCreateOnUpdate: true,
  ttlSeconds: TTL_SECONDS,
  validate: (event) => [...validateEventNamespace(event), ...validateNewStyle(event, "reportingComponent")],
  selectableFieldNames: Object.keys(eventFields({ involvedObject: {}, metadata: {} })),
  selectableFields: eventFields,
  table: {
    columns: [
      ...columns("Last Seen", "Type", "Reason", "Object"),
      wide("Subobject"),
      wide("Source"),
      column("Message"),
      wide("First Seen"),
      wide("Count"),
      { ...wide("Name"), format: "name" },
    ],
    cells(event, now) {
      const { involvedObject: object } = event;
      const { first, last, count } = times(event, now);
      const kind = (object?.kind ?? "").toLowerCase();
      return [
        last,
        event.type ?? "",
        event.reason ?? "",
        object?.name ? `${kind}/${object.name}` : kind,
        object?.fieldPath ?? "",
        sourceText(event),
        (event.message ?? "").trim(),
        first,
        count,
        nameOf(event),
      ];
    },
  },
};
