import { successStatus } from "@flotilla/api/status.js";
/** Runs until the kubelet says how the command ended. `open` starts the call with the requests that follow `start`. */
export async function runCommand(client, start, open) {
    const requests = async function* () {
        yield { message: start };
        for await (const message of client.input)
            yield { message };
    };
    for await (const { message } of open(requests())) {
        if (message?.$case === "stdout")
            await client.stdout(message.value);
        else if (message?.$case === "stderr")
            await client.stderr(message.value);
        else if (message?.$case === "exit")
            return client.finish(statusOf(message.value));
    }
    client.finish(successStatus());
}
/** Source: apimachinery `remotecommand` constants; kubectl takes its exit code from here. */
function statusOf({ code, error }) {
    if (error !== "")
        return { ...successStatus(), status: "Failure", reason: "InternalError", message: error, code: 500 };
    if (code === 0)
        return successStatus();
    const status = {
        ...successStatus(),
        status: "Failure",
        reason: "NonZeroExitCode",
        message: `command terminated with non-zero exit code: exit status ${code}`,
        details: { causes: [{ reason: "ExitCode", message: String(code) }] },
    };
    return status;
}
//# sourceMappingURL=command-session.js.map