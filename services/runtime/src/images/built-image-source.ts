import type { ImageSource } from "./image-store.js";
import type { BuiltImage } from "./oci-builder.js";
import { RegistryError } from "./registry-client.js";

/** Lets a store take an image from memory. */
export function builtImageSource(image: BuiltImage): ImageSource {
  const blob = (digest: string): Buffer => {
    const bytes = image.blobs.get(digest);
    if (!bytes) throw new RegistryError("NotFound", `no blob ${digest}`);
    return Buffer.from(bytes);
  };
  return {
    manifest: async (wanted) => blob(wanted.startsWith("sha256:") ? wanted : image.manifestDigest),
    document: async (digest) => blob(digest),
    async stream(digest) {
      const bytes = blob(digest);
      return (async function* () {
        yield bytes;
      })();
    },
  };
}
