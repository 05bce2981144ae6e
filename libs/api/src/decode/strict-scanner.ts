import type { Field, Message } from "../schema/schema.js";
import { maxStrictErrors } from "./field-validation.js";

/** What is known about a value: the fields of a message, any keys, or nothing. */
type Shape = { readonly message: Message } | { readonly mapOf: Field } | { readonly listOf: Field } | undefined;

/**
 * Every unknown and every repeated field of a JSON text, in the order of the text and in upstream's words. JSON.parse
 * keeps only the last of two equal members, so this reads the text itself; callers use it only when something is given
 * twice, since for the rest the parsed value tells all.
 * @param text valid JSON
 */
export function strictErrors(text: string, message: Message): string[] {
  const scanner = new StrictScanner(text);
  scanner.value({ message }, "");
  return scanner.errors;
}

class StrictScanner {
  readonly errors: string[] = [];
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(shape: Shape, path: string): void {
    const first = this.#next();
    if (first === "{") this.#object(shape, path);
    else if (first === "[") this.#array(shape, path);
    else if (first === '"') this.#string();
    else this.#literal();
  }

  #object(shape: Shape, path: string): void {
    const seen = new Set<string>();
    this.#position++;
    while (this.#next() !== "}") {
      if (this.#next() === ",") this.#position++;
      this.#next();
      const key = this.#string();
      this.#next();
      this.#position++;
      this.#member(shape, path === "" ? key : `${path}.${key}`, key, seen);
    }
    this.#position++;
  }

  #member(shape: Shape, path: string, key: string, seen: Set<string>): void {
    const isUnknown = shape !== undefined && "message" in shape && !isKnown(shape.message, key);
    if (isUnknown) this.#report(`unknown field "${path}"`);
    else if (shape !== undefined && seen.has(key)) this.#report(`duplicate field "${path}"`);
    seen.add(key);
    this.value(isUnknown ? undefined : shapeOfMember(shape, key), path);
  }

  #array(shape: Shape, path: string): void {
    const itemShape = shape !== undefined && "listOf" in shape ? shapeOfItem(shape.listOf) : undefined;
    this.#position++;
    for (let index = 0; this.#next() !== "]"; index++) {
      if (this.#next() === ",") this.#position++;
      this.value(itemShape, `${path}[${index}]`);
    }
    this.#position++;
  }

  #report(error: string): void {
    if (this.errors.length < maxStrictErrors && !this.errors.includes(error)) this.errors.push(error);
  }

  #string(): string {
    const start = this.#position;
    for (this.#position++; this.#text[this.#position] !== '"'; this.#position++) {
      if (this.#text[this.#position] === "\\") this.#position++;
    }
    this.#position++;
    return JSON.parse(this.#text.slice(start, this.#position)) as string;
  }

  #literal(): void {
    while (this.#position < this.#text.length && !",]} \t\r\n".includes(this.#text.charAt(this.#position)))
      this.#position++;
  }

  /** The next character that is not white space. */
  #next(): string {
    while (" \t\r\n".includes(this.#text.charAt(this.#position)) && this.#position < this.#text.length)
      this.#position++;
    return this.#text.charAt(this.#position);
  }
}

function isKnown(message: Message, key: string): boolean {
  return message.properties.has(key) || (message.isObject && (key === "apiVersion" || key === "kind"));
}

function shapeOfMember(shape: Shape, key: string): Shape {
  if (shape === undefined || "listOf" in shape) return undefined;
  if ("mapOf" in shape) return shapeOfItem(shape.mapOf);
  const field = shape.message.properties.get(key);
  if (field === undefined) return undefined;
  if (field.cardinality === "list") return { listOf: field };
  return field.cardinality === "map" ? { mapOf: field } : shapeOfItem(field);
}

function shapeOfItem(field: Field): Shape {
  return field.message?.form === "object" ? { message: field.message } : undefined;
}
