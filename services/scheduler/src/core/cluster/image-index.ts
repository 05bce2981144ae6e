import type { Node } from "@flotilla/api/types/core/v1.js";

/** Which images are on which nodes. */
export class ImageIndex {
  /** By image name: size in bytes by node. */
  readonly #sizes = new Map<string, Map<number, number>>();

  /** Size of an image on a node, 0 where it is not. */
  size(image: string, node: number): number {
    return this.#sizes.get(image)?.get(node) ?? 0;
  }

  nodeCount(image: string): number {
    return this.#sizes.get(image)?.size ?? 0;
  }

  /** True when something changed. */
  replace(node: number, old: Node | undefined, current: Node | undefined): boolean {
    const [before, after] = [old?.status?.images, current?.status?.images];
    if (before === after || JSON.stringify(before) === JSON.stringify(after)) return false;
    for (const { names = [] } of before ?? []) for (const name of names) this.#remove(name, node);
    for (const { names = [], sizeBytes = 0 } of after ?? []) for (const name of names) this.#add(name, node, sizeBytes);
    return true;
  }

  #add(name: string, node: number, sizeBytes: number): void {
    let sizes = this.#sizes.get(name);
    if (!sizes) this.#sizes.set(name, (sizes = new Map()));
    sizes.set(node, Number(sizeBytes));
  }

  #remove(name: string, node: number): void {
    const sizes = this.#sizes.get(name);
    sizes?.delete(node);
    if (sizes?.size === 0) this.#sizes.delete(name);
  }
}
