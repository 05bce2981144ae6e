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
import { parse as parseYaml, YAMLParseError } from "yaml";
import { JSON_TYPE, parseMediaType, PROTOBUF_TYPE, YAML_TYPE } from "./media-type.js";

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
  try {
    return parseYaml(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof YAMLParseError) throw badRequest(`error converting YAML to JSON: yaml: ${error.message}`);
    throw error;
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
