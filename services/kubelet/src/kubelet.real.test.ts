import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { configMaps, pods, secrets } from "@flotilla/api/resources.js";
import type { Container, ContainerStatus, Pod, PodSpec } from "@flotilla/api/types/core/v1.js";
import { apiServiceOver } from "@flotilla/client/testing/memory-api-service.js";
import {
  KubeletServiceDefinition,
  type ExecRequest,
  type GetLogsRequest,
} from "@flotilla/contracts/gen/flotilla/kubelet/v1/kubelet.js";
import {
  type Client,
  commonOptions,
  createClient,
  inProcessChannel,
  Pushable,
  quietEnvironment,
  readConfig,
  systemClock,
  systemRng,
} from "@flotilla/service";
import { ContainerRuntime } from "./adapters/container-runtime.js";
import { type KubeletConfig, kubeletOptions } from "./config.js";
import { type RunningKubelet, startKubelet } from "./service.js";
import { Containerd, IMAGE } from "./testing/containerd.js";
import { eventually } from "./testing/eventually.js";
import { KubeletApi } from "./testing/kubelet-api.js";

// Against Debian's containerd, as root: real pods.
const NODE = "real-node";
const MEBIBYTE = 1024 * 1024;
const PIECE_BYTES = 64 * 1024;

let containerd: Containerd;
let api: KubeletApi;
let kubelet: RunningKubelet;

async function start(): Promise<RunningKubelet> {
  const argv = [
    `--node-name=${NODE}`,
    "--node-ip=127.0.0.1",
    `--root-dir=${join(containerd.folder, "kubelet")}`,
    `--pod-logs-dir=${join(containerd.folder, "logs")}`,
    "--container-log-max-bytes=20000",
    "--container-log-max-files=2",
    "--http-address=127.0.0.1:0",
    "--listen-address=127.0.0.1:0",
  ];
  const config = readConfig("kubelet", { ...commonOptions, ...kubeletOptions }, { argv, env: {} }) as KubeletConfig;
  return startKubelet(config, {
    environment: quietEnvironment(),
    apiserver: inProcessChannel([apiServiceOver(api)]),
    runtime: containerd.channel(),
  });
}

beforeAll(async () => {
  containerd = await Containerd.start();
  api = new KubeletApi({ clock: systemClock, rng: systemRng });
  kubelet = await start();
}, 60_000);

afterAll(async () => {
  await kubelet.stop();
  await containerd.stop();
}, 60_000);

function shell(name: string, script: string, more: Partial<Container> = {}): Container {
  return { name, image: IMAGE, imagePullPolicy: "IfNotPresent", command: ["/bin/sh", "-c", script], ...more };
}

async function create(
  name: string,
  spec: Partial<PodSpec> & Pick<PodSpec, "containers">,
  metadata: Pod["metadata"] = {},
): Promise<Pod> {
  return api.create(pods, {
    metadata: { namespace: "default", name, ...metadata },
    spec: { restartPolicy: "Always", terminationGracePeriodSeconds: 1, nodeName: NODE, ...spec },
  });
}

const read = (name: string): Promise<Pod | undefined> =>
  api.get(pods, { namespace: "default", name }).catch(() => undefined);
const statusOf = async (pod: string, container: string): Promise<ContainerStatus | undefined> =>
  [
    ...((await read(pod))?.status?.containerStatuses ?? []),
    ...((await read(pod))?.status?.initContainerStatuses ?? []),
  ].find((status) => status.name === container);

async function ready(name: string): Promise<Pod> {
  return eventually(`${name} is ready`, async () => {
    const pod = await read(name);
    return pod?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") && pod;
  });
}

async function remove(name: string): Promise<void> {
  await api.delete(pods, { namespace: "default", name });
  await eventually(`${name} is gone`, async () => (await read(name)) === undefined);
}

function client(): Client<typeof KubeletServiceDefinition> {
  return createClient(KubeletServiceDefinition, inProcessChannel(kubelet.registrations));
}

interface Ran {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exit: { code: number; error: string } | undefined;
}

async function collect(
  responses: AsyncIterable<{ message?: { $case: string; value: unknown } | undefined }>,
): Promise<Ran> {
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  let exit: Ran["exit"];
  for await (const { message } of responses) {
    if (message?.$case === "stdout") stdout.push(message.value as Buffer);
    if (message?.$case === "stderr") stderr.push(message.value as Buffer);
    if (message?.$case === "exit") exit = message.value as NonNullable<Ran["exit"]>;
  }
  return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), exit };
}

