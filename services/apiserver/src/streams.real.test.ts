import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { spawn } from "node:child_process";
import { KubeletServiceDefinition } from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import { inProcessChannel, register, RpcCode, RpcError } from "@flotilla/service";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";

// kubectl's streams against a kubelet that runs nothing: it echoes, so that what arrives is known.

const encoder = new TextEncoder();
const text = (value: string): Buffer => Buffer.from(encoder.encode(value));

const kubelet = register(KubeletServiceDefinition, {
  async *getLogs({ container, tailLines, follow }) {
    if (container?.container === "crashed")
      throw new RpcError(RpcCode.FAILED_PRECONDITION, "previous terminated container not found");
    const lines = ["one", "two", "three"].slice(tailLines === undefined ? 0 : -Number(tailLines));
    yield { data: text(`${lines.join("\n")}\n`) };
    if (follow) yield { data: text("followed\n") };
  },
  async *exec(requests) {
    let input = "";
    for await (const { message } of requests) {
      if (message?.$case === "start") {
        const { command, stdin } = message.value;
        yield { message: { $case: "stdout", value: text(`ran ${command.join(" ")}\n`) } };
        yield { message: { $case: "stderr", value: text("warned\n") } };
        if (!stdin) break;
      } else if (message?.$case === "stdin") input += message.value.toString();
      else if (message?.$case === "stdinClosed") break;
    }
    if (input !== "") yield { message: { $case: "stdout", value: text(`read ${input.length}\n`) } };
    yield { message: { $case: "exit", value: { code: 3, error: "" } } };
  },
  async *portForward(requests) {
    for await (const { message } of requests) {
      if (message?.$case === "start" && message.value.port === 81) {
        yield { message: { $case: "error", value: "connection refused" } };
        return;
      }
      if (message?.$case === "data")
        yield { message: { $case: "data", value: text(message.value.toString().toUpperCase()) } };
      if (message?.$case === "dataClosed") return;
    }
  },
});

let server: TestApiServer;

beforeAll(async () => {
  const channel = inProcessChannel([kubelet]);
  server = await startTestApiServer(["--authorization-mode", "AlwaysAllow"], (node) =>
    node === "n1" ? channel : undefined,
  );
  await server.ready();
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p" },
    spec: { nodeName: "n1", containers: ["main", "crashed"].map((name) => ({ name, image: "i" })) },
  };
  await server.request("POST", "/api/v1/namespaces/default/serviceaccounts", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "default" },
  });
  expect((await server.request("POST", "/api/v1/namespaces/default/pods", pod)).code).toBe(201);
  const status = { status: { phase: "Running", podIP: "127.0.0.1" } };
  await server.request("PATCH", "/api/v1/namespaces/default/pods/p/status", status, {
    "content-type": "application/merge-patch+json",
  });
});

afterAll(() => server.stop());

// The older protocol, which kubectl falls back to when WebSockets are refused.
describe.each([
  ["WebSocket", "Sec-Websocket-Protocol: v5.channel.k8s.io", {}],
  [
    "SPDY",
    "X-Stream-Protocol-Version: v5.channel.k8s.io",
    { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: "false", KUBECTL_PORT_FORWARD_WEBSOCKETS: "false" },
  ],
])("over %s", (_, header, env: Record<string, string>) => {
  test("kubectl does speak it", async () => {
    const { stderr } = await server.kubectl(["exec", "p", "-c", "main", "-v=8", "--", "ls"], "", env);
    const answer = stderr.slice(stderr.indexOf("101 Switching Protocols"));
    expect(answer).toContain(header);
  });

  test("exec carries both outputs and the exit code", async () => {
    const { code, stdout, stderr } = await server.kubectl(["exec", "p", "-c", "main", "--", "ls", "-l"], "", env);
    expect([code, stdout]).toEqual([3, "ran ls -l\n"]);
    expect(stderr).toContain("warned\n");
  });

  test("exec -i sends all of the input, and its end", async () => {
    const { code, stdout } = await server.kubectl(
      ["exec", "-i", "p", "-c", "main", "--", "cat"],
      "x".repeat(300_000),
      env,
    );
    expect([code, stdout]).toEqual([3, "ran cat\nread 300000\n"]);
  });

  test("port-forward carries connections both ways", async () => {
    const child = spawn("kubectl", ["--kubeconfig", server.kubeconfigFile, "port-forward", "p", ":80"], {
      env: { PATH: process.env["PATH"], HOME: server.folder, ...env },
    });
    try {
      const port = await new Promise<number>((resolve) => {
        child.stdout.on("data", (chunk: Buffer) => {
          const [, found] = /127\.0\.0\.1:(\d+) ->/.exec(chunk.toString()) ?? [];
          if (found !== undefined) resolve(Number(found));
        });
      });
      const answers = await Promise.all(["first", "second", "third"].map((word) => converse(port, word)));
      expect(answers).toEqual(["FIRST", "SECOND", "THIRD"]);
    } finally {
      child.kill();
    }
  });
});

function converse(port: number, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(word));
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => {
      socket.end();
      resolve(chunk.toString());
    });
  });
}

describe("logs", () => {
  test("are what the container wrote", async () => {
    const { stdout } = await server.kubectl(["logs", "p", "-c", "main"]);
    expect(stdout).toBe("one\ntwo\nthree\n");
  });

  test("take their options to the kubelet", async () => {
    const { stdout } = await server.kubectl(["logs", "p", "-c", "main", "--tail=1", "--follow"]);
    expect(stdout).toBe("three\nfollowed\n");
  });

  test("that cannot be read say why", async () => {
    const { code, stderr } = await server.kubectl(["logs", "p", "-c", "crashed", "--previous"]);
    expect(code).toBe(1);
    expect(stderr).toContain("previous terminated container not found");
  });

  test("need a container when there are several", async () => {
    const response = await server.request("GET", "/api/v1/namespaces/default/pods/p/log");
    expect(response.code).toBe(400);
    expect(response.json<{ message: string }>().message).toBe(
      "a container name must be specified for pod p, choose one of: [main crashed]",
    );
  });
});

describe("proxy", () => {
  let backend: Server;

  beforeAll(async () => {
    backend = createServer((request, response) => {
      response.setHeader("x-backend", "yes");
      response.end(`${request.method} ${request.url} ${request.headers.authorization ?? "anonymous"}`);
    });
    await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  });

  afterAll(() => new Promise((resolve) => backend.close(resolve)));

  test.each(["GET", "POST", "PUT", "DELETE", "PATCH"])(
    "carries %s to a pod, without the caller's credentials",
    async (method) => {
      const { port } = backend.address() as AddressInfo;
      const path = `/api/v1/namespaces/default/pods/p:${port}/proxy/some/path/?a=b`;
      const response = await server.request(method, path, undefined, { authorization: "Basic secret" });
      expect([response.code, response.headers["x-backend"]]).toEqual([200, "yes"]);
      expect(response.body.toString()).toBe(`${method} /some/path/?a=b anonymous`);
    },
  );

  test("sends GET without a trailing slash to the one with it", async () => {
    const response = await server.request("GET", "/api/v1/namespaces/default/pods/p:80/proxy");
    expect([response.code, response.headers.location]).toEqual([301, "/api/v1/namespaces/default/pods/p:80/proxy/"]);
  });

  test("says so when nobody answers", async () => {
    expect((await server.request("GET", "/api/v1/namespaces/default/pods/p:1/proxy/")).code).toBe(503);
  });
});
