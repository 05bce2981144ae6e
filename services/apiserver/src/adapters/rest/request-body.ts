import type { KubeObject } from "@flotilla/api";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { ProtobufError } from "@flotilla/api/codec/protobuf-error.js";
import {
  decodeJsonObject,
  decodeJsonValue,
  type DecodedObject,
  type ExpectedKind,
} from "@flotilla/api/decode/decode-object.js";
import type { FieldValidation } from "@flotilla/api/decode/field-validation.js";
import { badRequest, unsupportedMediaType } from "@flotilla/api/status.js";
import { Lexer, parse as parseYaml, Parser, YAMLParseError } from "yaml";
import { JSON_TYPE, parseMediaType, PROTOBUF_TYPE, YAML_TYPE } from "./media-type.js";

/** Far above any object, and far below what runs out of stack, which in a regular expression ends the process. */
const YAML_DEPTH_MAX = 200;

const SUPPORTED = [JSON_TYPE, YAML_TYPE, PROTOBUF_TYPE];

/** Throws BadRequest for what cannot be read, UnsupportedMediaType for what is not known. */
export function decodeBody(
  bytes: Buffer,
  contentType: string,
  expected: ExpectedKind,
  validation: FieldValidation,
): DecodedObject {
  const { type } = parseMediaType(contentType === "" ? JSON_TYPE : contentType);
  switch (type) {
    case JSON_TYPE:
      return decodeJsonObject(bytes.toString("utf8"), expected, validation);
    case YAML_TYPE:
      return decodeJsonValue(parseYamlBody(bytes), expected, validation);
    case PROTOBUF_TYPE:
      return { object: decodeProtobuf(bytes), warnings: [] };
    default:
      throw unsupportedMediaType(SUPPORTED);
  }
}

/** JSON is YAML, so this reads both. */
export function parseYamlBody(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  try {
    checkDepth(text);
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw badRequest(`error converting YAML to JSON: yaml: ${error.message}`);
    // What the library throws when aliases stand for too much.
    if (error instanceof ReferenceError) throw badRequest(`error converting YAML to JSON: yaml: ${error.message}`);
    throw error;
  }
}

/** Throws BadRequest. The parser itself keeps its place in a list; what builds values from that recurses. */
function checkDepth(text: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > YAML_DEPTH_MAX)
      throw badRequest(`error converting YAML to JSON: yaml: exceeded max depth of ${YAML_DEPTH_MAX}`);
  }
}

function decodeProtobuf(bytes: Buffer): KubeObject {
  try {
    return decodeProtobufObject(bytes);
  } catch (error) {
    if (error instanceof ProtobufError) throw badRequest(`unable to decode the protobuf body: ${error.message}`);
    throw error;
  }
}
