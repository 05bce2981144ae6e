/** How often an image is asked for. Source: Kubernetes docs, "Images: Image pull policy". */
export type PullPolicy = "Always" | "IfNotPresent" | "Never";

/** The policy in force: `:latest` and no tag mean Always, unless the pod says otherwise. */
export function pullPolicy(image: string, asked: string | undefined): PullPolicy {
  if (asked === "Always" || asked === "IfNotPresent" || asked === "Never") return asked;
  return imageTag(image) === "latest" ? "Always" : "IfNotPresent";
}

function imageTag(image: string): string {
  if (image.includes("@")) return "";
  const last = image.split("/").at(-1) ?? "";
  const colon = last.indexOf(":");
  return colon < 0 ? "latest" : last.slice(colon + 1);
}

/** The registry's host of an image, for credentials. Source: distribution reference grammar. */
export function imageRegistry(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost") ? first : "docker.io";
}

/** The grammar of image names, loosely: enough to refuse what no registry could serve. */
export function isValidImage(image: string): boolean {
  return (
    /^[a-zA-Z0-9][a-zA-Z0-9._:/-]*(@[a-z0-9]+:[a-f0-9]+)?$/.test(image) &&
    image === image.trim() &&
    !/[A-Z]/.test(image.split("/").slice(1).join("/").split(/[:@]/)[0] ?? "")
  );
}
