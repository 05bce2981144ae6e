import type { Logger, Metrics } from "@flotilla/service";

/** What the controller manager as a whole has to say. Controllers speak through Events on the objects they work for. */
export interface ControllerManagerEvents {
  leading(identity: string): void;
  leaderLost(identity: string): void;
  newLeader(identity: string): void;
  controllerStarted(name: string): void;
  controllerStopped(name: string): void;
  controllerUnavailable(name: string, why: string): void;
}

export function controllerManagerEvents(log: Logger, metrics: Metrics): ControllerManagerEvents {
  // Name and labels are upstream's.
  const leaderGauge = metrics.gauge("leader_election_master_status", "1 while this instance leads", ["name"]);
  const running = metrics.gauge("running_managed_controllers", "1 while the controller runs", ["name", "manager"]);
  const manager = "kube-controller-manager";
  return {
    leading: (identity) => {
      leaderGauge.set(1, { name: manager });
      log.info("leading", { identity });
    },
    leaderLost: (identity) => {
      leaderGauge.set(0, { name: manager });
      log.error("leader_lost", { identity });
    },
    newLeader: (identity) => log.info("new_leader", { identity }),
    controllerStarted: (name) => {
      running.set(1, { name, manager });
      log.debug("controller_started", { controller: name });
    },
    controllerStopped: (name) => {
      running.set(0, { name, manager });
      log.info("controller_stopped", { controller: name });
    },
    controllerUnavailable: (name, why) => log.warn("controller_unavailable", { controller: name, why }),
  };
}
