import { badRequest, methodNotSupported, successStatus } from "@flotilla/api/status.js";
import type { KubeObject } from "@flotilla/api";
import type { ExpectedKind } from "@flotilla/api/decode/decode-object.js";
import type { Gate } from "../../core/gate.js";
import { groupResource } from "../../core/registry/resource.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import type { UserInfo } from "../../core/request.js";
import type { Entry } from "../../core/storage/entry.js";
import { attributesOf, reportWarnings, type Caller, type Target, type WriteOptions } from "../../core/verbs/caller.js";
import { deleteCollection } from "../../core/verbs/delete-collection.js";
import { deleteObject, toDeleteOptions } from "../../core/verbs/delete.js";
import { listObjects } from "../../core/verbs/list.js";
import { postObject } from "../../core/verbs/post.js";
import { checkServed, kindAt, resolveTarget } from "../../core/verbs/target.js";
import type { Machinery } from "../../core/verbs/machinery.js";
import { patchObject } from "../../core/verbs/patch.js";
import { getObject } from "../../core/verbs/read.js";
import { viewOf } from "../../core/verbs/scale.js";
import { updateObject } from "../../core/verbs/update.js";
import { watchObjects } from "../../core/verbs/watch.js";
import type { KubeletPool } from "../kubelet/kubelet-pool.js";
import { UpgradeHandler, type Upgrade } from "../streams/upgrade-handler.js";
import type { TlsSource } from "@flotilla/service";
import { proxyTarget } from "../../core/verbs/proxy-target.js";
import { deprecationOf } from "./deprecations.js";
import { proxyRequest, proxyUpgrade } from "./proxy.js";
import { InFlight, withDeadline, type InFlightLimits } from "./request-limits.js";
import type { Exchange } from "./exchange.js";
import { sendLogs } from "./logs.js";
import type { ResourceRequests } from "./rest-server.js";
import { decodePatch } from "./patch-body.js";
import {
  ALL_ENCODINGS,
  MEDIA_TYPE_OF,
  negotiate,
  STREAM_ENCODINGS,
  type Negotiated,
  type Transform,
} from "./negotiation.js";
import { deleteOptionsOf, isWatch, listOptionsOf, writeOptionsOf } from "./query.js";
import { renderEntry, renderList, renderObject } from "./render.js";
import { decodeBody } from "./request-body.js";
import type { ResourcePath } from "./request-path.js";
import { printerFor, type IncludeObject, type TableOptions } from "./table.js";
import { WatchFlusher } from "./watch-flusher.js";
import { frameWriter } from "./watch-frames.js";
import { streamWatch } from "./watch-stream.js";

const OBJECT_TRANSFORMS: readonly Transform[] = ["Table", "PartialObjectMetadata"];
const LIST_TRANSFORMS: readonly Transform[] = ["Table", "PartialObjectMetadataList"];

/** Subresources that are streams into a pod. */
const STREAMS: ReadonlySet<string> = new Set(["exec", "attach", "portforward"]);

export interface ResourceHandlerOptions {
  readonly machinery: Machinery;
  readonly registry: ResourceRegistry;
  readonly gate: Gate;
  readonly kubelets: KubeletPool;
  /** How this server shows itself to kubelets that are proxied to. */
  readonly toNodes: TlsSource | undefined;
  readonly limits: InFlightLimits;
}

/** Requests in the grammar of resources. */
export class ResourceHandler implements ResourceRequests {
  readonly #upgrades: UpgradeHandler;
  readonly #inFlight: InFlight;
  readonly #flusher = new WatchFlusher();

  constructor(private readonly options: ResourceHandlerOptions) {
    this.#inFlight = new InFlight(options.limits);
    this.#upgrades = new UpgradeHandler(options.machinery, options.kubelets);
  }

  async handleUpgrade(upgrade: Omit<Upgrade, "target">, path: ResourcePath, user: UserInfo): Promise<void> {
    const target = resolveTarget(this.options.registry, path);
    const { resource, subresource } = target;
    const isStream =
      resource.group === "" && resource.resource === "pods" && (STREAMS.has(subresource) || subresource === "log");
    // Whatever the method: a stream into a container changes it. Source: KEP-4006, since 1.35.
    await this.options.gate.authorize(attributesOf(target, STREAMS.has(subresource) ? "create" : "get", user));
    if (subresource === "proxy") {
      const { request, socket, head, query } = upgrade;
      proxyUpgrade(
        request,
        socket,
        head,
        await this.#proxyTarget(target),
        pathWithQuery(path.rest, query),
        this.options.toNodes,
      );
      return;
    }
    if (!isStream) throw badRequest("this resource cannot be streamed");
    await this.#upgrades.handle({ ...upgrade, target });
  }

