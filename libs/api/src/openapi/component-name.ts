import type { Message } from "../schema/schema.js";

/** Types that upstream keeps in packages of their own. */
const foreignNames: ReadonlyMap<string, string> = new Map([
  ["runtime.v1.Quantity", "io.k8s.apimachinery.pkg.api.resource.Quantity"],
  ["runtime.v1.IntOrString", "io.k8s.apimachinery.pkg.util.intstr.IntOrString"],
]);

/** The name of a message in OpenAPI documents, such as "io.k8s.api.apps.v1.Deployment". */
export function componentName(message: Message): string {
  return foreignNames.get(message.name) ?? `${message.package.componentPrefix}.${message.kind}`;
}

/** The name of a custom resource's kind: "example.com", "v1", "Widget" -> "com.example.v1.Widget". */
export function customComponentName(group: string, version: string, kind: string): string {
  return [...group.split(".").reverse(), version, kind].join(".");
}
