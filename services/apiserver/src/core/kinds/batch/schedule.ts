/**
 * The syntax of a CronJob's schedule, checked as upstream's parser (robfig/cron v3, standard form) does. When a
 * schedule
 * is due is the CronJob controller's business.
 */

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];
const DESCRIPTORS: ReadonlySet<string> = new Set([
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
]);

/** A number or a name; undefined when it is neither. */
function valueOf(text: string, { min, names }: Field): number | undefined {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function rangeProblem(expression: string, field: Field): string | undefined {
  const [range = "", step, ...more] = expression.split("/");
  if (more.length > 0) return `too many slashes: ${expression}`;
  const [low = "", high, ...rest] = range.split("-");
  if (rest.length > 0) return `too many hyphens: ${expression}`;
  const isAny = low === "*" || low === "?";
  const start = isAny ? field.min : valueOf(low, field);
  if (start === undefined)
    return `failed to parse int from ${low}: strconv.Atoi: parsing ${JSON.stringify(low)}: invalid syntax`;
  const single = step === undefined ? start : field.max;
  const end = isAny ? field.max : high === undefined ? single : valueOf(high, field);
  if (end === undefined)
    return `failed to parse int from ${high}: strconv.Atoi: parsing ${JSON.stringify(high)}: invalid syntax`;
  if (start < field.min) return `beginning of range (${start}) below minimum (${field.min}): ${expression}`;
  if (end > field.max) return `end of range (${end}) above maximum (${field.max}): ${expression}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${expression}`;
  if (step === undefined) return undefined;
  if (!/^\d+$/.test(step))
    return `failed to parse int from ${step}: strconv.Atoi: parsing ${JSON.stringify(step)}: invalid syntax`;
  return Number(step) === 0 ? `step of range should be a positive number: ${expression}` : undefined;
}

function descriptorProblem(text: string): string | undefined {
  if (DESCRIPTORS.has(text)) return undefined;
  const every = /^@every (.*)$/.exec(text)?.[1];
  if (every === undefined) return `unrecognized descriptor: ${text}`;
  return /^([+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(every)
    ? undefined
    : `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(every)}`;
}

/** What is wrong with a schedule; undefined when it is fine. */
export function scheduleProblem(schedule: string): string | undefined {
  const text = schedule.replace(/^(CRON_)?TZ=\S+\s+/, "").trim();
  if (text === "") return "empty spec string";
  if (text.startsWith("@")) return descriptorProblem(text);
  const parts = text.split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `expected exactly ${FIELDS.length} fields, found ${parts.length}: [${parts.join(" ")}]`;
  }
  for (const [i, part] of parts.entries()) {
    const field = FIELDS[i];
    for (const expression of part.split(",").filter((piece) => piece !== "")) {
      const problem = field === undefined ? undefined : rangeProblem(expression, field);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** Names of zones in the IANA database; the runtime knows them. */
export function timeZoneProblem(zone: string): string | undefined {
  if (zone === "") return "timeZone must be nil or non-empty string";
  const isWellFormed = zone
    .split("/")
    .every((part) => /^[A-Za-z._0-9+-]{1,14}$/.test(part) && !/^(\.{1,2}|-.*)$/.test(part));
  if (!isWellFormed) return `unknown time zone ${zone}`;
  if (zone.toLowerCase() === "local") {
    return "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format(0);
    return undefined;
  } catch {
    return `unknown time zone ${zone}`;
  }
}
