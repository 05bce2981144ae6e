import type { KubeObject } from "@flotilla/api";
import { type ExpectedKind } from "@flotilla/api/decode/decode-object.js";
import { Encoding, type Object as WireObject } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import type { Entry } from "../../core/storage/entry.js";
import { type Caller, type WriteOptions } from "../../core/verbs/caller.js";
/** An object as stored (JSON) or encoded at most once (protobuf). */
export declare function toWire(entry: Entry, encoding: Encoding): WireObject;
/** Throws BadRequest. */
export declare function fromWire(wire: WireObject | undefined, expected: ExpectedKind, options: WriteOptions, caller: Caller): KubeObject;
export declare function encodingOf(wire: WireObject | undefined): Encoding;
