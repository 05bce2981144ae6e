import type { KubeObject } from "@flotilla/api";
import type { NameCheck } from "@flotilla/api/names.js";
import type { FieldError } from "@flotilla/api/validation/field-error.js";
import type { WriteContext } from "../request.js";

/** A column of `kubectl get`. Source: meta/v1 Table. */
export interface TableColumn {
  readonly name: string;
  readonly type: "string" | "integer" | "date" | "boolean" | "number";
  readonly format?: string;
  readonly description?: string;
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority: 0 | 1;
}

/** How a kind is printed. `now` in milliseconds, for ages. */
export interface TablePrinter<T extends KubeObject> {
  readonly columns: readonly TableColumn[];
  cells(object: T, now: number): readonly unknown[];
  conditions?(object: T): readonly { type: string; status: string; reason?: string; message?: string }[];
}

/**
 * All that is particular to one kind. The machinery does what is common to all (metadata, generation, optimistic
 * locking, finalizers, managed fields). Every function is pure but for the object that it is told to change; all are
 * optional. One kind, one file in `core/kinds/`, registered in `core/kinds/index.ts`.
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** What names may look like. Default: a DNS-1123 subdomain. */
  readonly nameCheck?: NameCheck;
  /** Fills what the user left out, at create and update, before admission. Changes `object`. */
  defaults?(object: T): void;
  /** Clears what a user may not set (status) and sets what the registry sets. Changes `object`. */
  prepareForCreate?(object: T, context: WriteContext): void;
  /** Restores what an update may not touch (status). Changes `object`. */
  prepareForUpdate?(object: T, old: T, context: WriteContext): void;
  validate?(object: T): FieldError[];
  validateUpdate?(object: T, old: T): FieldError[];
  /** For a person; never refuses. */
  warnings?(object: T, old: T | undefined): string[];
  /** True when an update from `old` to `object` is a new generation. Default: anything but metadata and status changed. */
  generationChanges?(object: T, old: T): boolean;
  /** PUT creates what is absent. Default false. */
  readonly allowCreateOnUpdate?: boolean;
  /** PUT without resourceVersion overwrites. Default true. */
  readonly allowUnconditionalUpdate?: boolean;
  /** Fields for field selectors beyond metadata.name and metadata.namespace. */
  selectableFields?(object: T): Record<string, string>;
  readonly selectableFieldNames?: readonly string[];
  readonly table?: TablePrinter<T>;
  /** Grace for a delete, in seconds; 0 removes at once. `requested` is what the caller asked for. */
  gracePeriodSeconds?(object: T, requested: number | undefined): number;
  readonly defaultPropagation?: "Background" | "Orphan";
  /** Throws StatusError when this object must not be deleted at all. */
  checkDelete?(object: T): void;
  /** What replaces the defaults above when the request goes to a subresource, such as "status". */
  readonly subresources?: Readonly<Record<string, SubresourceStrategy<T>>>;
  /** Fields an apply through the main resource never owns, as path prefixes such as [["status"]]. Default [["status"]]. */
  readonly resetFields?: readonly (readonly string[])[];
  /** The object itself vanishes after so many seconds (events). */
  readonly ttlSeconds?: number;
}

export interface SubresourceStrategy<T extends KubeObject> {
  prepareForUpdate(object: T, old: T, context: WriteContext): void;
  validateUpdate?(object: T, old: T): FieldError[];
  readonly resetFields?: readonly (readonly string[])[];
}
