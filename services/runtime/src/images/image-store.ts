import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform, type TransformCallback } from "node:stream";
import * as zlib from "node:zlib";
import type { AuthConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { parseImageConfig, type ImageConfig } from "../core/image-config.js";
import {
  formatImageReference,
  parseImageReference,
  repositoryName,
  type ImageReference,
} from "../core/image-reference.js";
import { KeyedQueue } from "../core/keyed-queue.js";
import { writeFileAtomically } from "../adapters/atomic-file.js";
import { isIndex } from "./media-types.js";
import { sha256 } from "./oci-builder.js";
import { RegistryClient, RegistryError } from "./registry-client.js";
import { unpackLayer, type UnpackedLayer } from "./unpack.js";

export interface StoredImage {
  /** The digest of its configuration. */
  readonly id: string;
  readonly tags: readonly string[];
  /** "name@sha256:..." */
  readonly digests: readonly string[];
  /** Compressed layers and configuration, bytes. */
  readonly size: number;
  readonly config: ImageConfig;
}

/** An unpacked layer; `name` is its folder in the layers folder. */
interface StoredLayer {
  readonly diffId: string;
  readonly name: string;
  readonly size: number;
  readonly inodes: number;
}

/** Where the blobs of one image come from: a registry, or memory. */
export interface ImageSource {
  manifest(tagOrDigest: string): Promise<Buffer>;
  document(digest: string): Promise<Buffer>;
  stream(digest: string): Promise<AsyncIterable<Uint8Array>>;
}

/** Marks in a layer's folder what lower layers hold and it does not. */
export type MarkWhiteouts = (folder: string, layer: UnpackedLayer) => Promise<void>;

export interface ImageStoreOptions {
  readonly folder: string;
  /** OCI's name of the architecture that is pulled. */
  readonly architecture: string;
  /** Files keep their user and group. */
  readonly keepOwners: boolean;
  readonly insecureRegistries: readonly string[];
  readonly markWhiteouts: MarkWhiteouts;
  /** Layers that containers run on; they stay. */
  readonly layersInUse: () => ReadonlySet<string>;
}

interface Descriptor {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** The images of a node: unpacked layers, shared between images by the digest of their content. */
export class ImageStore {
  private readonly images = new Map<string, StoredImage>();
  private readonly layers = new Map<string, StoredLayer>();
  /** Two pulls of one layer wait for the same work. */
  private readonly unpacking = new Map<string, Promise<StoredLayer>>();
  /** Tags move between images, so these are written one after the other. */
  private readonly saving = new KeyedQueue();
  private pulls = 0;
  private nextLayer = 1;
  readonly layersFolder: string;
  private readonly imagesFolder: string;

  private constructor(private readonly options: ImageStoreOptions) {
    this.layersFolder = join(options.folder, "layers");
    this.imagesFolder = join(options.folder, "images");
  }

  static async open(options: ImageStoreOptions): Promise<ImageStore> {
    const store = new ImageStore(options);
    await store.load();
    return store;
  }

  list(): readonly StoredImage[] {
    return [...this.images.values()];
  }

  /** By id (or a prefix of it, as kubelets send), tag or digest. */
  find(name: string): StoredImage | undefined {
    const byId = this.images.get(name) ?? this.images.get(`sha256:${name}`);
    if (byId) return byId;
    const full = fullName(name);
    return full === undefined
      ? undefined
      : this.list().find((image) => image.tags.includes(full) || image.digests.includes(full));
  }

  /** Folder names of an image's layers, uppermost first. */
  layersOf(image: StoredImage): string[] {
    return image.config.diffIds.map((diffId) => this.layers.get(diffId)?.name ?? "").reverse();
  }

  async pull(name: string, auth: AuthConfig | undefined, signal: AbortSignal): Promise<StoredImage> {
    const reference = parseImageReference(name);
    const client = new RegistryClient(reference, auth, signal, this.options.insecureRegistries);
    return this.add(reference, {
      manifest: async (tagOrDigest) => (await client.manifest(tagOrDigest)).bytes,
      document: (digest) => client.document(digest),
      stream: (digest) => client.stream(digest),
    });
  }

  /** Takes an image in, from wherever its parts come. */
  async add(reference: ImageReference, source: ImageSource): Promise<StoredImage> {
    this.pulls++;
    try {
      const { manifest, digest } = await this.resolve(reference, source);
      const config = verified(manifest.config.digest, await source.document(manifest.config.digest));
      const parsed = parseImageConfig(config.toString());
      if (parsed.diffIds.length !== manifest.layers.length)
        throw new RegistryError("Invalid", "configuration and manifest disagree on the number of layers");
      for (const [index, layer] of manifest.layers.entries())
        await this.addLayer(parsed.diffIds[index] ?? "", layer, source);
      const size = manifest.layers.reduce((sum, layer) => sum + layer.size, config.length);
      return await this.saving.run("", () => this.remember(reference, manifest.config.digest, digest, size, parsed));
    } finally {
      this.pulls--;
    }
  }

  async remove(name: string): Promise<void> {
    const image = this.find(name);
    if (!image) return;
    this.images.delete(image.id);
    await rm(this.imageFile(image.id), { force: true });
    await this.collectGarbage();
  }

  /** Removes layers that neither an image nor a container needs. */
  async collectGarbage(): Promise<void> {
    if (this.pulls > 0) return;
    const needed = new Set(this.list().flatMap((image) => image.config.diffIds));
    const inUse = this.options.layersInUse();
    const garbage = [...this.layers.values()].filter((layer) => !needed.has(layer.diffId) && !inUse.has(layer.name));
    for (const layer of garbage) {
      this.layers.delete(layer.diffId);
      await rm(join(this.layersFolder, `${layer.name}.json`), { force: true });
    }
    await Promise.all(
      garbage.map((layer) => rm(join(this.layersFolder, layer.name), { recursive: true, force: true })),
    );
  }

  /** Bytes and inodes of all unpacked layers. */
  usage(): { readonly bytes: number; readonly inodes: number } {
    const layers = [...this.layers.values()];
    return {
      bytes: layers.reduce((sum, layer) => sum + layer.size, 0),
      inodes: layers.reduce((sum, layer) => sum + layer.inodes, 0),
    };
  }

  private async resolve(
    reference: ImageReference,
    source: ImageSource,
  ): Promise<{ manifest: Manifest; digest: string }> {
    const wanted = reference.digest || reference.tag;
    const bytes = await source.manifest(wanted);
    if (reference.digest) verified(reference.digest, bytes);
    const parsed = JSON.parse(bytes.toString()) as {
      mediaType?: string;
      manifests?: readonly (Descriptor & { platform?: { architecture: string; os: string } })[];
    };
    if (!isIndex(parsed.mediaType ?? "") && !parsed.manifests)
      return { manifest: parsed as unknown as Manifest, digest: sha256(bytes) };
    const match = parsed.manifests?.find(
      ({ platform }) => platform?.architecture === this.options.architecture && platform.os === "linux",
    );
    if (!match)
      throw new RegistryError(
        "NotFound",
        `${formatImageReference(reference)} has no image for linux/${this.options.architecture}`,
      );
    const chosen = verified(match.digest, await source.manifest(match.digest));
    return { manifest: JSON.parse(chosen.toString()) as Manifest, digest: sha256(bytes) };
  }

  private async addLayer(diffId: string, layer: Descriptor, source: ImageSource): Promise<void> {
    if (this.layers.has(diffId)) return;
    let work = this.unpacking.get(diffId);
    if (!work) {
      work = this.unpack(diffId, layer, source).finally(() => this.unpacking.delete(diffId));
      this.unpacking.set(diffId, work);
    }
    await work;
  }

  private async unpack(diffId: string, layer: Descriptor, source: ImageSource): Promise<StoredLayer> {
    // Short: overlayfs takes all names of an image in one page of options.
    const name = String(this.nextLayer++);
    const folder = join(this.layersFolder, name);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const packed = new DigestCheck(layer.digest);
    const plain = new DigestCheck(diffId);
    const chain = Readable.from(await source.stream(layer.digest))
      .compose(packed)
      .compose(decompressor(layer.mediaType))
      .compose(plain);
    try {
      const unpacked = await unpackLayer(chain as AsyncIterable<Uint8Array>, folder, this.options.keepOwners);
      // The archive may end before its stream does.
      for await (const _ of chain) continue;
      packed.mustMatch();
      plain.mustMatch();
      await this.options.markWhiteouts(folder, unpacked);
      const stored: StoredLayer = { diffId, name, size: unpacked.size, inodes: unpacked.inodes };
      await writeFileAtomically(join(this.layersFolder, `${name}.json`), JSON.stringify(stored));
      this.layers.set(diffId, stored);
      return stored;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    } finally {
      chain.destroy();
    }
  }

  private async remember(
    reference: ImageReference,
    id: string,
    manifestDigest: string,
    size: number,
    config: ImageConfig,
  ): Promise<StoredImage> {
    const digest = `${repositoryName(reference)}@${manifestDigest}`;
    const tag = reference.tag ? formatImageReference({ ...reference, digest: "" }) : undefined;
    const before = this.images.get(id);
    const image: StoredImage = {
      id,
      config,
      size,
      tags: [...new Set([...(before?.tags ?? []), ...(tag ? [tag] : [])])],
      digests: [...new Set([...(before?.digests ?? []), digest])],
    };
    // A tag moves: the image that had it loses it.
    for (const other of this.list()) {
      if (other.id !== id && tag && other.tags.includes(tag))
        await this.save({ ...other, tags: other.tags.filter((name) => name !== tag) });
    }
    await this.save(image);
    return image;
  }

  private async save(image: StoredImage): Promise<void> {
    this.images.set(image.id, image);
    await writeFileAtomically(this.imageFile(image.id), JSON.stringify(image));
  }

  private imageFile(id: string): string {
    return join(this.imagesFolder, `${id.replace("sha256:", "")}.json`);
  }

  private async load(): Promise<void> {
    for (const folder of [this.layersFolder, this.imagesFolder]) await mkdir(folder, { recursive: true, mode: 0o711 });
    const names = await readdir(this.layersFolder);
    for (const layer of await readDocuments<StoredLayer>(this.layersFolder)) this.layers.set(layer.diffId, layer);
    for (const image of await readDocuments<StoredImage>(this.imagesFolder)) {
      if (image.config.diffIds.every((diffId) => this.layers.has(diffId))) this.images.set(image.id, image);
    }
    const known = new Set([...this.layers.values()].map((layer) => layer.name));
    this.nextLayer = Math.max(0, ...names.map((name) => parseInt(name, 10) || 0)) + 1;
    // What a crash left half unpacked.
    for (const name of names)
      if (!name.endsWith(".json") && !known.has(name))
        await rm(join(this.layersFolder, name), { recursive: true, force: true });
  }
}

/** The form in which names are kept; undefined for what is no name, such as a shortened id. */
function fullName(name: string): string | undefined {
  try {
    const reference = parseImageReference(name);
    return reference.digest ? `${repositoryName(reference)}@${reference.digest}` : formatImageReference(reference);
  } catch {
    return undefined;
  }
}

async function readDocuments<T>(folder: string): Promise<T[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as T));
}

function verified(digest: string, bytes: Buffer): Buffer {
  if (sha256(bytes) !== digest) throw new RegistryError("Invalid", `content of ${digest} has another digest`);
  return bytes;
}

function decompressor(mediaType: string): Transform {
  if (mediaType.endsWith("zstd")) {
    const create = (zlib as unknown as { createZstdDecompress?: () => Transform }).createZstdDecompress;
    if (!create)
      throw new RegistryError(
        "Invalid",
        "a layer is compressed with zstd, which this Node cannot read (22.15 and later can)",
      );
    return create();
  }
  if (mediaType.endsWith("gzip")) return zlib.createGunzip();
  return new Transform({ transform: (chunk, _, done) => done(null, chunk) });
}

/** Passes bytes on and knows their digest. */
class DigestCheck extends Transform {
  private readonly hash = createHash("sha256");

  constructor(private readonly digest: string) {
    super();
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  mustMatch(): void {
    if (`sha256:${this.hash.digest("hex")}` !== this.digest)
      throw new RegistryError("Invalid", `content of ${this.digest} has another digest`);
  }
}
