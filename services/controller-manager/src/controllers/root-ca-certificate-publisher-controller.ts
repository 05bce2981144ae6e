import { semanticEqual } from "@flotilla/api";
import { configMaps, namespaces } from "@flotilla/api/resources.js";
import { isAlreadyExists } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "root-ca-certificate-publisher-controller";
const CONFIG_MAP = "kube-root-ca.crt";
const DESCRIPTION = {
  "kubernetes.io/description":
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. " +
    "No other usage is guaranteed across distributions of Kubernetes clusters.",
};

export const rootCaCertificatePublisher: ControllerDefinition = {
  name: NAME,
  aliases: ["root-ca-cert-publisher"],
  summary: "publishes the CA of the API in every namespace",
  onByDefault: true,
  start: (context) => {
    const { rootCa } = context.settings.credentials;
    return rootCa ? startPublisher(context, rootCa) : { unavailable: "needs --root-ca-file" };
  },
};

function startPublisher(context: ControllerContext, rootCa: string): Running {
  const run = new ControllerRun(context, { name: NAME, concurrency: 1, reconcile });
  const [namespaceInformer, mapInformer] = [run.informer(namespaces), run.informer(configMaps)];
  const wanted = { "ca.crt": rootCa };
  run.reconcileAll(namespaceInformer);
  run.on(mapInformer, (map) => map.metadata?.name === CONFIG_MAP && run.queue.add(map.metadata.namespace ?? ""));

  async function reconcile(namespace: string): Promise<void> {
    const active = namespaceInformer.store.get(namespace);
    if (!active || active.metadata?.deletionTimestamp) return;
    const current = mapInformer.store.get(`${namespace}/${CONFIG_MAP}`);
    if (!current) {
      const map = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { namespace, name: CONFIG_MAP, annotations: DESCRIPTION },
        data: wanted,
      };
      await context.client.create(configMaps, map).catch((error: unknown) => {
        if (!isAlreadyExists(error)) throw error;
      });
    } else if (!semanticEqual(current.data, wanted)) {
      const annotations = { ...current.metadata?.annotations, ...DESCRIPTION };
      await context.client.update(configMaps, {
        ...current,
        metadata: { ...current.metadata, annotations },
        data: wanted,
      });
    }
  }

  return run.start();
}
