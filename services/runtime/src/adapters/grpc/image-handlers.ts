import type { Image, ImageFilter, ImageServiceDefinition } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { Handlers } from "@flotilla/service";
import type { StoredImage } from "../../images/image-store.js";
import { nowNanoseconds, type RuntimeParts } from "../runtime-parts.js";
import { failuresAsRpcErrors } from "./failures.js";
import { pieces } from "./pieces.js";

/** CRI's ImageService. */
export function imageHandlers(parts: RuntimeParts): Handlers<ImageServiceDefinition> {
  const { images, environment, events } = parts;
  const list = (filter: ImageFilter | undefined) => {
    const wanted = filter?.image?.image ?? "";
    if (wanted === "") return images.list().map(toImage);
    const found = images.find(wanted);
    return found ? [toImage(found)] : [];
  };
  return failuresAsRpcErrors<ImageServiceDefinition>({
    listImages: async ({ filter }) => ({ images: list(filter) }),
    async *streamImages({ filter }) {
      for (const piece of pieces(list(filter))) yield { images: piece };
    },
    async imageStatus({ image, verbose }) {
      const found = images.find(image?.image ?? "");
      return { image: found && toImage(found), info: found && verbose ? { config: JSON.stringify(found.config) } : {} };
    },
    async pullImage({ image, auth }, { signal }) {
      const name = image?.image ?? "";
      const begun = environment.clock.monotonic();
      try {
        const pulled = await images.pull(name, auth, signal);
        events.imagePulled(name, environment.clock.monotonic() - begun);
        return { imageRef: pulled.id };
      } catch (error) {
        events.imageFailed(name, error);
        throw error;
      }
    },
    async removeImage({ image }) {
      await images.remove(image?.image ?? "");
      return {};
    },
    async imageFsInfo() {
      const { bytes, inodes } = images.usage();
      const usage = {
        timestamp: nowNanoseconds(environment),
        fsId: { mountpoint: images.layersFolder },
        usedBytes: { value: BigInt(bytes) },
        inodesUsed: { value: BigInt(inodes) },
      };
      const containers = {
        ...usage,
        fsId: { mountpoint: parts.folders.containers },
        usedBytes: undefined,
        inodesUsed: undefined,
      };
      return { imageFilesystems: [usage], containerFilesystems: [containers] };
    },
  });
}

function toImage(image: StoredImage): Image {
  const user = image.config.user.split(":")[0] ?? "";
  const isNumber = /^\d+$/.test(user);
  return {
    id: image.id,
    repoTags: [...image.tags],
    repoDigests: [...image.digests],
    size: BigInt(image.size),
    uid: isNumber ? { value: BigInt(user) } : undefined,
    username: isNumber ? "" : user,
    spec: undefined,
    pinned: false,
  };
}
