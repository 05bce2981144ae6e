import type { Pod } from "@flotilla/api/types/core/v1.js";
import type { Machinery } from "./machinery.js";
/** Where a stream into a pod has to go. */
export interface PodLocation {
    readonly namespace: string;
    readonly pod: string;
    readonly podUid: string;
    readonly nodeName: string;
}
export interface ContainerLocation extends PodLocation {
    readonly container: string;
}
/** Throws NotFound, or BadRequest when the pod has no node yet. */
export declare function locatePod(machinery: Machinery, namespace: string, name: string): Promise<{
    readonly pod: Pod;
    readonly location: PodLocation;
}>;
/** The container asked for, or the one meant when none was. Throws BadRequest. Source: kubernetes `registry/core/pod`. */
export declare function chooseContainer(pod: Pod, asked: string): string;