/** Runs a command in a container; `input` is its whole standard input. */
async function exec(pod: string, container: string, command: string[], input?: Buffer): Promise<Ran> {
  const requests = new Pushable<ExecRequest>();
  const name = { namespace: "default", pod, podUid: "", container };
  requests.push({
    message: {
      $case: "start",
      value: { container: name, command, stdin: input !== undefined, stdout: true, stderr: true, tty: false },
    },
  });
  for (let at = 0; at < (input?.length ?? 0); at += PIECE_BYTES)
    requests.push({ message: { $case: "stdin", value: (input as Buffer).subarray(at, at + PIECE_BYTES) } });
  if (input !== undefined) requests.push({ message: { $case: "stdinClosed", value: {} } });
  return collect(client().exec(requests));
}

async function output(pod: string, command: string, container = "main"): Promise<string> {
  return (await exec(pod, container, ["/bin/sh", "-c", command])).stdout.toString();
}

async function logs(pod: string, more: Partial<GetLogsRequest> = {}): Promise<string> {
  const chunks: Buffer[] = [];
  const request = {
    container: { namespace: "default", pod, podUid: "", container: "main" },
    follow: false,
    previous: false,
    timestamps: false,
    tailLines: undefined,
    limitBytes: undefined,
    sinceTimeNs: undefined,
    stream: "",
    ...more,
  };
  for await (const { data } of client().getLogs(request)) chunks.push(data);
  return Buffer.concat(chunks).toString();
}

