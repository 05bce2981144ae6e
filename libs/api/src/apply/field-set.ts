/**
 * A set of field paths, in the form of FieldsV1. Source: structured-merge-diff `fieldpath/{set,serialize}.go`.
 * Sets are values: every operation makes a new one, sharing what is unchanged. Only `insert` changes a set, and is meant
 * for whoever builds it.
 */
import { isJsonObject, type JsonObject } from "../patch/merge-schema.js";
import {
  compareElements,
  decodeElement,
  encodeElement,
  type Path,
  type PathElement,
  type Place,
  placeBelow,
} from "./path-element.js";
import { type Shape, within } from "./shape.js";

interface Node {
  readonly element: PathElement;
  /** Whether the path up to here is in the set. */
  member: boolean;
  /** Paths that go on from here. */
  children: FieldSet;
}

export class FieldSet {
  /** By the text form of the element. Every node is a member or has children. */
  private readonly nodes = new Map<string, Node>();

  static of(...paths: readonly Path[]): FieldSet {
    const set = new FieldSet();
    for (const path of paths) set.insert(path);
    return set;
  }

  /** Adds a path to this very set. The empty path, the whole object, is not a member of any set. */
  insert(path: Path): void {
    let place: Place | undefined;
    for (const element of path) place = placeBelow(place, element);
    this.insertAt(place);
  }

  /** As `insert`. */
  insertAt(place: Place | undefined): void {
    if (place !== undefined) this.nodeAt(place).member = true;
  }

  private nodeAt({ parent, element, key }: Place): Node {
    const { nodes } = parent === undefined ? this : this.nodeAt(parent).children;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node: Node = { element, member: false, children: new FieldSet() };
    nodes.set(key, node);
    return node;
  }

  get isEmpty(): boolean {
    return this.nodes.size === 0;
  }

  has(path: Path): boolean {
    const [first, ...rest] = path;
    const node = first === undefined ? undefined : this.nodes.get(encodeElement(first));
    if (node === undefined) return false;
    return rest.length === 0 ? node.member : node.children.has(rest);
  }

  hasElement(element: PathElement): boolean {
    return this.nodes.get(encodeElement(element))?.member === true;
  }

  /** The paths that go on from that element. */
  withPrefix(element: PathElement): FieldSet {
    return this.nodes.get(encodeElement(element))?.children ?? new FieldSet();
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    const result = this.copy();
    for (const [key, node] of other.nodes) {
      const own = result.nodes.get(key);
      if (own === undefined) result.nodes.set(key, node);
      else {
        const children = own.children.union(node.children);
        result.nodes.set(key, { element: own.element, member: own.member || node.member, children });
      }
    }
    return result;
  }

  intersection(other: FieldSet): FieldSet {
    if (other.isEmpty) return other;
    return this.combine((node, key) => {
      const twin = other.nodes.get(key);
      if (twin === undefined) return undefined;
      return { ...node, member: node.member && twin.member, children: node.children.intersection(twin.children) };
    });
  }

  /** Without the paths of the other; what lies below them stays. */
  difference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return this.combine((node, key) => {
      const twin = other.nodes.get(key);
      if (twin === undefined) return node;
      return { ...node, member: node.member && !twin.member, children: node.children.difference(twin.children) };
    });
  }

  /** Without the paths of the other and all that lies below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return this.combine((node, key) => {
      const twin = other.nodes.get(key);
      if (twin === undefined) return node;
      if (twin.member) return undefined;
      return { ...node, children: node.children.recursiveDifference(twin.children) };
    });
  }

  /** With every field of an object on the way to a path, since removing the last path has to remove them as well. */
  withNamedFields(shape: Shape): FieldSet {
    return this.combine((node) => {
      const { element } = node;
      const isNamedField = element.kind === "field" && shape.kind === "map" && shape.field(element.name) !== undefined;
      const children = node.children.withNamedFields(within(shape, element));
      return { element, member: node.member || (isNamedField && !node.children.isEmpty), children };
    });
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty && other.difference(this).isEmpty;
  }

  /** In the order in which they are written. */
  paths(): Path[] {
    const sorted = this.sorted().map(([, node]) => node);
    return [
      ...sorted.filter((node) => node.member).map((node) => [node.element]),
      ...sorted.flatMap((node) => node.children.paths().map((path) => [node.element, ...path])),
    ];
  }

  /** FieldsV1. */
  toJson(): JsonObject {
    const result: JsonObject = {};
    for (const [key, node] of this.sorted()) {
      const children = node.children.toJson();
      result[key] = node.member && !node.children.isEmpty ? { ".": {}, ...children } : children;
    }
    return result;
  }

  /**
   * Reads FieldsV1; elements of unknown kinds are skipped.
   * @throws SyntaxError for keys or values that are no JSON.
   */
  static fromJson(fields: JsonObject): FieldSet {
    const set = new FieldSet();
    for (const [key, below] of Object.entries(fields)) {
      const element = key === "." ? undefined : decodeElement(key);
      if (element === undefined) continue;
      const object = isJsonObject(below) ? below : {};
      const children = FieldSet.fromJson(object);
      const member = Object.hasOwn(object, ".") || children.nodes.size === 0;
      set.nodes.set(element.kind === "field" ? key : encodeElement(element), { element, member, children });
    }
    return set;
  }

  private copy(): FieldSet {
    const result = new FieldSet();
    for (const [key, node] of this.nodes) result.nodes.set(key, node);
    return result;
  }

  /** Applies a function to each node, and drops nodes that hold nothing afterwards. */
  private combine(change: (node: Node, key: string) => Node | undefined): FieldSet {
    const result = new FieldSet();
    for (const [key, node] of this.nodes) {
      const changed = change(node, key);
      if (changed !== undefined && (changed.member || !changed.children.isEmpty)) result.nodes.set(key, changed);
    }
    return result;
  }

  private sorted(): [key: string, node: Node][] {
    return [...this.nodes].sort(([, a], [, b]) => compareElements(a.element, b.element));
  }
}
