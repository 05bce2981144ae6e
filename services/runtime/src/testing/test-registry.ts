import { buildExampleImages } from "../images/example-images.js";
import { buildImage } from "../images/oci-builder.js";
import { ImageShelf, startRegistry, type RunningRegistry } from "../images/registry-server.js";
import { directory, file, symlink } from "../images/tar-writer.js";

/** The images that the suite needs, on loopback. */
export async function startTestRegistry(): Promise<RunningRegistry> {
  const shelf = new ImageShelf();
  const examples = await buildExampleImages();
  for (const [name, image] of examples) shelf.add(name, image);
  shelf.add("layered:1", buildImage(LAYERS, { Cmd: ["/bin/sh"] }, process.arch === "arm64" ? "arm64" : "amd64"));
  return startRegistry(shelf);
}

/** The upper layer takes away a file, all of a folder, and replaces a folder by a link. */
const LAYERS = [
  [
    directory("data"),
    file("data/kept", "kept"),
    file("data/gone", "gone"),
    directory("opaque"),
    file("opaque/old", "old"),
    directory("changed"),
    file("changed/inside", "inside"),
  ],
  [
    file("data/.wh.gone", ""),
    directory("opaque"),
    file("opaque/.wh..wh..opq", ""),
    file("opaque/new", "new"),
    symlink("changed", "data"),
  ],
];
