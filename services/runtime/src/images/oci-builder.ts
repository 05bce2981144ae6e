import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { MediaType } from "./media-types.js";
import { writeTar, type TarEntry } from "./tar-writer.js";

/** An image in memory: its blobs, one of which is the manifest. */
export interface BuiltImage {
  readonly manifestDigest: string;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** The fields of an OCI image configuration's `config` that our images use. */
export interface BuildConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
}

/** OCI's names: "amd64", "arm64". */
export type OciArchitecture = "amd64" | "arm64";

const CREATED = "1970-01-01T00:00:00Z";

export function sha256(data: Uint8Array): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

/** Builds an image of layers, lowest first. The same input always gives the same digests. */
export function buildImage(
  layers: readonly (readonly TarEntry[])[],
  config: BuildConfig,
  architecture: OciArchitecture,
): BuiltImage {
  const tars = layers.map(writeTar);
  const packed = tars.map((tar) => gzipSync(tar, { level: 9 }));
  const configBlob = Buffer.from(
    JSON.stringify({
      created: CREATED,
      architecture,
      os: "linux",
      config,
      rootfs: { type: "layers", diff_ids: tars.map(sha256) },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MediaType.OCI_MANIFEST,
      config: descriptor(MediaType.OCI_CONFIG, configBlob),
      layers: packed.map((layer) => descriptor(MediaType.OCI_LAYER_GZIP, layer)),
    }),
  );
  const blobs = new Map([...packed, configBlob, manifest].map((blob) => [sha256(blob), blob]));
  return { manifestDigest: sha256(manifest), blobs };
}

/** One name for the same image on several architectures. */
export function buildIndex(images: ReadonlyMap<OciArchitecture, BuiltImage>): BuiltImage {
  const manifests = [...images].map(([architecture, image]) => ({
    ...descriptor(MediaType.OCI_MANIFEST, image.blobs.get(image.manifestDigest) ?? new Uint8Array()),
    platform: { architecture, os: "linux" },
  }));
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MediaType.OCI_INDEX, manifests }));
  const blobs = new Map([...images.values()].flatMap((image) => [...image.blobs]));
  return { manifestDigest: sha256(index), blobs: blobs.set(sha256(index), index) };
}

function descriptor(mediaType: string, blob: Uint8Array): { mediaType: string; digest: string; size: number } {
  return { mediaType, digest: sha256(blob), size: blob.length };
}