  async handle(exchange: Exchange, path: ResourcePath, user: UserInfo): Promise<void> {
    const target = resolveTarget(this.options.registry, path);
    const verb = verbOf(exchange, path);
    await this.options.gate.authorize(attributesOf(target, verb, user, exchange.query.get("fieldSelector") ?? ""));
    if (target.subresource === "proxy") return this.#proxy(exchange, target, path.rest);
    checkServed(target, verb);
    const deprecation = deprecationOf(target.resource);
    if (deprecation !== undefined) exchange.warn(deprecation);
    const caller: Caller = {
      user,
      userAgent: exchange.header("user-agent"),
      signal: exchange.signal,
      warn: (text) => exchange.warn(text),
    };
    if (verb === "watch" || target.subresource === "log") return this.#run(exchange, target, verb, caller);
    const isWrite = verb !== "get" && verb !== "list";
    const { clock } = this.options.machinery;
    await this.#inFlight.run(isWrite, user.groups, () =>
      withDeadline(clock, isWrite, exchange.query.get("timeout") ?? "", exchange.signal, (signal) =>
        this.#run(exchange, target, verb, { ...caller, signal }),
      ),
    );
  }

  async #proxy(exchange: Exchange, target: Target, rest: string): Promise<void> {
    if (rest === "" && exchange.method === "GET" && !exchange.path.endsWith("/")) {
      exchange.setHeader("location", pathWithQuery(`${exchange.path}/`, exchange.query));
      return exchange.sendEmpty(301);
    }
    await proxyRequest(
      exchange,
      await this.#proxyTarget(target),
      pathWithQuery(rest, exchange.query),
      this.options.toNodes,
    );
  }

  #proxyTarget({ resource, namespace, name }: Target) {
    const { reader, rng } = this.options.machinery;
    return proxyTarget(reader, rng, resource.resource, namespace, name);
  }

  async #run(exchange: Exchange, target: Target, verb: string, caller: Caller): Promise<void> {
    switch (verb) {
      case "get":
        return this.#get(exchange, target, caller);
      case "list":
        return this.#list(exchange, target, caller);
      case "watch":
        return this.#watch(exchange, target, caller);
      case "create":
        return this.#create(exchange, target, caller);
      case "update":
        return this.#update(exchange, target, caller);
      case "patch":
        return this.#patch(exchange, target, caller);
      case "delete":
        return this.#delete(exchange, target, caller);
      case "deletecollection":
        return this.#deleteCollection(exchange, target, caller);
      default:
        throw methodNotSupported(groupResource(target.resource), verb);
    }
  }

  async #get(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    if (STREAMS.has(target.subresource)) throw badRequest("Upgrade request required");
    if (target.subresource === "log") return sendLogs(exchange, target, this.options.machinery, this.options.kubelets);
    const negotiated = objectNegotiation(exchange);
    const entry = await getObject(this.options.machinery, target, exchange.query.get("resourceVersion") ?? "", caller);
    await this.#sendEntry(exchange, 200, viewOf(target, entry), target, negotiated);
  }

  async #list(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = negotiationFor(exchange, ALL_ENCODINGS, LIST_TRANSFORMS);
    const result = await listObjects(this.options.machinery, target, listOptionsOf(exchange.query), caller);
    const body = renderList(result, target.resource, negotiated, this.#tableOptions(exchange));
    await exchange.send(200, contentTypeOf(negotiated), body);
  }

  async #watch(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = negotiationFor(exchange, STREAM_ENCODINGS, OBJECT_TRANSFORMS);
    const table = this.#tableOptions(exchange);
    const watcher = await watchObjects(this.options.machinery, target, listOptionsOf(exchange.query), caller);
    await streamWatch(exchange, watcher, frameWriter(target.resource, negotiated, table), this.#flusher);
  }

  async #create(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = objectNegotiation(exchange);
    const options = writeOptionsOf(exchange.query, "CreateOptions");
    const object = await readObject(exchange, kindAt(target), options, caller);
    const entry = await postObject(this.options.machinery, target, object, options, caller);
    await this.#sendEntry(exchange, 201, entry, target, negotiated);
  }

  async #update(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = objectNegotiation(exchange);
    const options = writeOptionsOf(exchange.query, "UpdateOptions");
    const object = await readObject(exchange, kindAt(target), options, caller);
    const { entry, created } = await updateObject(this.options.machinery, target, object, options, caller);
    await this.#sendEntry(exchange, created ? 201 : 200, entry, target, negotiated);
  }

  async #patch(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = objectNegotiation(exchange);
    const options = writeOptionsOf(exchange.query, "PatchOptions");
    const patch = decodePatch(await exchange.body(caller.signal), exchange.header("content-type"), exchange.query);
    const { entry, created } = await patchObject(this.options.machinery, target, patch, options, caller);
    await this.#sendEntry(exchange, created ? 201 : 200, entry, target, negotiated);
  }

  async #delete(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = objectNegotiation(exchange);
    const options = await deleteOptions(exchange, caller);
    const { entry, gone } = await deleteObject(this.options.machinery, target, options, caller);
    if (!gone) return this.#sendEntry(exchange, 200, entry, target, negotiated);
    await this.#sendDeleted(exchange, target, entry, negotiated);
  }

  async #deleteCollection(exchange: Exchange, target: Target, caller: Caller): Promise<void> {
    const negotiated = negotiationFor(exchange, ALL_ENCODINGS, LIST_TRANSFORMS);
    const list = listOptionsOf(exchange.query);
    const { entries, revision } = await deleteCollection(
      this.options.machinery,
      target,
      list,
      await deleteOptions(exchange, caller),
      caller,
    );
    const result = { entries, revision, continue: "", remainingItemCount: undefined };
    await exchange.send(
      200,
      contentTypeOf(negotiated),
      renderList(result, target.resource, negotiated, this.#tableOptions(exchange)),
    );
  }

  /** Most kinds answer with a Status, some with the object itself. */
  async #sendDeleted(exchange: Exchange, target: Target, entry: Entry, negotiated: Negotiated): Promise<void> {
    const { resource } = target;
    if (RETURNS_DELETED.has(resource.resource)) return this.#sendEntry(exchange, 200, entry, target, negotiated);
    const { name = "", uid = "" } = entry.object.metadata ?? {};
    const status = successStatus({ name, group: resource.group, kind: resource.resource, uid });
    const { code: _, ...body } = status;
    await exchange.send(
      200,
      contentTypeOf({ ...negotiated, transform: "none" }),
      renderObject(body as KubeObject, negotiated),
    );
  }

  async #sendEntry(
    exchange: Exchange,
    code: number,
    entry: Entry,
    { resource, subresource }: Target,
    negotiated: Negotiated,
  ): Promise<void> {
    const printer = printerFor(resource, subresource);
    await exchange.send(
      code,
      contentTypeOf(negotiated),
      renderEntry(entry, printer, negotiated, this.#tableOptions(exchange)),
    );
  }

  #tableOptions({ query }: Exchange): TableOptions {
    const includeObject = (query.get("includeObject") || "Metadata") as IncludeObject;
    if (!["None", "Metadata", "Object"].includes(includeObject))
      throw badRequest(`unrecognized includeObject value: ${JSON.stringify(includeObject)}`);
    return { includeObject, noHeaders: false, now: this.options.machinery.clock.now() };
  }
}

