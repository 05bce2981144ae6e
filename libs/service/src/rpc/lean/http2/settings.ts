import {
  ErrorCode,
  FRAME_BYTES_DEFAULT,
  FRAME_BYTES_MAX,
  Http2ConnectionError,
  INITIAL_WINDOW_BYTES,
  Setting,
  SETTING_BYTES,
  WINDOW_BYTES_MAX,
} from "./protocol.js";

/** What the other side has said about itself, as far as it changes what we do. */
export interface PeerSettings {
  initialWindowBytes: number;
  frameBytesMax: number;
  streamsMax: number;
}

export function initialPeerSettings(): PeerSettings {
  return {
    initialWindowBytes: INITIAL_WINDOW_BYTES,
    frameBytesMax: FRAME_BYTES_DEFAULT,
    streamsMax: Number.POSITIVE_INFINITY,
  };
}

/** Takes over the payload of a SETTINGS frame. Throws `Http2ConnectionError` on what the protocol forbids. */
export function applySettings(settings: PeerSettings, bytes: Buffer, start: number, end: number): void {
  if ((end - start) % SETTING_BYTES !== 0)
    throw new Http2ConnectionError(ErrorCode.FRAME_SIZE_ERROR, "settings of odd length");
  for (let at = start; at < end; at += SETTING_BYTES)
    applySetting(settings, bytes.readUInt16BE(at), bytes.readUInt32BE(at + 2));
}

function applySetting(settings: PeerSettings, id: number, value: number): void {
  switch (id) {
    case Setting.ENABLE_PUSH:
      if (value > 1) throw new Http2ConnectionError(ErrorCode.PROTOCOL_ERROR, `ENABLE_PUSH is ${value}`);
      break;
    case Setting.MAX_CONCURRENT_STREAMS:
      settings.streamsMax = value;
      break;
    case Setting.INITIAL_WINDOW_SIZE:
      if (value > WINDOW_BYTES_MAX)
        throw new Http2ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, `INITIAL_WINDOW_SIZE is ${value}`);
      settings.initialWindowBytes = value;
      break;
    case Setting.MAX_FRAME_SIZE:
      if (value < FRAME_BYTES_DEFAULT || value > FRAME_BYTES_MAX)
        throw new Http2ConnectionError(ErrorCode.PROTOCOL_ERROR, `MAX_FRAME_SIZE is ${value}`);
      settings.frameBytesMax = value;
      break;
    default:
    // The table of headers is not used when sending, and what is unknown is passed over.
  }
}

/** The payload of a SETTINGS frame. */
export function encodeSettings(settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const bytes = Buffer.alloc(settings.length * SETTING_BYTES);
  settings.forEach(([id, value], index) => {
    bytes.writeUInt16BE(id, index * SETTING_BYTES);
    bytes.writeUInt32BE(value, index * SETTING_BYTES + 2);
  });
  return bytes;
}
