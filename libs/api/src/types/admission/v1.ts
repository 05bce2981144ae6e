// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as authenticationv1 from "../authentication/v1.js";
import type * as metav1 from "../meta/v1.js";
import type * as runtimev1 from "../runtime/v1.js";

/** AdmissionReview asks an admission webhook about a request, and carries its answer. */
export interface AdmissionReview {
  apiVersion?: string;
  kind?: string;
  /** The question. */
  request?: AdmissionRequest;
  /** The answer. */
  response?: AdmissionResponse;
}

/** AdmissionRequest is a request that a webhook is asked about. */
export interface AdmissionRequest {
  /** Identifies this question; the answer repeats it. */
  uid: string;
  /** The kind of object, in the version that the webhook asked for. */
  kind: metav1.GroupVersionKind;
  /** The resource, in the version that the webhook asked for. */
  resource: metav1.GroupVersionResource;
  /** The subresource, if any. */
  subResource?: string;
  /** The name of the object; empty when the server will make one. */
  name?: string;
  /** The namespace of the object. */
  namespace?: string;
  /**
   * CREATE, UPDATE, DELETE or CONNECT.
   *
   * One of: CREATE, UPDATE, DELETE, CONNECT.
   */
  operation: string;
  /** Who asks. */
  userInfo: authenticationv1.UserInfo;
  /** The object as it shall be; none for DELETE. */
  object?: runtimev1.RawExtension;
  /** The object as it is; none for CREATE and CONNECT. */
  oldObject?: runtimev1.RawExtension;
  /** Whether nothing will be stored. */
  dryRun?: boolean;
  /** The options of the request. */
  options?: runtimev1.RawExtension;
  /** The kind in the version that the client used. */
  requestKind?: metav1.GroupVersionKind;
  /** The resource in the version that the client used. */
  requestResource?: metav1.GroupVersionResource;
  /** The subresource that the client used. */
  requestSubResource?: string;
}

/** AdmissionResponse is a webhook's answer. */
export interface AdmissionResponse {
  /** That of the question. */
  uid: string;
  /** Whether the request may go on. */
  allowed: boolean;
  /** Why it may not. */
  status?: metav1.Status;
  /** A change of the object. */
  patch?: string;
  /**
   * The form of the patch; only JSONPatch.
   *
   * One of: JSONPatch.
   */
  patchType?: string;
  /** What to note in the audit log. */
  auditAnnotations?: Record<string, string>;
  /** What to tell the client. */
  warnings?: string[];
}
