import { qualifiedResource } from "@flotilla/api/status.js";
import type { KubeObject } from "@flotilla/api";
import { namespaces, pods } from "@flotilla/api/resources.js";
import type { Namespace } from "@flotilla/api/types/core/v1.js";
import { ifFound, isNotFound, type ReconcileResult } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import {
  isEmptied,
  NAMESPACE_FINALIZER,
  namespaceConditions,
  nextLookMs,
  type Emptying,
  type Remainder,
} from "../core/namespace.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";
import { builtinDeletable, crdType, customType, typeKey, type AnyType } from "./deletable-resources.js";
import { messageOf } from "./pod-control.js";
import { writeStatus } from "./write-status.js";

const NAME = "namespace-controller";
const WORKERS = 10;

export const namespaceController: ControllerDefinition = {
  name: NAME,
  aliases: ["namespace"],
  summary: "empties namespaces that are being deleted, and lets them go",
  onByDefault: true,
  start: startNamespaces,
};

function startNamespaces(context: ControllerContext): Running {
  const { client, environment } = context;
  const run = new ControllerRun(context, { name: NAME, concurrency: WORKERS, reconcile });
  const namespaceInformer = run.informer(namespaces);
  run.on(
    namespaceInformer,
    (namespace) => namespace.metadata?.deletionTimestamp && run.queue.add(namespace.metadata.name ?? ""),
  );

  async function reconcile(name: string): Promise<ReconcileResult | void> {
    const namespace = namespaceInformer.store.get(name);
    if (!namespace?.metadata?.deletionTimestamp || !namespace.spec?.finalizers?.includes(NAMESPACE_FINALIZER)) return;
    const emptying = await empty(name);
    const conditions = namespaceConditions(namespace, emptying, environment.clock.now());
    await writeStatus(client, namespaces, namespace, { ...namespace.status, phase: "Terminating", conditions });
    if (!isEmptied(emptying)) return { requeueAfterMs: nextLookMs(emptying) };
    await ifFound(finalize(name, namespace));
  }

  async function finalize(name: string, { metadata }: Namespace): Promise<void> {
    const fresh = await client.get(namespaces, { name });
    if (fresh.metadata?.uid !== metadata?.uid) return;
    const finalizers = fresh.spec?.finalizers?.filter((finalizer) => finalizer !== NAMESPACE_FINALIZER) ?? [];
    await client.update(namespaces, { ...fresh, spec: { ...fresh.spec, finalizers } }, { subresource: "finalize" });
  }

  async function empty(namespace: string): Promise<Emptying> {
    const { types, discoveryFailure } = await namespacedTypes();
    // Pods first: what they may need on their way out (policies, secrets, accounts) goes after them. Source: KEP-5080.
    const first = await emptyTypes(namespace, [pods]);
    if (!isEmptied(first)) return { ...first, discoveryFailure };
    const rest = await emptyTypes(
      namespace,
      types.filter((type) => typeKey(type) !== typeKey(pods)),
    );
    return { ...rest, discoveryFailure };
  }

  async function namespacedTypes(): Promise<{ types: AnyType[]; discoveryFailure?: string }> {
    const builtin = builtinDeletable.filter((type) => type.namespaced);
    try {
      const custom = (await client.list(crdType)).items.flatMap((definition) => customType(definition) ?? []);
      return { types: [...builtin, ...custom.filter((type) => type.namespaced)] };
    } catch (error) {
      if (isNotFound(error)) return { types: builtin };
      return { types: builtin, discoveryFailure: `custom resources: ${messageOf(error)}` };
    }
  }

  async function emptyTypes(namespace: string, types: readonly AnyType[]): Promise<Emptying> {
    const remaining: Remainder[] = [];
    const failures: { resource: string; message: string }[] = [];
    await Promise.all(
      types.map(async (type) => {
        const resource = qualifiedResource(type);
        try {
          const left = await emptyType(namespace, type);
          if (left.length > 0) remaining.push(remainderOf(resource, left));
        } catch (error) {
          // Not served here: then there is nothing of it either.
          if (!isNotFound(error)) failures.push({ resource, message: messageOf(error) });
        }
      }),
    );
    const byName = (a: { resource: string }, b: { resource: string }): number => (a.resource < b.resource ? -1 : 1);
    return { remaining: remaining.sort(byName), failures: failures.sort(byName) };
  }

  async function emptyType(namespace: string, type: AnyType): Promise<KubeObject[]> {
    const before = await client.list(type, { namespace, limit: 1 });
    if (before.items.length === 0) return [];
    await client.deleteCollection(type, { namespace, propagationPolicy: "Background" });
    return (await client.list(type, { namespace })).items;
  }

  return run.start();
}

function remainderOf(resource: string, left: readonly KubeObject[]): Remainder {
  const finalizers = new Map<string, number>();
  for (const object of left)
    for (const finalizer of object.metadata?.finalizers ?? [])
      finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
  const graceSeconds = Math.max(0, ...left.map((object) => object.metadata?.deletionGracePeriodSeconds ?? 0));
  return { resource, count: left.length, finalizers, graceSeconds };
}
