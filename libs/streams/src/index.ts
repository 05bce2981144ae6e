export { SpdyConnection, SpdyError, SpdyStream, type SpdyTransport } from "./spdy-connection.js";
export type { Headers } from "./header-block.js";
export { dialSpdy, socketTransport, SPDY_UPGRADE, UpgradeRefused, type DialedSpdy } from "./dial-spdy.js";
