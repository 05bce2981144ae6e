import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const BUSYBOX = "/usr/bin/busybox";

/** Makes an image archive (OCI layout in a tar) with this machine's static busybox, under each of `names`. */
export async function writeBusyboxArchive(folder: string, names: readonly string[]): Promise<string> {
  const rootfs = join(folder, "rootfs");
  for (const name of ["bin", "tmp", "etc", "proc", "sys", "dev"]) await mkdir(join(rootfs, name), { recursive: true });
  await copyFile(BUSYBOX, join(rootfs, "bin", "busybox"));
  const { stdout } = await run(BUSYBOX, ["--list"]);
  for (const applet of stdout.split("\n"))
    if (applet !== "" && applet !== "busybox") await symlink("busybox", join(rootfs, "bin", applet));
  await writeFile(join(rootfs, "etc", "passwd"), "root:x:0:0:root:/:/bin/sh\nuser:x:1000:1000:user:/:/bin/sh\n");
  await run("tar", ["-C", rootfs, "--owner=0", "--group=0", "--numeric-owner", "-cf", join(folder, "layer.tar"), "."]);

  const layout = join(folder, "layout");
  await mkdir(join(layout, "blobs", "sha256"), { recursive: true });
  const blob = async (content: Buffer): Promise<{ digest: string; size: number }> => {
    const hash = createHash("sha256").update(content).digest("hex");
    await writeFile(join(layout, "blobs", "sha256", hash), content);
    return { digest: `sha256:${hash}`, size: content.length };
  };
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const layer = await blob(await readFile(join(folder, "layer.tar")));
  const architecture = process.arch === "arm64" ? "arm64" : "amd64";
  const config = await blob(
    json({
      architecture,
      os: "linux",
      config: { Env: ["PATH=/bin"], Cmd: ["sleep", "1000000"] },
      rootfs: { type: "layers", diff_ids: [layer.digest] },
    }),
  );
  const manifest = await blob(
    json({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
      layers: [{ mediaType: "application/vnd.oci.image.layer.v1.tar", ...layer }],
    }),
  );
  const manifests = names.map((name) => ({
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    ...manifest,
    annotations: { "io.containerd.image.name": name, "org.opencontainers.image.ref.name": name.split(":")[1] },
  }));
  await writeFile(join(layout, "index.json"), json({ schemaVersion: 2, manifests }));
  await writeFile(join(layout, "oci-layout"), json({ imageLayoutVersion: "1.0.0" }));
  const archive = join(folder, "image.tar");
  await run("tar", ["-C", layout, "-cf", archive, "."]);
  return archive;
}
