import type { CertificateReader } from "../../core/auth/interfaces.js";
/**
 * Client certificates of one authority. What was found out about a certificate is kept as long as its connection keeps
 * the bytes: checking a signature for each request would cost more than the request.
 */
export declare function certificatesOf(authorities: string): CertificateReader;
