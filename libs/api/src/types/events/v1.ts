// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";

/** Event tells that something happened to an object. Events are for people, and are deleted after an hour. */
export interface Event {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** When it happened first. */
  eventTime: metav1.MicroTime;
  /** How often it has happened, if more than once. */
  series?: EventSeries;
  /** The controller that tells it, such as kubernetes.io/kubelet. */
  reportingController?: string;
  /** Which copy of the controller tells it. */
  reportingInstance?: string;
  /** What was done or failed, as one word. */
  action?: string;
  /** Why, as one word in CamelCase. */
  reason?: string;
  /** The object that it happened to. */
  regarding?: corev1.ObjectReference;
  /** A second object that has to do with it. */
  related?: corev1.ObjectReference;
  /** What happened, in words for people; at most 1 kB. */
  note?: string;
  /** Normal or Warning. */
  type?: string;
  /** Deprecated: who tells it. */
  deprecatedSource?: corev1.EventSource;
  /** Deprecated: when it happened first. */
  deprecatedFirstTimestamp?: metav1.Time;
  /** Deprecated: when it happened last. */
  deprecatedLastTimestamp?: metav1.Time;
  /** Deprecated: how often it has happened. */
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

/** EventSeries counts events that are alike. */
export interface EventSeries {
  /** How many there were. */
  count: number;
  /** When the last one was. */
  lastObservedTime: metav1.MicroTime;
}
