import { ImageSpec } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import type { PodBench } from "../pod-bench.js";

const spec = (image: string) => ImageSpec.fromPartial({ image });

/** Pulling, finding and removing images. */
export function imageCases(bench: () => PodBench): void {
  const pull = async (name: string) =>
    (
      await bench().cri.images.pullImage({
        image: spec(bench().image(name)),
        auth: undefined,
        sandboxConfig: undefined,
      })
    ).imageRef;
  const find = async (name: string) =>
    (await bench().cri.images.imageStatus({ image: spec(name), verbose: false })).image;

  test("an image can be found by tag, by digest and by id, and is listed", async () => {
    const id = await pull("busybox:1");
    const image = await find(bench().image("busybox:1"));
    expect(image?.id).toBe(id);
    expect(image?.repoTags).toContain(bench().image("busybox:1"));
    expect(image?.size).toBeGreaterThan(100_000n);
    const digest = image?.repoDigests[0] ?? "";
    expect(digest).toMatch(/\/busybox@sha256:[0-9a-f]{64}$/);
    for (const name of [digest, id]) expect((await find(name))?.id).toBe(id);
    const { images } = await bench().cri.images.listImages({ filter: undefined });
    expect(images.map((item) => item.id)).toContain(id);
  });

  test("an image on several architectures gives this machine's", async () => {
    const id = await pull("hello:1");
    expect((await find(bench().image("hello:1")))?.id).toBe(id);
  });

  test("an image by digest has no tag until it is pulled by tag", async () => {
    await pull("busybox:1");
    const digest = (await find(bench().image("busybox:1")))?.repoDigests[0] ?? "";
    const { imageRef } = await bench().cri.images.pullImage({
      image: spec(digest),
      auth: undefined,
      sandboxConfig: undefined,
    });
    expect((await find(digest))?.id).toBe(imageRef);
  });

  test("an image that is not there: no answer, not found on pull, removed without complaint", async () => {
    const name = bench().image("absent:1");
    expect(await find(name)).toBeUndefined();
    await expect(pull("absent:1")).rejects.toMatchObject({ code: 5 });
    await bench().cri.images.removeImage({ image: spec(name) });
  });

  test("a removed image is gone, and comes back with the next pull", async () => {
    await pull("hello:1");
    await bench().cri.images.removeImage({ image: spec(bench().image("hello:1")) });
    expect(await find(bench().image("hello:1"))).toBeUndefined();
    await pull("hello:1");
    expect(await find(bench().image("hello:1"))).toBeDefined();
  });

  test("the file system of images is told", async () => {
    const { imageFilesystems } = await bench().cri.images.imageFsInfo({});
    expect(imageFilesystems[0]?.fsId?.mountpoint).toMatch(/^\//);
    expect(imageFilesystems[0]?.usedBytes).toBeDefined();
  });
}
