import type { KubeObject } from "@flotilla/api";
import { compareQuantities } from "@flotilla/api/quantity.js";
import type { PersistentVolumeClaim } from "@flotilla/api/types/core/v1.js";
import type { StorageClass } from "@flotilla/api/types/storage/v1.js";
import { quantityOrZero } from "../kinds/core/pod-spec/resources.js";
import { newestDefault } from "./newest-default.js";
import type { AdmissionPlugin } from "./plugin.js";
import { isAbout, refuse } from "./shared.js";

/** Source: kubernetes `plugin/pkg/admission/storage/**`. */

const CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
const DEFAULT_ANNOTATIONS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

const classOf = ({ metadata, spec }: PersistentVolumeClaim): string | undefined =>
  metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName;

/** Claims without a class get the default one. */
export const defaultStorageClass: AdmissionPlugin = {
  name: "DefaultStorageClass",
  handles: (request) => request.operation === "CREATE" && isAbout(request, "", "persistentvolumeclaims"),
  async admit({ object }, reader) {
    const claim = object as PersistentVolumeClaim;
    if (classOf(claim) !== undefined) return;
    const name = newestDefault(
      await reader.list<StorageClass>("storage.k8s.io", "storageclasses"),
      DEFAULT_ANNOTATIONS,
    );
    if (name !== undefined) claim.spec = { ...claim.spec, storageClassName: name };
  },
};

const PROTECTED: ReadonlyMap<string, string> = new Map([
  ["/persistentvolumes", "kubernetes.io/pv-protection"],
  ["/persistentvolumeclaims", "kubernetes.io/pvc-protection"],
  ["storage.k8s.io/volumeattributesclasses", "kubernetes.io/vac-protection"],
]);

/** Storage that is used stays until it is not: a controller takes the finalizer away then. */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: "StorageObjectInUseProtection",
  handles: ({ operation, attributes: { group, resource, subresource } }) =>
    operation === "CREATE" && subresource === "" && PROTECTED.has(`${group}/${resource}`),
  admit({ object, attributes: { group, resource } }) {
    const finalizer = PROTECTED.get(`${group}/${resource}`) ?? "";
    const metadata = ((object as KubeObject).metadata ??= {});
    if (!(metadata.finalizers ?? []).includes(finalizer))
      metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
    return Promise.resolve();
  },
};

/** Only bound claims grow, and only those of a class that allows it. */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: "PersistentVolumeClaimResize",
  handles: (request) => request.operation === "UPDATE" && isAbout(request, "", "persistentvolumeclaims"),
  async validate(request, reader) {
    const claim = request.object as PersistentVolumeClaim;
    const old = request.oldObject as PersistentVolumeClaim;
    const sizeOf = ({ spec }: PersistentVolumeClaim) => quantityOrZero(spec?.resources?.requests?.["storage"]);
    if (compareQuantities(sizeOf(claim), sizeOf(old)) <= 0) return;
    if (old.status?.phase !== "Bound") throw refuse(request, "Only bound persistent volume claims can be expanded");
    const name = classOf(claim) ?? "";
    const found =
      name === "" || name !== classOf(old)
        ? undefined
        : await reader.get<StorageClass>("storage.k8s.io", "storageclasses", "", name);
    if (found?.allowVolumeExpansion === true) return;
    throw refuse(
      request,
      "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
    );
  },
};
