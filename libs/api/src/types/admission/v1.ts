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
  /** The uid of this admission request. */
  uid: string;
  /** The kind of this admission request. */
  kind: metav1.GroupVersionKind;
  /** The resource of this admission request. */
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
  /** The object of this admission request. */
  object?: runtimev1.RawExtension;
  /** The old object of this admission request. */
  oldObject?: runtimev1.RawExtension;
  /** The dry run of this admission request. */
  dryRun?: boolean;
  /** The options of this admission request. */
  options?: runtimev1.RawExtension;
  /** The request kind of this admission request. */
  requestKind?: metav1.GroupVersionKind;
  /** The request resource of this admission request. */
  requestResource?: metav1.GroupVersionResource;
  /** The request sub resource of this admission request. */
  requestSubResource?: string;
}

/** AdmissionResponse belongs to the admission.k8s.io API group. */
export interface AdmissionResponse {
  /** The uid of this admission response. */
  uid: string;
  /** The allowed of this admission response. */
  allowed: boolean;
  /** The status of this admission response. */
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
