import { type DecodedObject, type ExpectedKind } from "@flotilla/api/decode/decode-object.js";
import type { FieldValidation } from "@flotilla/api/decode/field-validation.js";
/** Throws BadRequest for what cannot be read, UnsupportedMediaType for what is not known. */
export declare function decodeBody(bytes: Buffer, contentType: string, expected: ExpectedKind, validation: FieldValidation): DecodedObject;
/** JSON is YAML, so this reads both. */
export declare function parseYamlBody(bytes: Buffer): unknown;