test("a pod with init container, sidecar and volumes of every kind", async () => {
  await api.create(configMaps, { metadata: { namespace: "default", name: "settings" }, data: { color: "red" } });
  await api.create(secrets, {
    metadata: { namespace: "default", name: "keys" },
    data: { token: Buffer.from("s3cret").toString("base64") },
  });
  const mounts = ["config", "secret", "scratch", "projected", "memory"].map((name) => ({
    name,
    mountPath: `/${name}`,
  }));
  await create(
    "full",
    {
      initContainers: [
        shell("init", "echo from-init > /scratch/init", { volumeMounts: [{ name: "scratch", mountPath: "/scratch" }] }),
        shell("side", "sleep 1000", { restartPolicy: "Always" }),
      ],
      containers: [
        shell("main", "sleep 1000", {
          volumeMounts: [...mounts, { name: "config", mountPath: "/one", subPath: "color" }],
          env: [{ name: "COLOR", valueFrom: { configMapKeyRef: { name: "settings", key: "color" } } }],
        }),
      ],
      volumes: [
        { name: "config", configMap: { name: "settings" } },
        { name: "secret", secret: { secretName: "keys", defaultMode: 0o400 } },
        { name: "scratch", emptyDir: {} },
        { name: "memory", emptyDir: { medium: "Memory", sizeLimit: "1Mi" } },
        {
          name: "projected",
          projected: {
            sources: [
              { serviceAccountToken: { path: "token" } },
              { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
            ],
          },
        },
      ],
    },
    { labels: { app: "full" } },
  );
  const pod = await ready("full");
  expect(pod.status?.podIP).toMatch(/^10\.215\.0\./);
  expect(
    await output(
      "full",
      "cat /scratch/init /secret/token /projected/labels /one; echo $COLOR; stat -c %a /secret/..data/token; hostname; grep -c full /etc/hosts; df /memory | tail -1 | cut -c1-5",
    ),
  ).toBe('from-init\ns3credapp="full"redred\n400\nfull\n1\ntmpfs\n'.replace("s3cred", "s3cret"));
  expect(await output("full", "cat /projected/token")).toMatch(/^token-\d+$/);
  const current = await api.get(configMaps, { namespace: "default", name: "settings" });
  await api.update(configMaps, { ...current, data: { color: "blue" } });
  await eventually(
    "the container sees the new value",
    async () => (await output("full", "cat /config/color")) === "blue",
  );
  await remove("full");
}, 60_000);

test("exec: exit codes, both outputs, half-closed input, 5 MB both ways", async () => {
  await create("exec", { containers: [shell("main", "sleep 1000")] });
  await ready("exec");
  expect(await exec("exec", "main", ["/bin/sh", "-c", "echo out; echo err >&2; exit 7"])).toEqual({
    stdout: Buffer.from("out\n"),
    stderr: "err\n",
    exit: { code: 7, error: "" },
  });
  expect((await exec("exec", "main", ["/bin/true"])).exit).toEqual({ code: 0, error: "" });
  expect((await exec("exec", "main", ["/no/such"])).exit?.error).not.toBe("");
  expect((await exec("exec", "main", ["/bin/cat"], Buffer.from("hello"))).stdout.toString()).toBe("hello");
  const large = Buffer.alloc(5 * MEBIBYTE, "0123456789abcdef");
  const copied = await exec("exec", "main", ["/bin/cat"], large);
  expect(copied.stdout.length).toBe(large.length);
  expect(copied.stdout.equals(large)).toBe(true);
  expect(copied.exit?.code).toBe(0);
  await remove("exec");
}, 60_000);

test("attach: input reaches the main process, its output comes back", async () => {
  await create("attach", {
    restartPolicy: "Never",
    containers: [shell("main", "while read line; do echo got $line; done; exit 4", { stdin: true, stdinOnce: true })],
  });
  await ready("attach");
  const requests = new Pushable<
    Parameters<Client<typeof KubeletServiceDefinition>["attach"]>[0] extends AsyncIterable<infer R> ? R : never
  >();
  requests.push({
    message: {
      $case: "start",
      value: {
        container: { namespace: "default", pod: "attach", podUid: "", container: "main" },
        stdin: true,
        stdout: true,
        stderr: true,
        tty: false,
      },
    },
  });
  requests.push({ message: { $case: "stdin", value: Buffer.from("one\ntwo\n") } });
  requests.push({ message: { $case: "stdinClosed", value: {} } });
  expect((await collect(client().attach(requests))).stdout.toString()).toBe("got one\ngot two\n");
  await eventually("it ended", async () => (await read("attach"))?.status?.phase === "Failed");
  expect((await statusOf("attach", "main"))?.state?.terminated?.exitCode).toBe(4);
  await remove("attach");
}, 60_000);

test("port-forward reaches what listens inside the pod; a closed port is told", async () => {
  const probe = { exec: { command: ["/bin/sh", "-c", "netstat -ltn | grep -q :8080"] }, periodSeconds: 1 };
  await create("web", {
    containers: [
      shell("main", "mkdir /w; echo forwarded > /w/index.html; exec httpd -f -p 127.0.0.1:8080 -h /w", {
        readinessProbe: probe,
      }),
    ],
  });
  await ready("web");
  const forward = async (port: number): Promise<string> => {
    type Request =
      Parameters<Client<typeof KubeletServiceDefinition>["portForward"]>[0] extends AsyncIterable<infer R> ? R : never;
    const requests = new Pushable<Request>();
    requests.push({ message: { $case: "start", value: { namespace: "default", pod: "web", podUid: "", port } } });
    requests.push({ message: { $case: "data", value: Buffer.from("GET / HTTP/1.0\r\n\r\n") } });
    requests.push({ message: { $case: "dataClosed", value: {} } });
    let text = "";
    for await (const { message } of client().portForward(requests))
      text += message?.$case === "data" ? message.value.toString() : `error: ${message?.value}`;
    return text;
  };
  expect(await forward(8080)).toMatch(/^HTTP\/1\.. 200[^]*forwarded\n$/);
  expect(await forward(8081)).toMatch(/^error: .*refused/);
  await remove("web");
}, 60_000);

test("logs: all, the last lines, since a time, with times, followed to the end, of the run before", async () => {
  await create("talk", {
    restartPolicy: "OnFailure",
    containers: [
      shell(
        "main",
        "for i in 1 2 3; do echo run-$([ -e /marks/again ] && echo second || echo first)-$i; done; echo problem >&2; [ -e /marks/again ] && sleep 2 && exit 0; touch /marks/again; exit 1",
        { volumeMounts: [{ name: "marks", mountPath: "/marks" }] },
      ),
    ],
    volumes: [{ name: "marks", emptyDir: {} }],
  });
  await eventually(
    "it runs again",
    async () =>
      (await statusOf("talk", "main"))?.state?.running !== undefined &&
      (await statusOf("talk", "main"))?.restartCount === 1,
  );
  expect(await logs("talk", { follow: true })).toBe("run-second-1\nrun-second-2\nrun-second-3\nproblem\n");
  await eventually("it succeeded", async () => (await read("talk"))?.status?.phase === "Succeeded");
  expect(await logs("talk", { previous: true, stream: "Stdout" })).toBe("run-first-1\nrun-first-2\nrun-first-3\n");
  expect(await logs("talk", { tailLines: 2n })).toBe("run-second-3\nproblem\n");
  expect(await logs("talk", { limitBytes: 5n })).toBe("run-s");
  expect(await logs("talk", { tailLines: 1n, timestamps: true })).toMatch(
    /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d) problem\n$/,
  );
  expect(await logs("talk", { sinceTimeNs: BigInt(Date.now() + 60_000) * 1_000_000n })).toBe("");
  await remove("talk");
}, 60_000);

