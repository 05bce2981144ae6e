import { badRequest, internal, notFound, serviceUnavailable, StatusError } from "@flotilla/api/status.js";
import { RpcCode, RpcError } from "@flotilla/service";
/** A kubelet's refusal, as the API tells it. */
export function fromKubelet(error, podName) {
    if (error instanceof StatusError)
        return error;
    if (!(error instanceof RpcError))
        return internal(error instanceof Error ? error.message : String(error));
    switch (error.code) {
        case RpcCode.NOT_FOUND:
            return notFound({ group: "", resource: "pods" }, podName);
        case RpcCode.FAILED_PRECONDITION:
        case RpcCode.INVALID_ARGUMENT:
            return badRequest(error.message);
        case RpcCode.UNAVAILABLE:
            return serviceUnavailable(`error dialing the kubelet: ${error.message}`);
        default:
            return internal(error.message);
    }
}
//# sourceMappingURL=kubelet-error.js.map