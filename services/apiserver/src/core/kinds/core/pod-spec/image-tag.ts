/**
 * The tag of an image reference, "latest" when there is neither tag nor digest.
 * Only a colon after the last slash starts a tag; earlier ones belong to a registry's port.
 */
export function imageTag(reference: string): string {
  const [name = "", digest] = reference.split("@");
  const last = name.slice(name.lastIndexOf("/") + 1);
  const colon = last.indexOf(":");
  if (colon >= 0) return last.slice(colon + 1);
  return digest === undefined ? "latest" : "";
}

/** Mutable tags are pulled every time. Source: kubernetes `pkg/apis/core/v1/defaults.go`. */
export const defaultPullPolicy = (reference: string): string =>
  imageTag(reference) === "latest" ? "Always" : "IfNotPresent";
