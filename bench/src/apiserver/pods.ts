import { PutRequest, TxnRequest, type RequestOp } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { KVDefinition } from "@flotilla/contracts/gen/etcdserverpb/rpc.js";
import { createClient, grpcChannel } from "@flotilla/service";
import type { ApiServer } from "./api-servers.js";

export const NAMESPACE = "bench";
export const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
/** Pods in one transaction of the store; etcd takes up to 128 operations. */
const FILL_BATCH = 100;

export function podNamed(name: string) {
  const probe = { httpGet: { path: "/healthz", port: 8080 }, periodSeconds: 10 };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: NAMESPACE, labels: { app: "bench", tier: "web", "pod-template-hash": "6d4cf56db6" } },
    spec: {
      containers: [
        {
          name: "main",
          image: "registry.example.com/team/service:1.2.3",
          env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
          ports: [{ containerPort: 8080 }],
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
          readinessProbe: probe,
          livenessProbe: probe,
        },
      ],
    },
  };
}

/** A namespace in which pods can be made: no controller runs here that would create its service account. */
export async function prepareNamespace({ client }: ApiServer): Promise<void> {
  await client.succeed("POST", "/api/v1/namespaces", { metadata: { name: NAMESPACE } });
  await client.succeed("POST", `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, { metadata: { name: "default" } });
}

/**
 * Puts pods into the store, under the server: creating 100 000 through the API would take minutes. They are what the
 * server itself made of one pod, under other names.
 */
export async function fillPods(server: ApiServer, first: number, count: number): Promise<void> {
  const { client, etcdAddress } = server;
  const { code } = await client.send("POST", PODS, podNamed("template"));
  if (code !== 201 && code !== 409) throw new Error(`creating the template was answered ${code}`);
  const { body } = await client.succeed("GET", `${PODS}/template`);
  const template = JSON.parse(body.toString()) as { metadata: Record<string, unknown> };
  delete template.metadata["resourceVersion"];
  const channel = grpcChannel(etcdAddress);
  const kv = createClient(KVDefinition, channel);
  for (let at = first; at < first + count; at += FILL_BATCH) {
    const serials = Array.from({ length: Math.min(FILL_BATCH, first + count - at) }, (_, index) => at + index);
    const success = serials.map((serial): RequestOp => ({
      request: { $case: "requestPut", value: putOf(template, serial) },
    }));
    await kv.txn(TxnRequest.fromPartial({ success }));
  }
  await channel.close();
}

function putOf(template: { metadata: object }, serial: number): PutRequest {
  const digits = String(serial).padStart(12, "0");
  const name = `filled-${digits}`;
  const pod = {
    ...template,
    metadata: { ...template.metadata, name, uid: `00000000-0000-4000-8000-${digits}` },
  };
  const key = Buffer.from(`/registry/pods/${NAMESPACE}/${name}`);
  return PutRequest.fromPartial({ key, value: Buffer.from(JSON.stringify(pod)) });
}
