import { connect as connectH2, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { startTestApiServer, type TestApiServer } from "./testing/api-server.js";
import {
  END_HEADERS,
  END_STREAM,
  FRAME,
  frame,
  GET_VERSION,
  goAwayCode,
  H2_START,
  openRaw,
} from "./testing/hostile-client.js";

// What docs/security.md says of hostile requests, tried. While each runs, another client goes on being served.

const MIB = 1024 * 1024;
const SECRETS = "/api/v1/namespaces/default/secrets";
const CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
/** What an attack may leave behind: caches and garbage of the runtime, not its own size. */
const LEFT_BEHIND_BYTES = 48 * MIB;

let server: TestApiServer;

beforeAll(async () => {
  server = await startTestApiServer();
  await server.ready();
  await server.request("POST", SECRETS, {
    metadata: { name: "hidden" },
    data: { word: Buffer.from("treasure").toString("base64") },
  });
  await server.request("POST", CONFIG_MAPS, { metadata: { name: "seen" }, data: { a: "1" } });
}, 60_000);

afterAll(() => server.stop());

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Runs an attack while a well-behaved client asks all the time; all of its questions must be answered. */
async function whileServing<T>(attack: () => Promise<T>): Promise<T> {
  let over = false;
  const asking = (async () => {
    let answers = 0;
    while (!over || answers === 0) {
      expect((await server.request("GET", `${CONFIG_MAPS}/seen`)).code).toBe(200);
      answers++;
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  try {
    return await attack();
  } finally {
    over = true;
    await asking;
  }
}

const configMap = (data: string): Buffer =>
  Buffer.from(`{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"big"},"data":${data}}`);
const nested = (levels: number): Buffer => configMap('{"a":'.repeat(levels) + "1" + "}".repeat(levels));
const aliases = (levels: number): Buffer =>
  Buffer.from(
    `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(",")}]`).join("\n")}\n`,
  );

describe("bodies", () => {
  test.each([
    ["3 MiB and more", configMap(JSON.stringify({ a: "x".repeat(4 * MIB) })), "application/json", 413],
    ["1001 levels", nested(1001), "application/json", 400],
    ["a million levels", nested(250_000), "application/json", 400],
    ["a million open brackets", Buffer.from("[".repeat(1_000_000)), "application/json", 400],
    ["a million open brackets in YAML", Buffer.from("[".repeat(1_000_000)), "application/yaml", 400],
    ["a million lists in a line of YAML", Buffer.from("- ".repeat(1_000_000)), "application/yaml", 400],
    [
      "201 levels of YAML",
      Buffer.from(`kind: ConfigMap\na: ${"{a: ".repeat(201)}${"}".repeat(201)}`),
      "application/yaml",
      400,
    ],
    ["brackets in an apply patch", Buffer.from("[".repeat(1_000_000)), "application/apply-patch+yaml", 400],
    ["aliases of aliases, 10^9 in all", aliases(8), "application/yaml", 400],
    [
      "a compressed bomb, 100 MiB in 100 KiB",
      gzipSync(Buffer.alloc(100 * MIB)),
      "application/json",
      400,
      { "content-encoding": "gzip" } as Record<string, string>,
    ],
    [
      "a length that is not that of protobuf",
      Buffer.from("k8s\0\x0a\xff\xff\xff\xff\x0f", "latin1"),
      "application/vnd.kubernetes.protobuf",
      400,
    ],
  ] as const)(
    "%s",
    async (_, body, type, code, headers = {}) => {
      const isPatch = type.includes("patch");
      const send = (bytes: Buffer, all: Record<string, string>) =>
        isPatch
          ? server.request("PATCH", `${CONFIG_MAPS}/big?fieldManager=test`, bytes, all)
          : server.request("POST", CONFIG_MAPS, bytes, all);
      const before = heapBytes();
      const started = performance.now();
      const answers = await whileServing(() =>
        Promise.all(Array.from({ length: 4 }, () => send(body, { "content-type": type, ...headers }))),
      );
      expect(answers.map((answer) => answer.code)).toEqual([code, code, code, code]);
      expect(heapBytes() - before).toBeLessThan(LEFT_BEHIND_BYTES);
      // Not a measure of speed: an attack that works takes minutes.
      expect(performance.now() - started).toBeLessThan(20_000);
    },
    60_000,
  );
});

describe("slow clients", () => {
  test("a body that does not come is not waited for, and does not keep others from writing", async () => {
    const raw = await openRaw(server, "http/1.1");
    raw.send(
      `POST ${CONFIG_MAPS}?timeout=1s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
    );
    expect(await whileServing(() => raw.ended)).toMatch(/^HTTP\/1\.1 504 /);
  });

  test("nor over HTTP/2", async () => {
    const session = openH2();
    const stream = session.request(
      { ":method": "POST", ":path": `${CONFIG_MAPS}?timeout=1s`, "content-type": "application/json" },
      { endStream: false },
    );
    stream.write("{");
    expect(await whileServing(() => statusOf(stream))).toBe(504);
    session.destroy();
  });

  test("headers that come a byte at a time end with the connection", async () => {
    const raw = await openRaw(server, "http/1.1", "nobody");
    raw.send("GET /version HTTP/1.1\r\nHost: x\r\n");
    const dripping = setInterval(() => raw.send("a"), 1000);
    const said = await whileServing(() => raw.ended);
    clearInterval(dripping);
    expect(said).toMatch(/^(HTTP\/1\.1 408 |$)/);
  }, 150_000);
});

