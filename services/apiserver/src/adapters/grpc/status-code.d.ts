import { RpcError } from "@flotilla/service";
/** A failure as the gRPC face tells it; `report` hears of those that are not the client's. */
export declare function toRpcError(error: unknown, report: (error: unknown) => void): RpcError;
