/** What the runtime needs of an OCI image configuration. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly env: readonly string[];
  readonly workingDir: string;
  /** "", "name", "uid", "name:group", ... */
  readonly user: string;
  readonly stopSignal: string;
  /** Digests of the uncompressed layers, lowest first. */
  readonly diffIds: readonly string[];
}

export class BadImageConfig extends Error {
  override readonly name = "BadImageConfig";
}

/** Reads a configuration blob (application/vnd.oci.image.config.v1+json or Docker's, which has the same fields). */
export function parseImageConfig(json: string): ImageConfig {
  const root = record(JSON.parse(json));
  const config = record(root["config"] ?? {});
  return {
    entrypoint: strings(config["Entrypoint"]),
    cmd: strings(config["Cmd"]),
    env: strings(config["Env"]),
    workingDir: string(config["WorkingDir"]),
    user: string(config["User"]),
    stopSignal: string(config["StopSignal"]),
    diffIds: strings(record(root["rootfs"] ?? {})["diff_ids"]),
  };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new BadImageConfig("an object is missing in the image configuration");
  return value as Record<string, unknown>;
}

function strings(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((item) => typeof item !== "string"))
    throw new BadImageConfig("a list of strings is missing in the image configuration");
  return value as string[];
}

function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}
