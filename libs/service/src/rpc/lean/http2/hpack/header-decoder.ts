import { ErrorCode, Http2ConnectionError } from "../protocol.js";
import { DynamicTable, entryBytes } from "./dynamic-table.js";
import { decodeHuffman } from "./huffman.js";
import { HeaderList } from "./header-list.js";
import { STATIC_TABLE } from "./static-table.js";

export interface HeaderDecoderLimits {
  /** The size of the dynamic table that the other side may use. */
  readonly tableBytesMax: number;
  /** Names, values and 32 bytes for each field together. Source: RFC 9113, SETTINGS_MAX_HEADER_LIST_SIZE. */
  readonly listBytesMax: number;
}

/** Blocks remembered whole. A gRPC client repeats a few: one for each method that it calls. */
const REMEMBERED_BLOCKS_MAX = 128;
/** Longer blocks are not remembered. */
const REMEMBERED_BYTES_MAX = 512;
/** No length or index is larger; it bounds what a number may take. */
const INTEGER_MAX = 2 ** 28;

/**
 * Decodes the header blocks of one connection, in their order (RFC 7541). Throws `Http2ConnectionError` with
 * COMPRESSION_ERROR on what is not well encoded: both sides' tables would differ from then on.
 */
export class HeaderDecoder {
  private readonly table: DynamicTable;
  /** Blocks that leave the table as it is mean the same until another changes it. */
  private readonly remembered = new Map<string, HeaderList>();
  private tableChanged = false;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  private end = 0;

  constructor(private readonly limits: HeaderDecoderLimits) {
    this.table = new DynamicTable(limits.tableBytesMax);
  }

  /** Undefined when the fields are more than the limit allows; the table has followed all the same. */
  decode(bytes: Buffer, start: number, end: number): HeaderList | undefined {
    const key = end - start <= REMEMBERED_BYTES_MAX ? bytes.toString("latin1", start, end) : undefined;
    if (key !== undefined) {
      const known = this.remembered.get(key);
      if (known !== undefined) return known;
    }
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.tableChanged = false;
    const list = this.readList();
    if (this.tableChanged) this.remembered.clear();
    else if (key !== undefined && list !== undefined) this.remember(key, list);
    return list;
  }

  private remember(key: string, list: HeaderList): void {
    if (this.remembered.size >= REMEMBERED_BLOCKS_MAX) this.remembered.clear();
    this.remembered.set(key, list);
  }

  private readList(): HeaderList | undefined {
    const fields: string[] = [];
    let listBytes = 0;
    this.readTableSizes();
    while (this.at < this.end) {
      const first = this.bytes[this.at]!;
      const index = this.readInteger(first & 0x80 ? 7 : first & 0x40 ? 6 : 4);
      if (first & 0x80 ? index === 0 : (first & 0xe0) === 0x20) throw compressionError("a field of no kind");
      const name = index === 0 ? this.readString() : this.nameAt(index);
      const value = first & 0x80 ? this.valueAt(index) : this.readString();
      if ((first & 0xc0) === 0x40) this.addToTable(name, value);
      listBytes += entryBytes(name, value);
      // Beyond the limit fields are read only for the table's sake.
      if (listBytes <= this.limits.listBytesMax) fields.push(name, value);
    }
    return listBytes <= this.limits.listBytesMax ? new HeaderList(fields) : undefined;
  }

  /** The other side may shrink the table, at the start of a block only. */
  private readTableSizes(): void {
    while (this.at < this.end && (this.bytes[this.at]! & 0xe0) === 0x20) {
      const size = this.readInteger(5);
      if (size > this.limits.tableBytesMax) throw compressionError(`a table of ${size} bytes`);
      this.table.resize(size);
      this.tableChanged = true;
    }
  }

  private addToTable(name: string, value: string): void {
    this.table.add(name, value);
    this.tableChanged = true;
  }

  private nameAt(index: number): string {
    if (index <= STATIC_TABLE.length) return STATIC_TABLE[index - 1]![0];
    return this.entryAt(index).name;
  }

  private valueAt(index: number): string {
    if (index <= STATIC_TABLE.length) return STATIC_TABLE[index - 1]![1];
    return this.entryAt(index).value;
  }

  private entryAt(index: number): { readonly name: string; readonly value: string } {
    const entry = this.table.get(index - STATIC_TABLE.length - 1);
    if (entry === undefined) throw compressionError(`the index ${index}`);
    return entry;
  }

  private readByte(): number {
    if (this.at >= this.end) throw compressionError("the end within a field");
    return this.bytes[this.at++]!;
  }

  /** Source: RFC 7541, section 5.1. */
  private readInteger(prefixBits: number): number {
    const prefixMax = (1 << prefixBits) - 1;
    let value = this.readByte() & prefixMax;
    if (value < prefixMax) return value;
    for (let shift = 0; ; shift += 7) {
      const byte = this.readByte();
      value += (byte & 0x7f) * 2 ** shift;
      if (value > INTEGER_MAX || shift > 28) throw compressionError("a number too large");
      if ((byte & 0x80) === 0) return value;
    }
  }

  private readString(): string {
    const huffman = (this.at < this.end ? this.bytes[this.at]! : 0) & 0x80;
    const length = this.readInteger(7);
    const start = this.at;
    if (length > this.end - start) throw compressionError("a text beyond the end");
    this.at = start + length;
    if (!huffman) return this.bytes.toString("latin1", start, this.at);
    const text = decodeHuffman(this.bytes, start, this.at);
    if (text === undefined) throw compressionError("a text that is not well encoded");
    return text;
  }
}

function compressionError(what: string): Http2ConnectionError {
  return new Http2ConnectionError(ErrorCode.COMPRESSION_ERROR, `a header block has ${what}`);
}
