import type { PodFailurePolicy, PodFailurePolicyRule } from "@flotilla/api/types/batch/v1.js";
import type { ContainerStatus, Pod } from "@flotilla/api/types/core/v1.js";

export type FailureAction = "FailJob" | "FailIndex" | "Ignore" | "Count";

export interface FailureVerdict {
  readonly action: FailureAction;
  /** For a person: what matched. */
  readonly message: string;
}

/** What the first rule that a failed pod matches says about it; without one it counts. Source: KEP-3329. */
export function judgeFailure(policy: PodFailurePolicy | undefined, pod: Pod): FailureVerdict {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const reason = matches(rule, pod);
    if (reason)
      return {
        action: rule.action as FailureAction,
        message: `${reason} matching ${rule.action} rule at index ${index}`,
      };
  }
  return { action: "Count", message: "" };
}

function matches({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const name = `${pod.metadata?.namespace}/${pod.metadata?.name}`;
  if (onExitCodes) {
    const { containerName, operator, values } = onExitCodes;
    const failed = terminated(pod).find(({ status, exitCode }) => {
      if (exitCode === 0 || (containerName !== undefined && status.name !== containerName)) return false;
      return values.includes(exitCode) === (operator === "In");
    });
    return failed && `Container ${failed.status.name} for pod ${name} failed with exit code ${failed.exitCode}`;
  }
  const condition = onPodConditions?.find(({ type, status = "True" }) =>
    pod.status?.conditions?.some((one) => one.type === type && one.status === status),
  );
  return condition && `Pod ${name} has condition ${condition.type}`;
}

function terminated(pod: Pod): { status: ContainerStatus; exitCode: number }[] {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  return statuses.flatMap((status) =>
    status.state?.terminated ? [{ status, exitCode: status.state.terminated.exitCode }] : [],
  );
}
