/** Carries one connection until both sides have ended. */
export async function runForward(client, { namespace, pod, podUid }, open) {
    const requests = async function* () {
        yield { message: { $case: "start", value: { namespace, pod, podUid, port: client.port } } };
        for await (const bytes of client.input)
            yield { message: { $case: "data", value: Buffer.from(bytes) } };
        yield { message: { $case: "dataClosed", value: {} } };
    };
    try {
        for await (const { message } of open(requests())) {
            if (message?.$case === "data")
                await client.write(message.value);
            else if (message?.$case === "error")
                return client.fail(message.value);
        }
        client.end();
    }
    catch (error) {
        client.fail(`error forwarding port ${client.port} to pod ${pod}: ${error instanceof Error ? error.message : String(error)}`);
    }
}
//# sourceMappingURL=forward-session.js.map