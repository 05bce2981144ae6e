// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** TokenReview belongs to the authentication.k8s.io API group. */
export interface TokenReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this token review. */
  spec: TokenReviewSpec;
  /** The status of this token review. */
  status?: TokenReviewStatus;
}

/** SelfSubjectReview belongs to the authentication.k8s.io API group. */
export interface SelfSubjectReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The status of this self subject review. */
  status?: SelfSubjectReviewStatus;
}

/** TokenReviewSpec belongs to the authentication.k8s.io API group. */
export interface TokenReviewSpec {
  /** The token of this token review spec. */
  token?: string;
  /** The audiences of this token review spec. */
  audiences?: string[];
}

/** TokenReviewStatus belongs to the authentication.k8s.io API group. */
export interface TokenReviewStatus {
  /** The authenticated of this token review status. */
  authenticated?: boolean;
  /** The user of this token review status. */
  user?: UserInfo;
  /** The error of this token review status. */
  error?: string;
  /** The audiences of this token review status. */
  audiences?: string[];
}

/** UserInfo belongs to the authentication.k8s.io API group. */
export interface UserInfo {
  /** The username of this user info. */
  username?: string;
  /** The uid of this user info. */
  uid?: string;
  /** The groups of this user info. */
  groups?: string[];
  /** The extra of this user info. */
  extra?: Record<string, ExtraValue>;
}

/** TokenRequest belongs to the authentication.k8s.io API group. */
export interface TokenRequest {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this token request. */
  spec: TokenRequestSpec;
  /** The status of this token request. */
  status?: TokenRequestStatus;
}

/** TokenRequestSpec belongs to the authentication.k8s.io API group. */
export interface TokenRequestSpec {
  /** The audiences of this token request spec. */
  audiences: string[];
  /** The bound object ref of this token request spec. */
  boundObjectRef?: BoundObjectReference;
  /** The expiration seconds of this token request spec. */
  expirationSeconds?: number;
}

/** TokenRequestStatus belongs to the authentication.k8s.io API group. */
export interface TokenRequestStatus {
  /** The token of this token request status. */
  token: string;
  /** The expiration timestamp of this token request status. */
  expirationTimestamp: metav1.Time;
}

/** BoundObjectReference belongs to the authentication.k8s.io API group. */
export interface BoundObjectReference {
  /** The kind of this bound object reference. */
  kind?: string;
  /** The api version of this bound object reference. */
  apiVersion?: string;
  /** The name of this bound object reference. */
  name?: string;
  /** The uid of this bound object reference. */
  uid?: string;
}

/** SelfSubjectReviewStatus belongs to the authentication.k8s.io API group. */
export interface SelfSubjectReviewStatus {
  /** The user info of this self subject review status. */
  userInfo?: UserInfo;
}

/** ExtraValue belongs to the authentication.k8s.io API group. */
export type ExtraValue = string[];
