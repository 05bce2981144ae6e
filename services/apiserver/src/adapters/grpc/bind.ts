import { StatusError } from "@flotilla/api/status.js";
import type { BindRequest, BindResponse } from "@flotilla/contracts/gen/flotilla/apiserver/v1/apiserver.js";
import { Pushable } from "@flotilla/service";
import type { Credentials } from "../../core/auth/interfaces.js";
import type { Gate } from "../../core/gate.js";
import type { ResourceRegistry } from "../../core/registry/resource-registry.js";
import type { UserInfo } from "../../core/request.js";
import { bindPod } from "../../core/verbs/binding.js";
import { attributesOf } from "../../core/verbs/caller.js";
import type { Machinery } from "../../core/verbs/machinery.js";
import { toRpcError } from "./status-code.js";

export interface BindDependencies {
  readonly machinery: Machinery;
  readonly registry: ResourceRegistry;
  readonly gate: Gate;
  readonly report: (error: unknown) => void;
}

/** Carries decisions out side by side, and answers each when it is done. */
export async function* bindStream(
  dependencies: BindDependencies,
  requests: AsyncIterable<BindRequest>,
  credentials: Credentials,
  signal: AbortSignal,
): AsyncIterable<BindResponse> {
  const user = await dependencies.gate.authenticate(credentials).catch((error: unknown) => {
    throw toRpcError(error, dependencies.report);
  });
  const answers = new Pushable<BindResponse>();
  void carryOut(dependencies, requests, user, signal, answers);
  yield* answers;
}

async function carryOut(
  dependencies: BindDependencies,
  requests: AsyncIterable<BindRequest>,
  user: UserInfo,
  signal: AbortSignal,
  answers: Pushable<BindResponse>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  try {
    for await (const request of requests) {
      const done = bindOne(dependencies, request, user, signal)
        .then((answer) => void answers.push(answer))
        .finally(() => running.delete(done));
      running.add(done);
    }
    await Promise.all(running);
    answers.end();
  } catch (error) {
    answers.fail(toRpcError(error, dependencies.report));
  }
}

async function bindOne(
  dependencies: BindDependencies,
  request: BindRequest,
  user: UserInfo,
  signal: AbortSignal,
): Promise<BindResponse> {
  const { machinery, registry, gate, report } = dependencies;
  const { id, namespace, name, uid, nodeName } = request;
  try {
    const target = { resource: registry.get("", "v1", "pods"), namespace, name, subresource: "binding" };
    await gate.authorize(attributesOf(target, "create", user));
    const { entry } = await bindPod(machinery, { namespace, name, uid, nodeName, idempotent: true }, signal);
    return { id, reason: "", message: "", resourceVersion: String(entry.revision) };
  } catch (error) {
    if (error instanceof StatusError) return { id, reason: error.reason, message: error.message, resourceVersion: "" };
    report(error);
    return {
      id,
      reason: "InternalError",
      message: error instanceof Error ? error.message : String(error),
      resourceVersion: "",
    };
  }
}
