// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** TokenReview belongs to the authentication.k8s.io API group. */
export interface TokenReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: TokenReviewSpec;
  /** What is: written by controllers, read by everybody. */
  status?: TokenReviewStatus;
}

/** SelfSubjectReview belongs to the authentication.k8s.io API group. */
export interface SelfSubjectReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is: written by controllers, read by everybody. */
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
  /** The UID of the object; tells it from others that had its name before. */
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
  /** What is wanted, as users and controllers write it. */
  spec: TokenRequestSpec;
  /** What is: written by controllers, read by everybody. */
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
  /** a moment, to the second. */
  expirationTimestamp: metav1.Time;
}

/** BoundObjectReference belongs to the authentication.k8s.io API group. */
export interface BoundObjectReference {
  /** The kind of this bound object reference. */
  kind?: string;
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
  /** The name of this bound object reference. */
  name?: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
}

/** SelfSubjectReviewStatus belongs to the authentication.k8s.io API group. */
export interface SelfSubjectReviewStatus {
  /** The user info of this self subject review status. */
  userInfo?: UserInfo;
}

/** ExtraValue belongs to the authentication.k8s.io API group. */
export type ExtraValue = string[];
