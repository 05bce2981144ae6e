import type { KubeObject } from "@flotilla/api";
import { decodeProtobufObject } from "@flotilla/api/codec/decode-protobuf.js";
import { ProtobufError } from "@flotilla/api/codec/protobuf-error.js";
import { badRequest, unsupportedMediaType } from "@flotilla/api/status.js";
import { parse as parseYaml, YAMLParseError } from "yaml";
import type { Body } from "../../core/verbs/caller.js";
import { JSON_TYPE, parseMediaType, PROTOBUF_TYPE, YAML_TYPE } from "./media-type.js";

const SUPPORTED = [JSON_TYPE, YAML_TYPE, PROTOBUF_TYPE];

/** Throws BadRequest for what cannot be read, UnsupportedMediaType for what is not known. */
export function decodeBody(bytes: Buffer, contentType: string): Body<KubeObject> {
  const { type } = parseMediaType(contentType === "" ? JSON_TYPE : contentType);
  if (type === PROTOBUF_TYPE) return { object: decodeProtobuf(bytes), fieldProblems: [] };
  if (type !== JSON_TYPE && type !== YAML_TYPE) throw unsupportedMediaType(SUPPORTED);
  const value = type === YAML_TYPE ? decodeYaml(bytes) : decodeJson(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest(`the object provided is unrecognized (must be of type ${type}): the body is no object`);
  }
  return { object: value, fieldProblems: [] };
}

export function decodeJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    throw badRequest(`the object provided is unrecognized (must be of type JSON): ${(error as Error).message}`);
  }
}

function decodeYaml(bytes: Buffer): unknown {
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
