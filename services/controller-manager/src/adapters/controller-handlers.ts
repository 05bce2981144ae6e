import {
  ControllerManagerServiceDefinition,
  ControllerState as WireState,
  type Controller as WireController,
  type Registration as ReconcilerRegistration,
} from "@flotilla/contracts/gen/flotilla/controllermanager/v1/controllermanager.js";
import { register, RpcCode, RpcError, type Registration } from "@flotilla/service";
import type { AttachedReconcilers } from "./attached-reconcilers.js";
import type { ControllerReport, ControllerSet, ControllerState } from "../controller-set.js";

const STATES: Record<ControllerState, WireState> = {
  running: WireState.CONTROLLER_STATE_RUNNING,
  waiting: WireState.CONTROLLER_STATE_WAITING,
  disabled: WireState.CONTROLLER_STATE_DISABLED,
  unavailable: WireState.CONTROLLER_STATE_UNAVAILABLE,
};

/** What the instance as a whole can be asked. */
export interface InstanceHealth {
  leading(): boolean;
  leader(): string;
  synced(): boolean;
}

/** `flotilla.controllermanager.v1`. */
export function controllerHandlers(
  set: ControllerSet,
  attached: AttachedReconcilers,
  health: InstanceHealth,
): Registration {
  return register(ControllerManagerServiceDefinition, {
    listControllers: () =>
      Promise.resolve({
        controllers: [...set.list().map(toWire), ...attached.list().map(attachedToWire)].sort(byName),
      }),
    attachReconciler: (requests, { signal }) => attached.attach(requests, signal),
    enableController: async ({ name }) => ({ controller: toWire(known(set.enable(name), name)) }),
    disableController: async ({ name }) => ({ controller: toWire(known(await set.disable(name), name)) }),
    getHealth: () => {
      const unavailable = set.list().filter(({ state }) => state === "unavailable");
      const problems = unavailable.map(({ definition, message }) => `${definition.name}: ${message}`);
      return Promise.resolve({ leading: health.leading(), leader: health.leader(), synced: health.synced(), problems });
    },
  });
}

function known(report: ControllerReport | undefined, name: string): ControllerReport {
  if (report) return report;
  throw new RpcError(
    RpcCode.NOT_FOUND,
    `no controller is named "${name}"`,
    new Map([["flotilla-reason", "UnknownController"]]),
  );
}

function toWire({ definition, state, message }: ControllerReport): WireController {
  const { name, aliases, summary, onByDefault } = definition;
  return { name, aliases: [...(aliases ?? [])], summary, onByDefault, state: STATES[state], message, attached: false };
}

function attachedToWire({ name, primary }: ReconcilerRegistration): WireController {
  const summary = `reconciles ${primary?.resource} in another process`;
  return {
    name,
    aliases: [],
    summary,
    onByDefault: false,
    state: WireState.CONTROLLER_STATE_RUNNING,
    message: "",
    attached: true,
  };
}

function byName(a: WireController, b: WireController): number {
  return a.name < b.name ? -1 : 1;
}
