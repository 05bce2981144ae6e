import { BadSigningRequest, parseCsr } from "@flotilla/pki";
import type { RequestReader } from "../../core/admission/certificate-plugins.js";

/** Reads PKCS #10 requests for admission. */
export const signingRequests: RequestReader = {
  async subjectOfRequest(request) {
    try {
      const { commonName, organizations } = await parseCsr(Buffer.from(request, "base64").toString("latin1"));
      return { commonName, organizations };
    } catch (error) {
      if (error instanceof BadSigningRequest) return undefined;
      throw error;
    }
  },
};