describe("headers", () => {
  test.each([
    ["one of 64 KiB", `X-A: ${"a".repeat(64 * 1024)}\r\n`],
    ["ten thousand", Array.from({ length: 10_000 }, (_, i) => `X-${i}: a\r\n`).join("")],
  ])("%s", async (_, headers) => {
    const raw = await openRaw(server, "http/1.1", "nobody");
    raw.send(`GET /version HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
    expect(await whileServing(() => raw.ended)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("over HTTP/2", async () => {
    const session = openH2();
    const stream = session.request({ ":path": "/version", "x-a": "a".repeat(128 * 1024) });
    const refused = await whileServing(() => statusOf(stream).catch((error: NodeJS.ErrnoException) => error.code));
    expect([431, "ERR_HTTP2_STREAM_ERROR", "ERR_HTTP2_SESSION_ERROR", "ECONNRESET"]).toContain(refused);
    session.destroy();
  });
});

describe("HTTP/2", () => {
  test("streams that are opened and reset at once: the server says goodbye and listens no more", async () => {
    const before = heapBytes();
    const raw = await openRaw(server, "h2", "nobody");
    raw.send(H2_START);
    await whileServing(async () => {
      for (let round = 0; round < 100 && !raw.socket.destroyed; round++) {
        const frames = Array.from({ length: 200 }, (_, i) => {
          const stream = (round * 200 + i) * 2 + 1;
          return [
            frame(FRAME.headers, END_HEADERS | END_STREAM, stream, GET_VERSION),
            frame(FRAME.reset, 0, stream, Buffer.from([0, 0, 0, 8])),
          ];
        }).flat();
        raw.send(Buffer.concat(frames));
        await new Promise((resolve) => setImmediate(resolve));
      }
      while (goAwayCode(raw.heard()) === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    });
    expect(goAwayCode(raw.heard())).not.toBe(0);
    raw.socket.destroy();
    expect(heapBytes() - before).toBeLessThan(LEFT_BEHIND_BYTES);
  }, 60_000);

  test.each([
    [
      "headers without an end",
      (stream: number) =>
        frame(
          FRAME.continuation,
          0,
          stream,
          Buffer.concat(
            Array.from({ length: 200 }, () =>
              Buffer.concat([
                Buffer.from([0x00, 0x03]),
                Buffer.from("x-a"),
                Buffer.from([0x7f, 0x01]),
                Buffer.alloc(128, 0x61),
              ]),
            ),
          ),
        ),
    ],
    ["empty headers without an end", (stream: number) => frame(FRAME.continuation, 0, stream)],
  ])(
    "%s end with the connection",
    async (_, more) => {
      const before = heapBytes();
      const raw = await openRaw(server, "h2", "nobody");
      raw.send(Buffer.concat([H2_START, frame(FRAME.headers, END_STREAM, 1, GET_VERSION)]));
      await whileServing(async () => {
        for (let i = 0; i < 20_000 && !raw.socket.destroyed; i++) {
          if (!raw.socket.write(more(1))) await new Promise<void>((resolve) => setTimeout(resolve, 1));
        }
        await raw.ended;
      });
      expect(heapBytes() - before).toBeLessThan(LEFT_BEHIND_BYTES);
    },
    60_000,
  );

  test("a connection has at most 250 streams", async () => {
    const session = openH2();
    await new Promise<void>((resolve) => session.once("remoteSettings", () => resolve()));
    expect(session.remoteSettings.maxConcurrentStreams).toBe(250);
    session.destroy();
  });
});

describe("requests within requests", () => {
  const inner = "GET /api/v1/namespaces/default/secrets/hidden HTTP/1.1\r\nHost: x\r\n\r\n";
  const chunked = `0\r\n\r\n${inner}`;

  test.each([
    [
      "two ways to tell the length",
      `POST /version HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    ],
    [
      "two lengths",
      `POST /version HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
    ],
    ["a length that is none", `POST /version HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n${inner}`],
    ["a coding that is none", `POST /version HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n${chunked}`],
    ["a space before the colon", `POST /version HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n${chunked}`],
    [
      "a line that is folded",
      `POST /version HTTP/1.1\r\nHost: x\r\nX: a\r\n Transfer-Encoding: chunked\r\nContent-Length: x\r\n\r\n${chunked}`,
    ],
    [
      "a size of a chunk that is none",
      `POST /version HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${inner}`,
    ],
    ["lines that end without a return", `POST /version HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n${chunked}`],
  ])("%s: the inner one is not answered", async (_, text) => {
    const raw = await openRaw(server, "http/1.1");
    raw.send(text);
    const said = await whileServing(() => raw.ended);
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).not.toContain(Buffer.from("treasure").toString("base64"));
    expect(said.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

describe("paths that look like others", () => {
  beforeAll(async () => {
    const role = {
      metadata: { name: "maps" },
      rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }],
    };
    const binding = {
      metadata: { name: "maps" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "maps" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" }],
    };
    await server.request("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", role);
    await server.request("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding);
    while ((await asJane(`${CONFIG_MAPS}/seen`)).code !== 200) await new Promise((resolve) => setImmediate(resolve));
  }, 30_000);

  const asJane = (path: string) => server.request("GET", path, undefined, { "impersonate-user": "jane" });

  test.each([
    `${CONFIG_MAPS}/../secrets/hidden`,
    `${CONFIG_MAPS}/%2e%2e/secrets/hidden`,
    `${CONFIG_MAPS}/%2E%2E%2Fsecrets%2Fhidden`,
    `${CONFIG_MAPS}/..%2fsecrets%2fhidden`,
    `${CONFIG_MAPS}/seen/../../secrets/hidden`,
    `${CONFIG_MAPS}/..;/secrets/hidden`,
    `${CONFIG_MAPS};/../secrets/hidden`,
    `${SECRETS}/hidden;.configmaps`,
    "//api//v1//namespaces//default//secrets//hidden",
    "/api/v1/namespaces/default/secrets/hidden/",
    "/api/v1/namespaces/default%2Fsecrets/hidden",
    "/api/v1/namespaces/default/configmaps%2F..%2Fsecrets/hidden",
    "/api/v1/secrets/default%2Fhidden",
    "/api/v1/configmaps/..%2Fsecrets%2Fdefault%2Fhidden",
    "/api/v1/namespaces/default/secrets/hidden%00",
    "/api/v1/namespaces/default/%73ecrets/hidden",
    "/API/v1/namespaces/default/secrets/hidden",
    "/healthz/../api/v1/namespaces/default/secrets/hidden",
    "/api/v1/namespaces/default/secrets/hidden?a=/api/v1/namespaces/default/configmaps/seen",
    "/api/v1/namespaces/default/secrets/hidden#/configmaps",
    "https://localhost/api/v1/namespaces/default/secrets/hidden",
  ])("%s", async (path) => {
    const { code, body } = await asJane(path);
    expect([400, 403, 404]).toContain(code);
    expect(body.toString()).not.toContain(Buffer.from("treasure").toString("base64"));
  });
});

describe("selectors", () => {
  test.each([
    [
      "a label selector of ten thousand terms",
      `labelSelector=${encodeURIComponent(Array.from({ length: 1_000 }, (_, i) => `a${i}=b`).join(","))}`,
    ],
    [
      "a set of thousands of values",
      `labelSelector=${encodeURIComponent(`a in (${Array.from({ length: 2_000 }, (_, i) => i).join(",")})`)}`,
    ],
    [
      "what a regular expression would choke on",
      `labelSelector=${encodeURIComponent(`${"(".repeat(4_000)}a${")".repeat(4_000)}`)}`,
    ],
    [
      "a field selector of a thousand terms",
      `fieldSelector=${encodeURIComponent(Array.from({ length: 500 }, () => "metadata.name!=x").join(","))}`,
    ],
  ])("%s", async (_, query) => {
    const started = performance.now();
    const { code } = await whileServing(() => server.request("GET", `${CONFIG_MAPS}?${query}`));
    expect([200, 400, 431]).toContain(code);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("ten thousand watches of one client", () => {
  const SESSIONS = 40;
  const STREAMS = 250;

  test("are served, and leave nothing behind", async () => {
    const before = heapBytes();
    const sessions = Array.from({ length: SESSIONS }, openH2);
    const open = async (session: ClientHttp2Session): Promise<ClientHttp2Stream[]> => {
      const streams = Array.from({ length: STREAMS }, () =>
        session.request({ ":path": `${CONFIG_MAPS}?watch=1&fieldSelector=metadata.name%3Dwatched` }),
      );
      expect(await Promise.all(streams.map(statusOf))).toEqual(Array(STREAMS).fill(200));
      return streams;
    };
    const streams = await whileServing(async () => {
      const all: ClientHttp2Stream[] = [];
      for (const session of sessions) all.push(...(await open(session)));
      return all;
    });
    const heard = Promise.all(
      streams.map((stream) => new Promise<void>((resolve) => stream.once("data", () => resolve()))),
    );
    await whileServing(async () => {
      await server.request("POST", CONFIG_MAPS, { metadata: { name: "watched" } });
      await heard;
    });
    for (const session of sessions) session.destroy();
    await Promise.all(
      sessions.map((session) =>
        session.closed && session.destroyed ? undefined : new Promise((resolve) => session.once("close", resolve)),
      ),
    );
    // The server learns of the end of each by itself.
    for (let tries = 0; heapBytes() - before > LEFT_BEHIND_BYTES && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heapBytes() - before).toBeLessThan(LEFT_BEHIND_BYTES);
  }, 180_000);
});

function openH2(): ClientHttp2Session {
  const { certificate: cert, key } = server.pki.pair("admin");
  const session = connectH2(`https://${server.server.restAddress}`, { ca: server.pki.ca.certificate, cert, key });
  session.on("error", () => undefined);
  return session;
}

function statusOf(stream: ClientHttp2Stream): Promise<number> {
  return new Promise((resolve, reject) => {
    stream.once("response", (headers) => resolve(Number(headers[":status"])));
    stream.once("error", reject);
    stream.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  });
}
