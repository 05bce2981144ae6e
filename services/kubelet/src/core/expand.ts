/**
 * Replaces `$(NAME)` by its value, leaves `$(UNKNOWN)` as it stands, turns `$$` into `$`.
 * Source: Kubernetes docs, "Dependent environment variables".
 */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (match, name: string | undefined) => {
    if (match === "$$") return "$";
    return lookup(name ?? "") ?? match;
  });
}
