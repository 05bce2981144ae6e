import { readFile } from "node:fs/promises";
import type { Clock, Timer } from "../time/clock.js";
import { RenewableTls, type TlsMaterial, type TlsSource } from "./tls.js";

/** Where a program's certificate material is; all three or none. */
export interface TlsFiles {
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** How often the files are read again: a renewed certificate is in use well before the old one ends. */
const REREAD_MS = 60_000;

/** Material from files, read again while the program runs; undefined when no files are named. */
export async function tlsFromFiles(files: TlsFiles, clock: Clock): Promise<TlsSource | undefined> {
  const { ca, certificate, key } = files;
  if (ca === undefined && certificate === undefined && key === undefined) return undefined;
  if (ca === undefined || certificate === undefined || key === undefined) {
    throw new Error("a CA file, a certificate file and a key file go together");
  }
  const read = async (): Promise<TlsMaterial> => {
    const [caText, certificateText, keyText] = await Promise.all([ca, certificate, key].map((path) => readFile(path, "utf8")));
    return { ca: caText as string, certificate: certificateText, key: keyText };
  };
  const source = new RenewableTls(await read());
  followFiles(source, read, clock);
  return source;
}

/** A file that cannot be read, or is half written, leaves what is in use as it is. */
function followFiles(source: RenewableTls, read: () => Promise<TlsMaterial>, clock: Clock): Timer {
  return clock.after(REREAD_MS, () => {
    void read()
      .then((material) => {
        if (JSON.stringify(material) !== JSON.stringify(source.current())) source.renew(material);
      })
      .catch(() => undefined)
      .finally(() => followFiles(source, read, clock));
  });
}
