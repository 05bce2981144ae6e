// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** CertificateSigningRequest belongs to the certificates.k8s.io API group. */
export interface CertificateSigningRequest {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** What is wanted, as users and controllers write it. */
  spec: CertificateSigningRequestSpec;
  /** What is: written by controllers, read by everybody. */
  status?: CertificateSigningRequestStatus;
}

/** CertificateSigningRequestList is a page of CertificateSigningRequest objects. */
export interface CertificateSigningRequestList {
  apiVersion?: string;
  kind?: string;
  /** Metadata of the list: its resource version and where the next page starts. */
  metadata?: metav1.ListMeta;
  /** The objects of this page. */
  items: CertificateSigningRequest[];
}

/** CertificateSigningRequestSpec belongs to the certificates.k8s.io API group. */
export interface CertificateSigningRequestSpec {
  /** The request of this certificate signing request spec. */
  request: string;
  /** The username of this certificate signing request spec. */
  username?: string;
  /** The UID of the object; tells it from others that had its name before. */
  uid?: string;
  /** The groups of this certificate signing request spec. */
  groups?: string[];
  /**
   * The usages of this certificate signing request spec.
   *
   * One of: signing, digital signature, content commitment, key encipherment, key agreement, data encipherment, cert
   * sign, crl sign, encipher only, decipher only, any, server auth, client auth, code signing, email protection,
   * s/mime, ipsec end system, ipsec tunnel, ipsec user, timestamping, ocsp signing, microsoft sgc, netscape sgc.
   */
  usages?: string[];
  /** The extra of this certificate signing request spec. */
  extra?: Record<string, ExtraValue>;
  /** The signer name of this certificate signing request spec. */
  signerName: string;
  /** The expiration seconds of this certificate signing request spec. */
  expirationSeconds?: number;
}

/** CertificateSigningRequestStatus belongs to the certificates.k8s.io API group. */
export interface CertificateSigningRequestStatus {
  /** What has been observed, one entry for each type of condition. */
  conditions?: CertificateSigningRequestCondition[];
  /** The certificate of this certificate signing request status. */
  certificate?: string;
}

/** CertificateSigningRequestCondition belongs to the certificates.k8s.io API group. */
export interface CertificateSigningRequestCondition {
  /**
   * What the condition is about, such as Ready, in CamelCase.
   *
   * One of: Approved, Denied, Failed.
   */
  type: string;
  /** Why it last changed, as one word in CamelCase for programs. */
  reason?: string;
  /** Why it last changed, in words for people. */
  message?: string;
  /** When the condition was last written. */
  lastUpdateTime?: metav1.Time;
  /** When the status last changed from one value to another. */
  lastTransitionTime?: metav1.Time;
  /**
   * Whether it holds: True, False or Unknown.
   *
   * One of: True, False, Unknown.
   */
  status: string;
}

/** ExtraValue belongs to the certificates.k8s.io API group. */
export type ExtraValue = string[];
