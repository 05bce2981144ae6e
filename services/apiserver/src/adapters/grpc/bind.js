import { StatusError } from "@flotilla/api/status.js";
import { Pushable } from "@flotilla/service";
import { bindPod } from "../../core/verbs/binding.js";
import { attributesOf } from "../../core/verbs/caller.js";
import { toRpcError } from "./status-code.js";
/** Carries decisions out side by side, and answers each when it is done. */
export async function* bindStream(dependencies, requests, credentials, signal) {
    const user = await dependencies.gate.authenticate(credentials).catch((error) => {
        throw toRpcError(error, dependencies.report);
    });
    const answers = new Pushable();
    void carryOut(dependencies, requests, user, signal, answers);
    yield* answers;
}
async function carryOut(dependencies, requests, user, signal, answers) {
    const running = new Set();
    try {
        for await (const request of requests) {
            const done = bindOne(dependencies, request, user, signal)
                .then((answer) => void answers.push(answer))
                .finally(() => running.delete(done));
            running.add(done);
        }
        await Promise.all(running);
        answers.end();
    }
    catch (error) {
        answers.fail(toRpcError(error, dependencies.report));
    }
}
async function bindOne(dependencies, request, user, signal) {
    const { machinery, registry, gate, report } = dependencies;
    const { id, namespace, name, uid, nodeName } = request;
    try {
        const target = { resource: registry.get("", "v1", "pods"), namespace, name, subresource: "binding" };
        await gate.authorize(attributesOf(target, "create", user));
        const { entry } = await bindPod(machinery, { namespace, name, uid, nodeName, idempotent: true }, signal);
        return { id, reason: "", message: "", resourceVersion: String(entry.revision) };
    }
    catch (error) {
        if (error instanceof StatusError)
            return { id, reason: error.reason, message: error.message, resourceVersion: "" };
        report(error);
        return { id, reason: "InternalError", message: error instanceof Error ? error.message : String(error), resourceVersion: "" };
    }
}
//# sourceMappingURL=bind.js.map