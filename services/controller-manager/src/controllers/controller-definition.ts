import type { ApiClient, EventBroadcaster, InformerSet } from "@flotilla/client";
import type { Environment, Running } from "@flotilla/service";
import type { ControllerSettings } from "../config.js";

/** What every controller gets. */
export interface ControllerContext {
  readonly client: ApiClient;
  /** Shared by all controllers: one watch a resource. */
  readonly informers: InformerSet;
  readonly environment: Environment;
  readonly events: EventBroadcaster;
  readonly settings: ControllerSettings;
}

/** A control loop that can be turned on and off by its name. */
export interface ControllerDefinition {
  /** Upstream's canonical name, such as "deployment-controller". */
  readonly name: string;
  /** Older names that `--controllers` takes as well. */
  readonly aliases?: readonly string[];
  /** What it does, for a person. */
  readonly summary: string;
  /** Whether "*" includes it. */
  readonly onByDefault: boolean;
  /** Starts it, or says why it cannot work in this cluster. */
  start(context: ControllerContext): Running | { readonly unavailable: string };
}
