// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";

/** Event belongs to the events.k8s.io API group. */
export interface Event {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** a moment, to the microsecond. */
  eventTime: metav1.MicroTime;
  /** The series of this event. */
  series?: EventSeries;
  /** The reporting controller of this event. */
  reportingController?: string;
  /** The reporting instance of this event. */
  reportingInstance?: string;
  /** The action of this event. */
  action?: string;
  /** The reason of this event. */
  reason?: string;
  /** ObjectReference points to an object, or to a part of it. */
  regarding?: corev1.ObjectReference;
  /** ObjectReference points to an object, or to a part of it. */
  related?: corev1.ObjectReference;
  /** The note of this event. */
  note?: string;
  /** The type of this event. */
  type?: string;
  /** who tells an event. */
  deprecatedSource?: corev1.EventSource;
  /** a moment, to the second. */
  deprecatedFirstTimestamp?: metav1.Time;
  /** a moment, to the second. */
  deprecatedLastTimestamp?: metav1.Time;
  /** The deprecated count of this event. */
  deprecatedCount?: number;
}

/** EventList is a page of Event objects. */
export interface EventList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Event[];
}

/** EventSeries belongs to the events.k8s.io API group. */
export interface EventSeries {
  /** The count of this event series. */
  count: number;
  /** a moment, to the microsecond. */
  lastObservedTime: metav1.MicroTime;
}
