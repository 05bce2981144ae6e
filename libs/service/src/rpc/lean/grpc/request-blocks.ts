import type { Metadata } from "../../contract.js";
import { encodeHeaders } from "../http2/hpack/header-encoder.js";
import { fieldsOf } from "./metadata-fields.js";
import { formatTimeout } from "./timeout.js";

/** Header blocks of requests; what all calls of a method share is encoded once. */
export class RequestBlocks {
  private readonly common = new Map<string, Buffer>();

  constructor(
    private readonly scheme: "http" | "https",
    private readonly authority: string,
  ) {}

  block(path: string, timeoutMs: number | undefined, metadata: Metadata | undefined): Buffer {
    const common = this.commonBlock(path);
    if (timeoutMs === undefined && metadata === undefined) return common;
    const timeout: [string, string][] = timeoutMs === undefined ? [] : [["grpc-timeout", formatTimeout(timeoutMs)]];
    const fields = metadata === undefined ? [] : [...metadata].flatMap(([key, values]) => fieldsOf(key, values));
    return Buffer.concat([common, encodeHeaders([...timeout, ...fields])]);
  }

  private commonBlock(path: string): Buffer {
    let block = this.common.get(path);
    if (block === undefined) {
      block = encodeHeaders([
        [":method", "POST"],
        [":scheme", this.scheme],
        [":path", path],
        [":authority", this.authority],
        ["content-type", "application/grpc"],
        ["te", "trailers"],
      ]);
      this.common.set(path, block);
    }
    return block;
  }
}
