import type { Container, Pod, Service } from "@flotilla/api/types/core/v1.js";
import type { AdmissionPlugin } from "./plugin.js";
import { isAbout, refuse } from "./shared.js";

/** Plugins that are off unless enabled. */

/** Images are pulled anew for each pod: who has no right to an image cannot use a copy left on a node by others. */
export const alwaysPullImages: AdmissionPlugin = {
  name: "AlwaysPullImages",
  handles: (request) =>
    (request.operation === "CREATE" || request.operation === "UPDATE") && isAbout(request, "", "pods"),
  admit({ object }) {
    const { spec } = object as Pod;
    const all = [
      ...(spec?.initContainers ?? []),
      ...(spec?.containers ?? []),
      ...(spec?.ephemeralContainers ?? []),
    ] as Container[];
    for (const container of all) container.imagePullPolicy = "Always";
    return Promise.resolve();
  },
};

/** Nobody claims addresses that lead elsewhere (CVE-2020-8554). */
export const denyServiceExternalIps: AdmissionPlugin = {
  name: "DenyServiceExternalIPs",
  handles: (request) =>
    (request.operation === "CREATE" || request.operation === "UPDATE") && isAbout(request, "", "services"),
  validate(request) {
    const old = (request.oldObject as Service | undefined)?.spec?.externalIPs ?? [];
    const added = ((request.object as Service).spec?.externalIPs ?? []).some((address) => !old.includes(address));
    return added
      ? Promise.reject(refuse(request, "Use of external IPs is denied by admission control"))
      : Promise.resolve();
  },
};
