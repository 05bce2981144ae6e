import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Logger } from "../environment.js";
import type { Running } from "../lifecycle.js";
import type { Clock, Timer } from "../time/clock.js";
import { RenewableTls, type TlsMaterial, type TlsSource } from "./tls.js";

/** Paths of PEM files. */
export interface TlsFiles {
  readonly ca: string;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** How often the files are looked at. Certificates are renewed months before their end. */
const POLL_INTERVAL_MS = 30_000;

/**
 * Certificates kept in files, taken up when the files change. Throws if they cannot be used at first; later, what
 * cannot be used is logged and the old ones stay: a pair is two files, and one may be written before the other.
 */
export function fileTls(
  files: TlsFiles,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): TlsSource & Running {
  const source = new RenewableTls(checked(mapFiles(files, (path) => readFileSync(path, "utf8"))));
  let timer: Timer;
  let stopped = false;
  const poll = async (): Promise<void> => {
    try {
      const material = await readAll(files);
      if (!same(material, source.current())) {
        source.renew(checked(material));
        log.info("certificate_renewed", { file: files.certificate ?? files.ca });
      }
    } catch (error) {
      log.warn("certificate_not_renewed", { file: files.certificate ?? files.ca, error });
    }
    if (!stopped) timer = clock.after(POLL_INTERVAL_MS, () => void poll());
  };
  timer = clock.after(POLL_INTERVAL_MS, () => void poll());
  return {
    current: () => source.current(),
    subscribe: (listener) => source.subscribe(listener),
    stop: async () => {
      stopped = true;
      timer.stop();
    },
  };
}

function mapFiles(files: TlsFiles, read: (path: string) => string): TlsMaterial {
  return {
    ca: read(files.ca),
    certificate: files.certificate === undefined ? undefined : read(files.certificate),
    key: files.key === undefined ? undefined : read(files.key),
  };
}

async function readAll(files: TlsFiles): Promise<TlsMaterial> {
  const contents = new Map<string, string>();
  for (const path of [files.ca, files.certificate, files.key]) {
    if (path !== undefined) contents.set(path, await readFile(path, "utf8"));
  }
  return mapFiles(files, (path) => contents.get(path)!);
}

function checked(material: TlsMaterial): TlsMaterial {
  void new X509Certificate(material.ca);
  if ((material.certificate === undefined) !== (material.key === undefined)) {
    throw new Error("a certificate file and a key file go together");
  }
  if (material.certificate !== undefined && material.key !== undefined) {
    const certificate = new X509Certificate(material.certificate);
    if (!certificate.checkPrivateKey(createPrivateKey(material.key)))
      throw new Error("the key is not that of the certificate");
  }
  return material;
}

function same(a: TlsMaterial, b: TlsMaterial): boolean {
  return a.ca === b.ca && a.certificate === b.certificate && a.key === b.key;
}
