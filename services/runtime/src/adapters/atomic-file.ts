import { rename, writeFile } from "node:fs/promises";

/** Puts a file there in one piece: a reader, also after a crash, sees the old one or the new one. */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, data, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
