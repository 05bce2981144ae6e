import { parseMicroTime } from "@flotilla/api/time.js";
import { badRequest } from "@flotilla/api/status.js";
import { chooseContainer, locatePod } from "../../core/verbs/connect.js";
import { fromKubelet } from "../kubelet/kubelet-error.js";
import { isTrue } from "./query.js";
const NANOSECONDS_PER_MS = 1000000n;
const NANOSECONDS_PER_MICROSECOND = 1000n;
/** GET pods/NAME/log: text as the container wrote it. */
export async function sendLogs(exchange, target, machinery, kubelets) {
    const chunks = await openLogs(exchange.query, target, machinery, kubelets, exchange.signal);
    let started = false;
    try {
        for await (const { data } of chunks) {
            if (!started)
                exchange.startStream("text/plain");
            started = true;
            await exchange.write(data);
        }
    }
    catch (error) {
        if (exchange.signal.aborted)
            return;
        if (!started)
            throw fromKubelet(error, target.name);
    }
    if (!started)
        exchange.startStream("text/plain");
    exchange.end();
}
/** Throws NotFound and BadRequest before anything is streamed. */
export async function openLogs(query, target, machinery, kubelets, signal) {
    const { pod, location } = await locatePod(machinery, target.namespace, target.name);
    const container = chooseContainer(pod, query.get("container") ?? "");
    const { namespace, pod: podName, podUid, nodeName } = location;
    const request = logsRequest(query, machinery.clock);
    const kubelet = await kubelets.client(nodeName);
    return kubelet.getLogs({ ...request, container: { namespace, pod: podName, podUid, container } }, { signal });
}
function logsRequest(query, clock) {
    const stream = query.get("stream") ?? "";
    if (!["", "All", "Stdout", "Stderr"].includes(stream))
        throw badRequest(`unknown stream ${JSON.stringify(stream)}: All, Stdout or Stderr`);
    return {
        follow: isTrue(query.get("follow")),
        previous: isTrue(query.get("previous")),
        timestamps: isTrue(query.get("timestamps")),
        tailLines: notNegative(query, "tailLines"),
        limitBytes: notNegative(query, "limitBytes"),
        sinceTimeNs: sinceTime(query, clock),
        stream,
    };
}
function sinceTime(query, clock) {
    const seconds = notNegative(query, "sinceSeconds");
    if (seconds !== undefined)
        return (BigInt(Math.floor(clock.now())) - seconds * 1000n) * NANOSECONDS_PER_MS;
    const time = query.get("sinceTime") ?? "";
    return time === "" ? undefined : BigInt(parseMicroTime(time)) * NANOSECONDS_PER_MICROSECOND;
}
function notNegative(query, name) {
    const text = query.get(name) ?? "";
    if (text === "")
        return undefined;
    if (!/^\d{1,18}$/.test(text))
        throw badRequest(`${name}: Invalid value: ${JSON.stringify(text)}: must be greater than or equal to 0`);
    return BigInt(text);
}
//# sourceMappingURL=logs.js.map