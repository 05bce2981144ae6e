import { wireType } from "./wire-reader.js";
import { WireWriter } from "./wire-writer.js";

/** Fields of k8s.meta.v1.WatchEvent, and of the RawExtension in it. */
const watchEvent = { type: 1, object: 2 } as const;
const rawField = 1;
/** Before each event of a protobuf watch stands its length, big-endian. */
const frameHeaderBytes = 4;

/**
 * One event of a watch in protobuf, with its frame. The event itself has no envelope.
 * @param object the object in its envelope, as `encodeProtobufObject` gives it
 */
export function encodeWatchFrame(type: string, object: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  writer.bytes(object);
  closeField(writer, rawField, 0);
  closeField(writer, watchEvent.object, 0);
  const before = writer.length;
  writer.string(type);
  closeField(writer, watchEvent.type, before);
  const event = writer.finish();
  const frame = new Uint8Array(frameHeaderBytes + event.length);
  new DataView(frame.buffer).setUint32(0, event.length);
  frame.set(event, frameHeaderBytes);
  return frame;
}

function closeField(writer: WireWriter, number: number, before: number): void {
  writer.lengthSince(before);
  writer.tag(number, wireType.lengthDelimited);
}
