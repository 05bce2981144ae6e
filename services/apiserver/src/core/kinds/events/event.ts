import type { Event as CoreEvent } from "@flotilla/api/types/core/v1.js";
import type { Event } from "@flotilla/api/types/events/v1.js";
import type { Conversion } from "../../registry/resource.js";
import type { Strategy } from "../../registry/strategy.js";
import { semanticEqual } from "@flotilla/api/meta/equality.js";
import { invalid, problems, required, type FieldError } from "../shared/field.js";
import { validateImmutable } from "../shared/validators.js";
import { event as coreEvent, eventFields, validateEventNamespace } from "../core/event.js";

/**
 * The same objects as core/v1 Events, in newer words. They are stored as core/v1.
 * Source: kubernetes `pkg/apis/events/v1/conversion.go`.
 */

/** Removes what is undefined, so that absent fields stay absent. */
function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

export function toCore(event: Event): CoreEvent {
  const { note, regarding, reportingController, deprecatedSource, deprecatedCount, ...same } = event;
  const { deprecatedFirstTimestamp, deprecatedLastTimestamp, ...rest } = same;
  return defined({
    ...rest,
    apiVersion: "v1",
    involvedObject: regarding ?? {},
    message: note,
    reportingComponent: reportingController,
    source: deprecatedSource,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
    count: deprecatedCount,
  }) as CoreEvent;
}

export function fromCore(event: CoreEvent): Event {
  const { message, involvedObject, reportingComponent, source, firstTimestamp, lastTimestamp, count, ...rest } = event;
  return defined({
    ...rest,
    apiVersion: "events.k8s.io/v1",
    regarding: involvedObject,
    note: message,
    reportingController: reportingComponent || undefined,
    reportingInstance: rest.reportingInstance || undefined,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
  }) as Event;
}

/** Bytes. */
const TEXT_MAX = 128;
const NOTE_MAX = 1024;

function validate(event: Event): FieldError[] {
  const {
    eventTime,
    type = "",
    reportingController = "",
    reportingInstance = "",
    action = "",
    reason = "",
    note = "",
  } = event;
  const errors = validateEventNamespace(toCore(event));
  // Only with a time does an event count as one of the new style.
  if (eventTime) {
    if (reportingController === "") errors.push(required("reportingController", ""));
    const texts = { reportingInstance, action, reason };
    for (const [field, text] of Object.entries(texts)) {
      if (text === "") errors.push(required(field, ""));
      else if (text.length > TEXT_MAX) errors.push(...problems(field, "", [`can have at most ${TEXT_MAX} characters`]));
    }
    if (note.length > NOTE_MAX) errors.push(...problems("message", "", [`can have at most ${NOTE_MAX} characters`]));
  }
  if (event.series !== undefined) errors.push(...validateSeries(event.series));
  if (!eventTime) errors.push(required("eventTime", ""));
  if (type !== "Normal" && type !== "Warning") errors.push(invalid("type", "", `has invalid value: ${type}`));
  for (const [field, value] of Object.entries({
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    count: event.deprecatedCount || undefined,
    source: event.deprecatedSource?.component || event.deprecatedSource?.host || undefined,
  })) {
    if (value !== undefined && value !== null) errors.push(invalid(field, "", "needs to be unset"));
  }
  return errors;
}

function validateSeries({ count = 0, lastObservedTime }: { count?: number; lastObservedTime?: string }): FieldError[] {
  const errors = count < 2 ? [invalid("series.count", "", "should be at least 2")] : [];
  return !lastObservedTime ? [...errors, required("series.lastObservedTime", "")] : errors;
}

/** Paths are those of core/v1, as upstream reports them. */
const IMMUTABLE_FIELDS: Readonly<Record<string, keyof Event>> = {
  involvedObject: "regarding",
  reason: "reason",
  message: "note",
  type: "type",
  eventTime: "eventTime",
  action: "action",
  related: "related",
  reportingController: "reportingController",
  reportingInstance: "reportingInstance",
};

export const eventsEvent: Strategy<Event> = {
  allowCreateOnUpdate: true,
  ...(coreEvent.ttlSeconds === undefined ? {} : { ttlSeconds: coreEvent.ttlSeconds }),
  validate,
  validateUpdate(event, old) {
    const series =
      semanticEqual(event.series, old.series) || event.series === undefined ? [] : validateSeries(event.series);
    return [
      ...series,
      ...Object.entries(IMMUTABLE_FIELDS).flatMap(([path, field]) => validateImmutable(path, event[field], old[field])),
    ];
  },
  selectableFieldNames: [
    ...["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"].map(
      (name) => `regarding.${name}`,
    ),
    "reason",
    "reportingController",
    "type",
  ],
  selectableFields(event) {
    const fields = Object.entries(eventFields(toCore(event)));
    const renamed = fields.map(([name, value]) => [
      name.replace("involvedObject.", "regarding.").replace("Component", "Controller"),
      value,
    ]);
    return Object.fromEntries(renamed) as Record<string, string>;
  },
  table: {
    columns: coreEvent.table?.columns ?? [],
    cells: (event, now) => coreEvent.table?.cells(toCore(event), now) ?? [],
  },
};

export const eventsConversion: Conversion = {
  storedAs: { group: "", version: "v1", kind: "Event" },
  toStored: (event) => toCore(event as Event),
  fromStored: (event) => fromCore(event as CoreEvent),
};
