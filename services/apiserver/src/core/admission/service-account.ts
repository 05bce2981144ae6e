import type {
  Container,
  Pod,
  PodSpec,
  ProjectedVolumeSource,
  ServiceAccount,
  Volume,
  VolumeMount,
} from "@flotilla/api/types/core/v1.js";
import { generateName, type RandomSource } from "@flotilla/api/names.js";
import { podReferences } from "../auth/node/pod-references.js";
import { INJECTED_EXPIRATION_SECONDS } from "../auth/reviews/token-request.js";
import type { ObjectReader } from "../request.js";
import type { AdmissionPlugin, AdmissionRequest } from "./plugin.js";
import { problemOfSecrets } from "./service-account-secrets.js";
import { refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/serviceaccount/admission.go`. */

const DEFAULT_ACCOUNT = "default";
const VOLUME_PREFIX = "kube-api-access-";
const MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";
const READABLE_BY_ALL = 0o644;

const tokenVolume = (): ProjectedVolumeSource => ({
  defaultMode: READABLE_BY_ALL,
  sources: [
    { serviceAccountToken: { path: "token", expirationSeconds: INJECTED_EXPIRATION_SECONDS } },
    { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
    {
      downwardAPI: { items: [{ path: "namespace", fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" } }] },
    },
  ],
});

/** Own mounts at the path win. True when the container got the mount. */
function mountInto(container: Container, mount: VolumeMount): boolean {
  if ((container.volumeMounts ?? []).some(({ mountPath }) => mountPath === MOUNT_PATH)) return false;
  container.volumeMounts = [...(container.volumeMounts ?? []), { ...mount }];
  return true;
}

function mountToken(spec: PodSpec, random: RandomSource): void {
  const existing = (spec.volumes ?? []).find(({ name }: Partial<Volume>) => name?.startsWith(VOLUME_PREFIX) === true);
  const name = existing?.name ?? generateName(VOLUME_PREFIX, random);
  const mount = { name, readOnly: true, mountPath: MOUNT_PATH };
  const mounted = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map((container) =>
    mountInto(container, mount),
  );
  if (existing === undefined && mounted.includes(true)) {
    spec.volumes = [...(spec.volumes ?? []), { name, projected: tokenVolume() }];
  }
}

async function accountOf(request: AdmissionRequest, name: string, reader: ObjectReader): Promise<ServiceAccount> {
  const { namespace } = request.attributes;
  const account = await reader.get<ServiceAccount>("", "serviceaccounts", namespace, name);
  if (account !== undefined) return account;
  throw refuse(request, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
}

/** A mirror shows what a kubelet runs anyhow: it must not make its node able to read anything. */
function checkMirror(request: AdmissionRequest, pod: Pod): void {
  const { secrets, serviceAccount } = podReferences(pod);
  if (serviceAccount !== "") throw refuse(request, "a mirror pod may not reference service accounts");
  if (secrets.size > 0) throw refuse(request, "a mirror pod may not reference secrets");
  const hasToken = (pod.spec?.volumes ?? []).some(({ projected }) =>
    (projected?.sources ?? []).some(({ serviceAccountToken }) => serviceAccountToken !== undefined),
  );
  if (hasToken) throw refuse(request, "a mirror pod may not use ServiceAccountToken volume projections");
}

const isMirror = ({ metadata }: Pod): boolean => metadata?.annotations?.[MIRROR_ANNOTATION] !== undefined;

/** Gives pods an account, its pull secrets, and a token of it in every container. */
export function serviceAccount(random: RandomSource): AdmissionPlugin {
  return {
    name: "ServiceAccount",
    handles({ attributes: { group, resource, subresource }, operation }) {
      if (group !== "" || resource !== "pods") return false;
      return (
        (operation === "CREATE" && subresource === "") ||
        (operation === "UPDATE" && subresource === "ephemeralcontainers")
      );
    },
    async admit(request, reader) {
      const pod = request.object as Pod | undefined;
      if (request.operation !== "CREATE" || pod?.spec === undefined || isMirror(pod)) return;
      const { spec } = pod;
      spec.serviceAccountName = spec.serviceAccountName || DEFAULT_ACCOUNT;
      // The name that the field once had is always shown along.
      spec.serviceAccount = spec.serviceAccountName;
      const account = await accountOf(request, spec.serviceAccountName, reader);
      if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec, random);
      const pullSecrets = account.imagePullSecrets ?? [];
      if ((spec.imagePullSecrets ?? []).length === 0 && pullSecrets.length > 0) {
        spec.imagePullSecrets = pullSecrets.map(({ name }) => (name === undefined ? {} : { name }));
      }
    },
    async validate(request, reader) {
      const pod = request.object as Pod | undefined;
      if (pod?.spec === undefined) return;
      if (request.operation === "CREATE" && isMirror(pod)) {
        checkMirror(request, pod);
        return;
      }
      const name = pod.spec.serviceAccountName ?? "";
      if (name === "") {
        throw refuse(
          request,
          `no service account specified for pod ${request.attributes.namespace}/${pod.metadata?.name ?? ""}`,
        );
      }
      const problem = problemOfSecrets(await accountOf(request, name, reader), pod.spec, request.operation);
      if (problem !== undefined) throw refuse(request, problem);
    },
  };
}
