import { createReadStream } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CliError } from "../cli-error.js";
import { Home } from "../cluster/home.js";

const POLL_MS = 200;

/** Prints a component's log; with `follow` it goes on. */
export async function logs(
  component: string,
  options: { readonly home: string; readonly follow: boolean },
): Promise<void> {
  const home = new Home(options.home);
  const file = home.logFile(component);
  if (component.includes("/") || !(await exists(file))) {
    const known = (await readdir(dirname(home.logFile("x"))).catch(() => [])).map((name) => name.replace(/\.log$/, ""));
    throw new CliError(`there is no log of "${component}" in ${home.path}; there are: ${known.join(", ") || "none"}`);
  }
  let position = 0;
  do {
    const { size } = await stat(file);
    if (size > position) await print(file, position);
    position = size;
    if (options.follow) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  } while (options.follow);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function print(file: string, start: number): Promise<void> {
  return new Promise((resolve, reject) =>
    createReadStream(file, { start }).on("error", reject).on("end", resolve).pipe(process.stdout, { end: false }),
  );
}
