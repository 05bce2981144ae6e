// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";

/** CronJob makes Jobs by the clock. */
export interface CronJob {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: CronJobSpec;
  /** What is: written by controllers, read by everybody. */
  status?: CronJobStatus;
}

/** CronJobList is a page of CronJob objects. */
export interface CronJobList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CronJob[];
}

/** CronJobSpec says when Jobs are made, and what they are. */
export interface CronJobSpec {
  /** When, in cron's five fields or as @hourly and the like. */
  schedule: string;
  /** How late a Job may still be started; any time if unset. */
  startingDeadlineSeconds?: number;
  /**
   * What if the last Job still runs: Allow (if unset), Forbid (skip this one) or Replace.
   *
   * One of: Allow, Forbid, Replace.
   */
  concurrencyPolicy?: string;
  /** Make no more Jobs; those that run go on. */
  suspend?: boolean;
  /** What a Job looks like. */
  jobTemplate: JobTemplateSpec;
  /** How many succeeded Jobs to keep; 3 if unset. */
  successfulJobsHistoryLimit?: number;
  /** How many failed Jobs to keep; 1 if unset. */
  failedJobsHistoryLimit?: number;
  /** The zone in which schedule is read, such as Europe/Berlin; the controller's if unset. */
  timeZone?: string;
}

/** CronJobStatus is what a CronJob has done. */
export interface CronJobStatus {
  /** The Jobs that run now. */
  active?: corev1.ObjectReference[];
  /** When it last made a Job. */
  lastScheduleTime?: metav1.Time;
  /** When a Job last succeeded. */
  lastSuccessfulTime?: metav1.Time;
}

/** Job runs pods until enough of them have succeeded. */
export interface Job {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec?: JobSpec;
  /** What is: written by controllers, read by everybody. */
  status?: JobStatus;
}

/** JobList is a page of Job objects. */
export interface JobList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: Job[];
}

/** PodFailurePolicyOnExitCodesRequirement picks exit codes. */
export interface PodFailurePolicyOnExitCodesRequirement {
  /** Only of this container; of any if unset. */
  containerName?: string;
  /**
   * In or NotIn.
   *
   * One of: In, NotIn.
   */
  operator: string;
  /** The exit codes, in rising order. */
  values: number[];
}

/** PodFailurePolicyOnPodConditionsPattern picks a condition of a pod. */
export interface PodFailurePolicyOnPodConditionsPattern {
  /**
   * The type of the condition.
   *
   * One of: ContainersReady, Initialized, Ready, PodScheduled, DisruptionTarget, PodReadyToStartContainers,
   * PodResizePending, PodResizeInProgress, AllContainersRestarting.
   */
  type: string;
  /**
   * Its status; True if unset.
   *
   * One of: True, False, Unknown.
   */
  status?: string;
}

/** PodFailurePolicyRule matches failures by exit codes or by conditions. */
export interface PodFailurePolicyRule {
  /**
   * FailJob, FailIndex, Ignore (does not count) or Count.
   *
   * One of: FailJob, FailIndex, Ignore, Count.
   */
  action: string;
  /** The exit codes that it matches. */
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement;
  /** The conditions of the pod that it matches; one is enough. */
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[];
}

/** PodFailurePolicy says what failures of pods mean for their Job. */
export interface PodFailurePolicy {
  /** Tried in order; the first that matches decides. */
  rules: PodFailurePolicyRule[];
}

/** SuccessPolicy says when an Indexed Job has succeeded. */
export interface SuccessPolicy {
  /** One that is met is enough. */
  rules: SuccessPolicyRule[];
}

/** SuccessPolicyRule says which indexes are enough. */
export interface SuccessPolicyRule {
  /** The indexes that count, such as 0,2-4; all if unset. */
  succeededIndexes?: string;
  /** How many of them must succeed; all if unset. */
  succeededCount?: number;
}

/** JobSpec says what is run, how often, and when to give up. */
export interface JobSpec {
  /** How many pods may run at a time; 1 if unset. */
  parallelism?: number;
  /** How many must succeed; if unset, one success ends the Job. */
  completions?: number;
  /** After how long the Job is failed and its pods are stopped. */
  activeDeadlineSeconds?: number;
  /** The labels of its pods; chosen if unset, which is best. */
  selector?: metav1.LabelSelector;
  /** Allow a selector of one's own, which may catch pods of others. */
  manualSelector?: boolean;
  /** What a pod looks like; its restart policy must be Never or OnFailure. */
  template: corev1.PodTemplateSpec;
  /** After how many failures the Job is failed; 6 if unset. */
  backoffLimit?: number;
  /** How long after its end the Job is deleted; never if unset. */
  ttlSecondsAfterFinished?: number;
  /**
   * NonIndexed (if unset), or Indexed: each pod has a number and each number must succeed once.
   *
   * One of: NonIndexed, Indexed.
   */
  completionMode?: string;
  /** Run no pods; those that run are stopped. */
  suspend?: boolean;
  /** What failures mean; if unset every one counts towards backoffLimit. */
  podFailurePolicy?: PodFailurePolicy;
  /** After how many failures an index is given up; only with Indexed. */
  backoffLimitPerIndex?: number;
  /** After how many lost indexes the Job is failed. */
  maxFailedIndexes?: number;
  /**
   * When a new pod may start: TerminatingOrFailed (as soon as the old one stops) or Failed (when it has ended).
   *
   * One of: TerminatingOrFailed, Failed.
   */
  podReplacementPolicy?: string;
  /** The controller that runs the Job; the built-in one if unset. */
  managedBy?: string;
  /** When an Indexed Job has succeeded before all indexes have. */
  successPolicy?: SuccessPolicy;
}

/** JobStatus is how far a Job has come. */
export interface JobStatus {
  /** Complete, Failed, Suspended and others. */
  conditions?: JobCondition[];
  /** When the Job was started, or resumed. */
  startTime?: metav1.Time;
  /** When it succeeded. */
  completionTime?: metav1.Time;
  /** Pods that run or wait and are not being deleted. */
  active?: number;
  /** Pods that succeeded. */
  succeeded?: number;
  /** Pods that failed. */
  failed?: number;
  /** The indexes that succeeded, such as 1,3-5. */
  completedIndexes?: string;
  /** Pods that have ended and are not yet in the numbers above. */
  uncountedTerminatedPods?: UncountedTerminatedPods;
  /** Pods that are ready. */
  ready?: number;
  /** The indexes that were given up, such as 1,3-5. */
  failedIndexes?: string;
  /** Pods that are being deleted. */
  terminating?: number;
}

/** UncountedTerminatedPods are pods that have ended and are not yet counted. */
export interface UncountedTerminatedPods {
  /** UIDs of those that succeeded. */
  succeeded?: string[];
  /** UIDs of those that failed. */
  failed?: string[];
}

/** JobCondition is one observation about a Job: Complete, Failed, Suspended and others. */
export interface JobCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Suspended, Complete, Failed, FailureTarget, SuccessCriteriaMet.
   */
  type: string;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** When the condition was last checked. */
  lastProbeTime?: metav1.Time;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
}

/** JobTemplateSpec is what a CronJob makes Jobs from. */
export interface JobTemplateSpec {
  /** Labels and annotations of the Jobs. */
  metadata?: metav1.ObjectMeta;
  /** What the Jobs should be. */
  spec?: JobSpec;
}
