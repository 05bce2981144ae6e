/** One thing that must hold for a service to be alive or ready. */
export interface HealthCheck {
  /** As it appears at /readyz/NAME. */
  readonly name: string;
  /** `ready`: traffic should stay away while it fails. `live`: a restart is the cure. */
  readonly kind: "live" | "ready";
  /** Resolves when all is well, throws why not. */
  check(): void | Promise<void>;
}

export interface CheckResult {
  readonly name: string;
  readonly failure: string | undefined;
}

/** The checks of a service. They may be added while it starts. */
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];

  add(check: HealthCheck): void {
    this.checks.push(check);
  }

  /** Runs the checks of a kind; a service that is not alive is not ready either. */
  run(kind: HealthCheck["kind"], excluded: ReadonlySet<string> = new Set()): Promise<CheckResult[]> {
    const wanted = this.checks.filter(
      (check) => (kind === "ready" || check.kind === "live") && !excluded.has(check.name),
    );
    return Promise.all(wanted.map(runOne));
  }

  /** Runs one check; undefined if there is none of that name. */
  async runNamed(kind: HealthCheck["kind"], name: string): Promise<CheckResult | undefined> {
    const check = this.checks.find((one) => one.name === name && (kind === "ready" || one.kind === "live"));
    return check === undefined ? undefined : runOne(check);
  }
}

async function runOne(check: HealthCheck): Promise<CheckResult> {
  try {
    await check.check();
    return { name: check.name, failure: undefined };
  } catch (error) {
    return { name: check.name, failure: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * What /livez and /readyz answer, in the words of Kubernetes' components: "ok" alone when all is well, unless `verbose`
 * asks for each check.
 */
export function healthReport(
  endpoint: string,
  results: readonly CheckResult[],
  verbose: boolean,
): { status: number; body: string } {
  const failed = results.some((result) => result.failure !== undefined);
  if (!failed && !verbose) return { status: 200, body: "ok" };
  const lines = results.map(({ name, failure }) =>
    failure === undefined ? `[+]${name} ok` : `[-]${name} failed: ${failure}`,
  );
  lines.push(`${endpoint} check ${failed ? "failed" : "passed"}`);
  return { status: failed ? 500 : 200, body: `${lines.join("\n")}\n` };
}