test("a liveness probe over HTTP restarts the container; its last words are kept", async () => {
  const livenessProbe = {
    httpGet: { path: "/alive", port: 8080 },
    periodSeconds: 1,
    failureThreshold: 1,
    initialDelaySeconds: 1,
  };
  await create("sick", {
    containers: [
      shell("main", "echo last-words > /dev/termination-log; mkdir /w; exec httpd -f -p 8080 -h /w", { livenessProbe }),
    ],
  });
  const status = await eventually("it was restarted", async () => {
    const current = await statusOf("sick", "main");
    return (current?.restartCount ?? 0) >= 1 && current;
  });
  expect(status.lastState?.terminated?.message).toBe("last-words\n");
  await remove("sick");
}, 60_000);

test("limits reach the kernel, and change while the container runs", async () => {
  const containers = (cpu: string) => [
    shell("main", "sleep 1000", { resources: { requests: { cpu, memory: "32Mi" }, limits: { cpu, memory: "32Mi" } } }),
  ];
  await create("limited", { containers: containers("200m") });
  await ready("limited");
  const quota = "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cut -d' ' -f1 /sys/fs/cgroup/cpu.max";
  expect(await output("limited", quota)).toBe("20000\n");
  const current = (await read("limited")) as Pod;
  await api.update(pods, { ...current, spec: { ...current.spec, containers: containers("300m") } as PodSpec });
  await eventually("the kernel has the new limit", async () => (await output("limited", quota)) === "30000\n");
  expect((await statusOf("limited", "main"))?.restartCount).toBe(0);
  await remove("limited");
}, 60_000);

test("preStop runs before TERM, and the grace is kept", async () => {
  const lifecycle = { preStop: { exec: { command: ["/bin/sh", "-c", "echo stopping > /shared/pre"] } } };
  await create("graceful", {
    terminationGracePeriodSeconds: 5,
    containers: [
      shell("main", "trap 'cat /shared/pre; exit 3' TERM; while true; do sleep 0.1; done", {
        lifecycle,
        volumeMounts: [{ name: "shared", mountPath: "/shared" }],
      }),
    ],
    volumes: [{ name: "shared", emptyDir: {} }],
  });
  await ready("graceful");
  const followed = logs("graceful", { follow: true });
  const began = Date.now();
  await remove("graceful");
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(await followed).toBe("stopping\n");
}, 60_000);

test("a kubelet that is started again leaves the containers alone, and removes what was deleted meanwhile", async () => {
  for (const name of ["stays", "orphan"]) await create(name, { containers: [shell("main", "sleep 1000")] });
  const before = (await ready("stays")).status?.containerStatuses?.[0]?.containerID;
  await ready("orphan");
  await kubelet.stop();
  await api.delete(pods, { namespace: "default", name: "orphan" }, { gracePeriodSeconds: 0 });
  kubelet = await start();
  const channel = containerd.channel();
  const runtime = new ContainerRuntime(channel);
  await eventually("the orphan is gone", async () => !(await runtime.listPods()).some((pod) => pod.name === "orphan"));
  await channel.close();
  const after = await ready("stays");
  expect(after.status?.containerStatuses).toMatchObject([{ containerID: before, restartCount: 0 }]);
  await remove("stays");
}, 60_000);

test("the pod network is reached from the node, and hostNetwork pods share the node's", async () => {
  await create("net", {
    containers: [
      shell("main", "mkdir /w; exec httpd -f -p 8080 -h /w", {
        readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
      }),
    ],
  });
  const pod = await ready("net");
  const socket = connect(8080, pod.status?.podIP ?? "");
  await once(socket, "connect");
  socket.destroy();
  await create("host", { hostNetwork: true, containers: [shell("main", "sleep 1000")] });
  expect((await ready("host")).status).toMatchObject({ podIP: "127.0.0.1", hostIP: "127.0.0.1" });
  await remove("host");
  await remove("net");
}, 60_000);

test("a log that grows is put aside; who follows it misses nothing", async () => {
  const LINES = 1200;
  await create("chatty", {
    restartPolicy: "Never",
    containers: [shell("main", `i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo line-$i; usleep 20000; done`)],
  });
  const pod = await ready("chatty");
  const followed = await logs("chatty", { follow: true });
  expect(followed.trim().split("\n")).toEqual(Array.from({ length: LINES }, (_, index) => `line-${index + 1}`));
  const folder = join(containerd.folder, "logs", `default_chatty_${pod.metadata?.uid}`, "main");
  expect((await readdir(folder)).map((name) => name.replace(/\d{8}-\d{6}$/, "TIME")).sort()).toEqual([
    "0.log",
    "0.log.TIME",
  ]);
  await remove("chatty");
}, 60_000);
