// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as authenticationv1 from "../authentication/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** AdmissionReview belongs to the admission.k8s.io API group. */
export interface AdmissionReview {
  apiVersion?: string;
  kind?: string;
  /** The request of this admission review. */
  request?: AdmissionRequest;
  /** The response of this admission review. */
  response?: AdmissionResponse;
}

/** AdmissionRequest belongs to the admission.k8s.io API group. */
export interface AdmissionRequest {
  /** The UID of the object; tells it from others that had its name before. */
  uid: string;
  /** GroupVersionKind names a kind exactly. */
  kind: metav1.GroupVersionKind;
  /** GroupVersionResource names a resource exactly. */
  resource: metav1.GroupVersionResource;
  /** The sub resource of this admission request. */
  subResource?: string;
  /** The name of this admission request. */
  name?: string;
  /** The namespace of this admission request. */
  namespace?: string;
  /**
   * The operation of this admission request.
   *
   * One of: CREATE, UPDATE, DELETE, CONNECT.
   */
  operation: string;
  /** The user info of this admission request. */
  userInfo: authenticationv1.UserInfo;
  /** an object of any kind. */
  object?: runtimev1.RawExtension;
  /** an object of any kind. */
  oldObject?: runtimev1.RawExtension;
  /** The dry run of this admission request. */
  dryRun?: boolean;
  /** an object of any kind. */
  options?: runtimev1.RawExtension;
  /** GroupVersionKind names a kind exactly. */
  requestKind?: metav1.GroupVersionKind;
  /** GroupVersionResource names a resource exactly. */
  requestResource?: metav1.GroupVersionResource;
  /** The request sub resource of this admission request. */
  requestSubResource?: string;
}

/** AdmissionResponse belongs to the admission.k8s.io API group. */
export interface AdmissionResponse {
  /** The UID of the object; tells it from others that had its name before. */
  uid: string;
  /** The allowed of this admission response. */
  allowed: boolean;
  /** What is: written by controllers, read by everybody. */
  status?: metav1.Status;
  /** The patch of this admission response. */
  patch?: string;
  /**
   * The patch type of this admission response.
   *
   * One of: JSONPatch.
   */
  patchType?: string;
  /** The audit annotations of this admission response. */
  auditAnnotations?: Record<string, string>;
  /** The warnings of this admission response. */
  warnings?: string[];
}
