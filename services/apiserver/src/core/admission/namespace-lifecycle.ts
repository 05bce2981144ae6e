import { notFound } from "@flotilla/api/status.js";
import type { Namespace } from "@flotilla/api/types/core/v1.js";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { refuse } from "./shared.js";

/** Source: k8s.io/apiserver `pkg/admission/plugin/namespace/lifecycle/admission.go`. */

const IMMORTAL: readonly string[] = ["default", "kube-system", "kube-public"];

const isNamespace = ({ attributes: { group, resource } }: AdmissionRequest): boolean =>
  group === "" && resource === "namespaces";

/** To answer "no such namespace" would tell who may not know it which namespaces there are. */
const isAccessReview = ({ attributes: { group, resource } }: AdmissionRequest): boolean =>
  group === "authorization.k8s.io" && resource === "localsubjectaccessreviews";

async function requireNamespace(request: AdmissionRequest, reader: ObjectReader): Promise<void> {
  const { namespace: name } = request.attributes;
  const namespace = await reader.get<Namespace>("", "namespaces", "", name);
  if (namespace === undefined) throw notFound({ group: "", resource: "namespaces" }, name);
  if (request.operation !== "CREATE" || namespace.status?.phase !== "Terminating") return;
  throw refuse(request, `unable to create new content in namespace ${name} because it is being terminated`, [
    { reason: "NamespaceTerminating", message: `namespace ${name} is being terminated`, field: "metadata.namespace" },
  ]);
}

/** Nothing is created in a namespace that is not there or is going, and the first namespaces stay. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: "NamespaceLifecycle",
  handles: ({ operation }) => operation !== "CONNECT",
  async admit(request, reader) {
    if (request.operation === "DELETE" || request.attributes.namespace === "") return;
    if (!isNamespace(request) && !isAccessReview(request)) await requireNamespace(request, reader);
  },
  validate(request) {
    const { operation, attributes } = request;
    if (
      operation === "DELETE" &&
      isNamespace(request) &&
      attributes.subresource === "" &&
      IMMORTAL.includes(attributes.name)
    ) {
      return Promise.reject(refuse(request, "this namespace may not be deleted"));
    }
    return Promise.resolve();
  },
};
