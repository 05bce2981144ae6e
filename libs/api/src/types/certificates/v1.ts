// Generated from proto/k8s by tools/src/generate-api.ts. Do not edit.

import type * as metav1 from "../meta/v1.js";

/** CertificateSigningRequest asks for a certificate. Somebody approves it, and a signer signs it. */
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

/** CertificateSigningRequestSpec is what is asked for. It cannot change. */
export interface CertificateSigningRequestSpec {
  /** The PKCS#10 request, as PEM. */
  request: string;
  /** Who asks; filled in by the server. */
  username?: string;
  /** The UID of who asks; filled in by the server. */
  uid?: string;
  /** The groups of who asks; filled in by the server. */
  groups?: string[];
  /**
   * What the certificate is to be good for, such as client auth.
   *
   * One of: signing, digital signature, content commitment, key encipherment, key agreement, data encipherment, cert
   * sign, crl sign, encipher only, decipher only, any, server auth, client auth, code signing, email protection,
   * s/mime, ipsec end system, ipsec tunnel, ipsec user, timestamping, ocsp signing, microsoft sgc, netscape sgc.
   */
  usages?: string[];
  /** What else is known about the user, by key. */
  extra?: Record<string, ExtraValue>;
  /** Who is to sign it, such as kubernetes.io/kube-apiserver-client. */
  signerName: string;
  /** How long it shall be good, at least 600; the signer may shorten it. */
  expirationSeconds?: number;
}

/** CertificateSigningRequestStatus is the answer. */
export interface CertificateSigningRequestStatus {
  /** Approved, Denied or Failed. */
  conditions?: CertificateSigningRequestCondition[];
  /** The certificate and those above it, as PEM. */
  certificate?: string;
}

/** CertificateSigningRequestCondition is an answer to a request: Approved, Denied or Failed. */
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

/** ExtraValue is a list of texts about a user. */
export type ExtraValue = string[];
