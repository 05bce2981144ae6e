import { createHash } from "node:crypto";
import { readSubject, validityOf, whyUntrusted } from "@flotilla/pki";
/**
 * Client certificates of one authority. What was found out about a certificate is kept as long as its connection keeps
 * the bytes: checking a signature for each request would cost more than the request.
 */
export function certificatesOf(authorities) {
    const known = new WeakMap();
    const subjects = new WeakMap();
    const inspect = (certificate, nowMs) => {
        const problem = whyUntrusted(certificate, authorities, "client", nowMs);
        if (problem !== undefined)
            return { problem, notBeforeMs: 0, notAfterMs: 0 };
        return { problem: undefined, ...validityOf(certificate) };
    };
    return {
        whyUntrusted(certificate, nowMs) {
            const found = known.get(certificate) ?? inspect(certificate, nowMs);
            known.set(certificate, found);
            if (found.problem !== undefined)
                return found.problem;
            return nowMs < found.notBeforeMs || nowMs > found.notAfterMs ? "it is not valid now" : undefined;
        },
        subjectOf(certificate) {
            const found = subjects.get(certificate) ?? {
                ...readSubject(certificate),
                fingerprint: createHash("sha256").update(certificate).digest("hex"),
            };
            subjects.set(certificate, found);
            return found;
        },
    };
}
//# sourceMappingURL=pki-certificates.js.map