import type { KeyValue } from "@flotilla/contracts/gen/mvccpb/kv.js";
import { decodeRecord, type RecordHead } from "../core/record.js";

/** The bytes as a Buffer, without copying them. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const NO_VALUE = Buffer.alloc(0);

/**
 * A stored record as a message: decoded only when someone looks into it, so that answers over gRPC can pass on its bytes.
 */
export class StoredKeyValue implements KeyValue {
  private decoded: RecordHead | undefined;

  constructor(
    readonly encoded: Uint8Array,
    /** Leaves the value out. */
    readonly keyOnly: boolean,
  ) {}

  private get head(): RecordHead {
    return (this.decoded ??= decodeRecord(this.encoded));
  }

  get key(): Buffer {
    return Buffer.from(this.head.key, "latin1");
  }

  get createRevision(): bigint {
    return BigInt(this.head.createRevision);
  }

  get modRevision(): bigint {
    return BigInt(this.head.modRevision);
  }

  get version(): bigint {
    return BigInt(this.head.version);
  }

  get value(): Buffer {
    return this.keyOnly ? NO_VALUE : toBuffer(this.encoded.subarray(this.head.valueStart, this.head.valueEnd));
  }

  get lease(): bigint {
    return this.head.lease;
  }
}