/** Kinds whose deletion answers with the object. Source: `ReturnDeletedObject` in upstream's registry. */
const RETURNS_DELETED: ReadonlySet<string> = new Set([
  "pods",
  "services",
  "serviceaccounts",
  "persistentvolumes",
  "persistentvolumeclaims",
  "podtemplates",
  "resourcequotas",
  "storageclasses",
  "csidrivers",
  "csinodes",
  "volumeattachments",
  "volumeattributesclasses",
]);

function pathWithQuery(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return `${path === "" ? "/" : path}${text === "" ? "" : `?${text}`}`;
}

function verbOf({ method, query }: Exchange, { name, watch }: ResourcePath): string {
  switch (method) {
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === "" ? "deletecollection" : "delete";
    case "GET":
    case "HEAD":
      if (watch) return "watch";
      if (name !== "") return "get";
      return isWatch(query) ? "watch" : "list";
    default:
      return "";
  }
}

async function readObject(
  exchange: Exchange,
  expected: ExpectedKind,
  options: WriteOptions,
  caller: Caller,
): Promise<KubeObject> {
  const { object, warnings } = decodeBody(
    await exchange.body(caller.signal),
    exchange.header("content-type"),
    expected,
    options.fieldValidation,
  );
  reportWarnings(warnings, caller);
  return object;
}

/** Every group and version takes them; the body may name any. */
const DELETE_OPTIONS: ExpectedKind = { group: "", version: "v1", kind: "DeleteOptions" };

async function deleteOptions(exchange: Exchange, { signal }: Caller) {
  const bytes = await exchange.body(signal);
  if (bytes.length === 0) return toDeleteOptions(deleteOptionsOf(exchange.query));
  const { object } = decodeBody(bytes, exchange.header("content-type"), DELETE_OPTIONS, "Ignore");
  return toDeleteOptions(object as Parameters<typeof toDeleteOptions>[0]);
}

function objectNegotiation(exchange: Exchange): Negotiated {
  return negotiationFor(exchange, ALL_ENCODINGS, OBJECT_TRANSFORMS);
}

function negotiationFor(
  exchange: Exchange,
  encodings: typeof ALL_ENCODINGS,
  transforms: readonly Transform[],
): Negotiated {
  const accept = exchange.header("accept");
  return negotiate({
    accept,
    userAgent: exchange.header("user-agent"),
    pretty: exchange.query.get("pretty"),
    encodings,
    transforms,
  });
}

function contentTypeOf({ encoding, transform }: Negotiated): string {
  return transform === "none"
    ? MEDIA_TYPE_OF[encoding]
    : `${MEDIA_TYPE_OF[encoding]};as=${transform};g=meta.k8s.io;v=v1`;
}
