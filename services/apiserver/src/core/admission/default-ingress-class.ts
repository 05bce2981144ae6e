import type { Ingress, IngressClass } from "@flotilla/api/types/networking/v1.js";
import { newestDefault } from "./newest-default.js";
import type { AdmissionPlugin } from "./plugin.js";
import { isAbout } from "./shared.js";

const GROUP = "networking.k8s.io";
const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
const DEFAULT_ANNOTATION = "ingressclass.kubernetes.io/is-default-class";

/** Ingresses without a class get the default one. */
export const defaultIngressClass: AdmissionPlugin = {
  name: "DefaultIngressClass",
  handles: (request) => request.operation === "CREATE" && isAbout(request, GROUP, "ingresses"),
  async admit({ object }, reader) {
    const ingress = object as Ingress;
    if (ingress.spec?.ingressClassName !== undefined || ingress.metadata?.annotations?.[CLASS_ANNOTATION] !== undefined)
      return;
    const name = newestDefault(await reader.list<IngressClass>(GROUP, "ingressclasses"), [DEFAULT_ANNOTATION]);
    if (name !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: name };
  },
};
