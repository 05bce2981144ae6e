import type { Clock } from "@flotilla/service";

/** Certificates are renewed when a third of their life is left, which for those of a year is four months. */
export const CHECK_INTERVAL_MS = 24 * 3_600_000;
/** After a failure, such as a full disk or a server that is away. */
export const RETRY_INTERVAL_MS = 10 * 60_000;

/**
 * Renews certificates while a daemon runs. `renew` writes those that are due and names them; the services take up the
 * files by themselves.
 */
export function keepCertificates(
  clock: Clock,
  log: (event: string, fields: Record<string, unknown>) => void,
  renew: () => Promise<readonly string[]>,
): void {
  const again = (delayMs: number): void => void clock.after(delayMs, () => void check());
  const check = async (): Promise<void> => {
    try {
      const written = await renew();
      if (written.length > 0) log("certificates.renewed", { written });
      again(CHECK_INTERVAL_MS);
    } catch (error) {
      log("certificates.not-renewed", { error: String(error) });
      again(RETRY_INTERVAL_MS);
    }
  };
  again(CHECK_INTERVAL_MS);
}
