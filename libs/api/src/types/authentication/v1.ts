// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** TokenReview asks whether a token is good, and whose it is. */
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

/** SelfSubjectReview asks who the asker is. */
export interface SelfSubjectReview {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is: written by controllers, read by everybody. */
  status?: SelfSubjectReviewStatus;
}

/** TokenReviewSpec is the question. */
export interface TokenReviewSpec {
  /** The token. */
  token?: string;
  /** Whom it must be for, at least one of these; the API server if empty. */
  audiences?: string[];
}

/** TokenReviewStatus is the answer. */
export interface TokenReviewStatus {
  /** Whether the token is good. */
  authenticated?: boolean;
  /** Whose it is. */
  user?: UserInfo;
  /** Why it could not be checked. */
  error?: string;
  /** Those asked for that the token is for. */
  audiences?: string[];
}

/** UserInfo says who somebody is. */
export interface UserInfo {
  /** The name. */
  username?: string;
  /** An identifier that, unlike the name, is never given twice. */
  uid?: string;
  /** The groups. */
  groups?: string[];
  /** What else the authenticator knows. */
  extra?: Record<string, ExtraValue>;
}

/** TokenRequest asks for a token of a service account. */
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

/** TokenRequestSpec says what token is wanted. */
export interface TokenRequestSpec {
  /** Whom it shall be for; others must refuse it. */
  audiences: string[];
  /** The object with which it shall die, such as a pod. */
  boundObjectRef?: BoundObjectReference;
  /** How long it shall be good, at least 600. */
  expirationSeconds?: number;
}

/** TokenRequestStatus is the token. */
export interface TokenRequestStatus {
  /** The token. */
  token: string;
  /** Until when it is good. */
  expirationTimestamp: metav1.Time;
}

/** BoundObjectReference points to the object that a token is bound to. */
export interface BoundObjectReference {
  /** Pod, Secret or Node. */
  kind?: string;
  /** The group and version of the object that is referred to, such as apps/v1. */
  apiVersion?: string;
  /** Its name. */
  name?: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
}

/** SelfSubjectReviewStatus is the answer. */
export interface SelfSubjectReviewStatus {
  /** Who the asker is. */
  userInfo?: UserInfo;
}

/** ExtraValue is a list of texts about a user. */
export type ExtraValue = string[];
