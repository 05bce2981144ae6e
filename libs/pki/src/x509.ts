export type X509 = typeof import("@peculiar/x509");

/**
 * Loads the library that makes certificates. It takes a tenth of a second, and most starts of a program make none:
 * reading and checking certificates is Node's own.
 */
export async function loadX509(): Promise<X509> {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

/** Lines of PEM hold 64 characters. RFC 7468. */
export function toPem(label: string, der: ArrayBuffer): string {
  const lines = Buffer.from(der)
    .toString("base64")
    .match(/.{1,64}/g)!;
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
