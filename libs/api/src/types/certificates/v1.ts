// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** CertificateSigningRequest belongs to the certificates.k8s.io API group. */
export interface CertificateSigningRequest {
  apiVersion?: string;
  kind?: string;
  /** Standard metadata of the object: its name, namespace, labels, owners. */
  metadata?: metav1.ObjectMeta;
  /** The spec of this certificate signing request. */
  spec: CertificateSigningRequestSpec;
  /** The status of this certificate signing request. */
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
  /** The uid of this certificate signing request spec. */
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
  /** The conditions of this certificate signing request status. */
  conditions?: CertificateSigningRequestCondition[];
  /** The certificate of this certificate signing request status. */
  certificate?: string;
}

/** CertificateSigningRequestCondition belongs to the certificates.k8s.io API group. */
export interface CertificateSigningRequestCondition {
  /**
   * The type of this certificate signing request condition.
   *
   * One of: Approved, Denied, Failed.
   */
  type: string;
  /** The reason of this certificate signing request condition. */
  reason?: string;
  /** The message of this certificate signing request condition. */
  message?: string;
  /** The last update time of this certificate signing request condition. */
  lastUpdateTime?: metav1.Time;
  /** The last transition time of this certificate signing request condition. */
  lastTransitionTime?: metav1.Time;
  /**
   * The status of this certificate signing request condition.
   *
   * One of: True, False, Unknown.
   */
  status: string;
}

/** ExtraValue belongs to the certificates.k8s.io API group. */
export type ExtraValue = string[];
