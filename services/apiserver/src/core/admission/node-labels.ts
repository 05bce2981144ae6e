/**
 * Labels that decide where pods go must not be set by the node itself. Source: kubernetes
 * `kubelet/pkg/apis/well_known_labels.go`.
 */

const RESTRICTED = "node-restriction.kubernetes.io";
const KUBERNETES: readonly string[] = ["kubernetes.io", "k8s.io"];
const OF_KUBELETS: readonly string[] = ["kubelet.kubernetes.io", "node.kubernetes.io"];
// prettier-ignore
const KUBELET_LABELS: readonly string[] = [
  "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region", "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type", "kubernetes.io/os",
  "kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/arch",
];

type Labels = Readonly<Record<string, string>>;

const isWithin = (domain: string, parents: readonly string[]): boolean =>
  parents.some((parent) => domain === parent || domain.endsWith(`.${parent}`));

function isForbidden(label: string): boolean {
  const slash = label.indexOf("/");
  const domain = slash < 0 ? "" : label.slice(0, slash);
  if (isWithin(domain, [RESTRICTED])) return true;
  return isWithin(domain, KUBERNETES) && !KUBELET_LABELS.includes(label) && !isWithin(domain, OF_KUBELETS);
}

/** Those labels that differ and that a kubelet may not change, in order. */
export function forbiddenLabels(labels: Labels = {}, old: Labels = {}): string[] {
  const changed = [...new Set([...Object.keys(labels), ...Object.keys(old)])].filter(
    (label) => labels[label] !== old[label],
  );
  return changed.filter(isForbidden).sort();
}
