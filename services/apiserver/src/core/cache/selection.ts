import type { KubeObject } from "@flotilla/api";
import type { Entry } from "../storage/entry.js";

/** What a list or a watch shows of a resource. */
export interface Selection {
  /** Keys begin with this: the resource's prefix, and the namespace's, if one was asked for. */
  readonly keyPrefix: string;
  /** The only key to show. */
  readonly key?: string | undefined;
  /** Absent: every object. Must not depend on anything but the object. */
  readonly matches?: ((entry: Entry) => boolean) | undefined;
  /** When only objects with this value of an indexed field can match. */
  readonly indexed?: { readonly field: string; readonly value: string } | undefined;
}

/** Reads an indexed field, such as "spec.nodeName". */
export type FieldReader = (object: KubeObject, field: string) => string;

export function covers(selection: Selection, key: string): boolean {
  return selection.key === undefined ? key.startsWith(selection.keyPrefix) : selection.key === key;
}

export function selects(selection: Selection, entry: Entry): boolean {
  return covers(selection, entry.key) && (selection.matches === undefined || selection.matches(entry));
}
