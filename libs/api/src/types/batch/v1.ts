// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as corev1 from "../core/v1.js";
import type * as metav1 from "../meta/v1.js";

/** Job belongs to the batch API group. */
export interface Job {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this job. */
  spec?: JobSpec;
  /** The status of this job. */
  status?: JobStatus;
}

/** CronJob belongs to the batch API group. */
export interface CronJob {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this cron job. */
  spec?: CronJobSpec;
  /** The status of this cron job. */
  status?: CronJobStatus;
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

/** CronJobList is a page of CronJob objects. */
export interface CronJobList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CronJob[];
}

/** PodFailurePolicyOnExitCodesRequirement belongs to the batch API group. */
export interface PodFailurePolicyOnExitCodesRequirement {
  /** The container name of this pod failure policy on exit codes requirement. */
  containerName?: string;
  /**
   * The operator of this pod failure policy on exit codes requirement.
   *
   * One of: In, NotIn.
   */
  operator: string;
  /** The values of this pod failure policy on exit codes requirement. */
  values: number[];
}

/** PodFailurePolicyOnPodConditionsPattern belongs to the batch API group. */
export interface PodFailurePolicyOnPodConditionsPattern {
  /**
   * The type of this pod failure policy on pod conditions pattern.
   *
   * One of: ContainersReady, Initialized, Ready, PodScheduled, DisruptionTarget, PodReadyToStartContainers,
   * PodResizePending, PodResizeInProgress, AllContainersRestarting.
   */
  type: string;
  /**
   * The status of this pod failure policy on pod conditions pattern.
   *
   * One of: True, False, Unknown.
   */
  status?: string;
}

/** PodFailurePolicyRule belongs to the batch API group. */
export interface PodFailurePolicyRule {
  /**
   * The action of this pod failure policy rule.
   *
   * One of: FailJob, FailIndex, Ignore, Count.
   */
  action: string;
  /** The on exit codes of this pod failure policy rule. */
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement;
  /** The on pod conditions of this pod failure policy rule. */
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[];
}

/** PodFailurePolicy belongs to the batch API group. */
export interface PodFailurePolicy {
  /** The rules of this pod failure policy. */
  rules: PodFailurePolicyRule[];
}

/** SuccessPolicy belongs to the batch API group. */
export interface SuccessPolicy {
  /** The rules of this success policy. */
  rules: SuccessPolicyRule[];
}

/** SuccessPolicyRule belongs to the batch API group. */
export interface SuccessPolicyRule {
  /** The succeeded indexes of this success policy rule. */
  succeededIndexes?: string;
  /** The succeeded count of this success policy rule. */
  succeededCount?: number;
}

/** JobSpec belongs to the batch API group. */
export interface JobSpec {
  /** The parallelism of this job spec. */
  parallelism?: number;
  /** The completions of this job spec. */
  completions?: number;
  /** The active deadline seconds of this job spec. */
  activeDeadlineSeconds?: number;
  /** The selector of this job spec. */
  selector?: metav1.LabelSelector;
  /** The manual selector of this job spec. */
  manualSelector?: boolean;
  /** The template of this job spec. */
  template: corev1.PodTemplateSpec;
  /** The backoff limit of this job spec. */
  backoffLimit?: number;
  /** The ttl seconds after finished of this job spec. */
  ttlSecondsAfterFinished?: number;
  /**
   * The completion mode of this job spec.
   *
   * One of: NonIndexed, Indexed.
   */
  completionMode?: string;
  /** The suspend of this job spec. */
  suspend?: boolean;
  /** The pod failure policy of this job spec. */
  podFailurePolicy?: PodFailurePolicy;
  /** The backoff limit per index of this job spec. */
  backoffLimitPerIndex?: number;
  /** The max failed indexes of this job spec. */
  maxFailedIndexes?: number;
  /**
   * The pod replacement policy of this job spec.
   *
   * One of: TerminatingOrFailed, Failed.
   */
  podReplacementPolicy?: string;
  /** The managed by of this job spec. */
  managedBy?: string;
  /** The success policy of this job spec. */
  successPolicy?: SuccessPolicy;
}

/** JobStatus belongs to the batch API group. */
export interface JobStatus {
  /** The conditions of this job status. */
  conditions?: JobCondition[];
  /** The start time of this job status. */
  startTime?: metav1.Time;
  /** The completion time of this job status. */
  completionTime?: metav1.Time;
  /** The active of this job status. */
  active?: number;
  /** The succeeded of this job status. */
  succeeded?: number;
  /** The failed of this job status. */
  failed?: number;
  /** The completed indexes of this job status. */
  completedIndexes?: string;
  /** The uncounted terminated pods of this job status. */
  uncountedTerminatedPods?: UncountedTerminatedPods;
  /** The ready of this job status. */
  ready?: number;
  /** The failed indexes of this job status. */
  failedIndexes?: string;
  /** The terminating of this job status. */
  terminating?: number;
}

/** UncountedTerminatedPods belongs to the batch API group. */
export interface UncountedTerminatedPods {
  /** The succeeded of this uncounted terminated pods. */
  succeeded?: string[];
  /** The failed of this uncounted terminated pods. */
  failed?: string[];
}

/** JobCondition belongs to the batch API group. */
export interface JobCondition {
  /**
   * The type of this job condition.
   *
   * One of: Suspended, Complete, Failed, FailureTarget, SuccessCriteriaMet.
   */
  type: string;
  /**
   * The status of this job condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
  /** The last probe time of this job condition. */
  lastProbeTime?: metav1.Time;
  /** The last transition time of this job condition. */
  lastTransitionTime?: metav1.Time;
  /** The reason of this job condition. */
  reason?: string;
  /** The message of this job condition. */
  message?: string;
}

/** JobTemplateSpec belongs to the batch API group. */
export interface JobTemplateSpec {
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this job template spec. */
  spec?: JobSpec;
}

/** CronJobSpec belongs to the batch API group. */
export interface CronJobSpec {
  /** The schedule of this cron job spec. */
  schedule: string;
  /** The starting deadline seconds of this cron job spec. */
  startingDeadlineSeconds?: number;
  /**
   * The concurrency policy of this cron job spec.
   *
   * One of: Allow, Forbid, Replace.
   */
  concurrencyPolicy?: string;
  /** The suspend of this cron job spec. */
  suspend?: boolean;
  /** The job template of this cron job spec. */
  jobTemplate: JobTemplateSpec;
  /** The successful jobs history limit of this cron job spec. */
  successfulJobsHistoryLimit?: number;
  /** The failed jobs history limit of this cron job spec. */
  failedJobsHistoryLimit?: number;
  /** The time zone of this cron job spec. */
  timeZone?: string;
}

/** CronJobStatus belongs to the batch API group. */
export interface CronJobStatus {
  /** The active of this cron job status. */
  active?: corev1.ObjectReference[];
  /** The last schedule time of this cron job status. */
  lastScheduleTime?: metav1.Time;
  /** The last successful time of this cron job status. */
  lastSuccessfulTime?: metav1.Time;
}
