import { apiVersionOf, type Resource } from "../../core/registry/resource.js";

/** Kinds that still work but should not be used; every request for one is answered with a warning. */
const DEPRECATIONS: Readonly<Record<string, string>> = {
  "v1 ComponentStatus": "v1 ComponentStatus is deprecated in v1.19+",
  "v1 Endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
};

export function deprecationOf(resource: Resource): string | undefined {
  return DEPRECATIONS[`${apiVersionOf(resource)} ${resource.kind}`];
}
