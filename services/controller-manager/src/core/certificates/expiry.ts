import { findCondition } from "@flotilla/api";
import type { CertificateSigningRequest } from "@flotilla/api/types/certificates/v1.js";
import { millisOf } from "../time.js";

const HOUR_MS = 3_600_000;
/** Decided requests stay for a while, so that whoever asked can fetch the certificate. */
const DECIDED_MS = HOUR_MS;
const PENDING_MS = 24 * HOUR_MS;

/** When a request may be deleted, in milliseconds since 1970. */
export function requestExpiry({ metadata, status }: CertificateSigningRequest): number {
  const decided = ["Approved", "Denied", "Failed"]
    .map((type) => findCondition(status?.conditions, type))
    .flatMap((condition) => millisOf(condition?.lastUpdateTime ?? condition?.lastTransitionTime) ?? [])
    .map((time) => time + DECIDED_MS);
  const pending = (millisOf(metadata?.creationTimestamp) ?? 0) + PENDING_MS;
  return decided.length > 0 ? Math.min(...decided) : pending;
}

export function isApproved({ status }: CertificateSigningRequest): boolean {
  const holds = (type: string): boolean => findCondition(status?.conditions, type)?.status === "True";
  return holds("Approved") && !holds("Denied") && !holds("Failed");
}

export function isDecided({ status }: CertificateSigningRequest): boolean {
  return ["Approved", "Denied", "Failed"].some((type) => findCondition(status?.conditions, type) !== undefined);
}
