import { badRequest, timeout, tooManyRequests } from "@flotilla/api/status.js";
import { parseDuration, type Clock } from "@flotilla/service";

/** Source: kube-apiserver `--request-timeout`. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Writes get less, since a client that was told of a timeout may write again. Source: apiserver `endpoints/handlers/finisher`. */
const WRITE_TIMEOUT_MS = 34_000;
/** When the server is full, a client waits so long. */
const RETRY_AFTER_SECONDS = 1;
const OPERATORS = "system:masters";

export interface InFlightLimits {
  readonly reads: number;
  readonly writes: number;
}

/** Bounds what is worked on at the same time, so that a burst is turned away rather than making everything slow. */
export class InFlight {
  #reads = 0;
  #writes = 0;

  constructor(private readonly limits: InFlightLimits) {}

  /** Runs `work` if there is room. Throws TooManyRequests. Operators always get in, else nobody could help. */
  async run<T>(isWrite: boolean, groups: readonly string[], work: () => Promise<T>): Promise<T> {
    const full = isWrite ? this.#writes >= this.limits.writes : this.#reads >= this.limits.reads;
    if (full && !groups.includes(OPERATORS))
      throw tooManyRequests("too many requests, please try again later", RETRY_AFTER_SECONDS);
    this.#count(isWrite, 1);
    try {
      return await work();
    } finally {
      this.#count(isWrite, -1);
    }
  }

  #count(isWrite: boolean, by: number): void {
    if (isWrite) this.#writes += by;
    else this.#reads += by;
  }
}

/** Runs `work` with a signal that aborts, as a Timeout, when the request has taken too long. `asked` is `?timeout=`. */
export async function withDeadline<T>(
  clock: Clock,
  isWrite: boolean,
  asked: string,
  gone: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = isWrite ? WRITE_TIMEOUT_MS : REQUEST_TIMEOUT_MS;
  const deadline = new AbortController();
  const timer = clock.after(Math.min(limit, askedMs(asked) ?? limit), () =>
    deadline.abort(timeout("request did not complete within the allotted timeout")),
  );
  const onGone = (): void => deadline.abort(gone.reason);
  if (gone.aborted) onGone();
  gone.addEventListener("abort", onGone, { once: true });
  try {
    return await work(deadline.signal);
  } finally {
    timer.stop();
    gone.removeEventListener("abort", onGone);
  }
}

/** Undefined when the client leaves it open. Throws BadRequest. */
function askedMs(text: string): number | undefined {
  if (text === "") return undefined;
  try {
    const duration = parseDuration(text);
    return duration > 0 ? duration : undefined;
  } catch (error) {
    throw badRequest(`invalid timeout specified in the request URL: ${(error as Error).message}`);
  }
}
