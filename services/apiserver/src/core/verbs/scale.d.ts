import type { KubeObject } from "@flotilla/api";
import type { Scale } from "@flotilla/api/types/autoscaling/v1.js";
import { Entry } from "../storage/entry.js";
import type { Target } from "./caller.js";
/** The object as autoscaling/v1 Scale. Source: kubernetes `scaleFromDeployment` and its siblings in the registry. */
export declare function scaleOf(object: KubeObject): Scale;
/** `object` scaled, with the record of who did it. */
export declare function replaceScale(target: Target, live: KubeObject, after: Scale, manager: string, now: string): KubeObject;
/** What a subresource shows of the object. */
export declare function viewOf(target: Target, entry: Entry): Entry;
