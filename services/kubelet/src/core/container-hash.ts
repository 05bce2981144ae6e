import type { Container } from "@flotilla/api/types/core/v1.js";

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Tells whether a running container still is what the pod asks for. Only name and image count, as upstream has it: they
 * are the only fields of a running pod's containers that an update may change and that need a new container.
 */
export function containerHash(container: Pick<Container, "name" | "image">): string {
  return fnv1a(`${container.name}\n${container.image ?? ""}`).toString(16);
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function fnv1a(text: string): number {
  let hash = FNV_OFFSET_BASIS;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME) >>> 0;
  }
  return hash;
}
