import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadTar, EntryType } from "./tar-format.js";
import { directory, file, symlink, writeTar, type TarEntry } from "./tar-writer.js";
import { unpackLayer, UnsafeArchive } from "./unpack.js";

let top: string;
let folder: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), "flotilla-untar-"));
  folder = join(top, "layer");
  await mkdir(folder);
});
afterEach(() => rm(top, { recursive: true, force: true }));

async function* inPieces(data: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

const unpack = (entries: readonly TarEntry[], size = 1000) =>
  unpackLayer(inPieces(writeTar(entries), size), folder, false);
const hardLink = (name: string, target: string): TarEntry => ({ name, mode: 0o644, type: EntryType.HARD_LINK, target });

test.each([1, 511, 512, 513, 100_000])(
  "files, folders and links, however the stream is cut (%d bytes)",
  async (size) => {
    const big = "0123456789".repeat(300);
    const layer = await unpack(
      [
        directory("a", 0o750),
        file("a/big", big, 0o640),
        file("./b", "b", 0o755),
        symlink("link", "a/big"),
        hardLink("hard", "a/big"),
        file("empty", ""),
      ],
      size,
    );
    expect(await readFile(join(folder, "hard"), "utf8")).toBe(big);
    expect(await readlink(join(folder, "link"))).toBe("a/big");
    expect((await lstat(join(folder, "a"))).mode & 0o777).toBe(0o750);
    expect((await lstat(join(folder, "b"))).mode & 0o777).toBe(0o755);
    expect(layer).toEqual({ whiteouts: [], opaque: [], size: big.length + 1, inodes: 6 });
  },
);

test("later entries replace earlier ones of another kind", async () => {
  await unpack([file("x", "file"), directory("x"), file("x/inside", "1"), file("y", "1"), symlink("y", "x")]);
  expect(await readFile(join(folder, "x/inside"), "utf8")).toBe("1");
  expect(await readlink(join(folder, "y"))).toBe("x");
});

test("whiteouts are told, not made", async () => {
  const layer = await unpack([directory("d"), file("d/.wh.gone", ""), file("d/.wh..wh..opq", "")]);
  expect(layer).toMatchObject({ whiteouts: ["d/gone"], opaque: ["d"] });
  expect(await readdir(join(folder, "d"))).toEqual([]);
});

const refused: readonly [string, TarEntry[]][] = [
  ["a name that climbs", [file("../outside", "x")]],
  ["a name that climbs in the middle", [file("a/../../outside", "x")]],
  ["a hard link to outside", [hardLink("x", "../secret")]],
];
test.each(refused)("%s is refused", async (_, entries) => {
  await expect(unpack(entries)).rejects.toBeInstanceOf(UnsafeArchive);
  expect(await readdir(top)).toEqual(["layer"]);
});

const kept: readonly [string, TarEntry[], string][] = [
  ["an absolute name", [file("/inside", "x")], "inside"],
  ["a file below a link to above", [symlink("up", "../../.."), file("up/inside", "x")], "inside"],
  ["a file below an absolute link", [directory("tmp"), symlink("abs", "/tmp"), file("abs/inside", "x")], "tmp/inside"],
  [
    "a file below a folder that became a link",
    [directory("d"), directory("d/e"), file("d/e/f", "1"), symlink("d", "/"), directory("e"), file("d/e/inside", "x")],
    "e/inside",
  ],
  ["a file in the place of a link to outside", [symlink("inside", "../outside"), file("inside", "x")], "inside"],
];
test.each(kept)("%s stays inside", async (_, entries, path) => {
  await unpack(entries);
  expect(await readFile(join(folder, path), "utf8")).toBe("x");
  expect(await readdir(top)).toEqual(["layer"]);
});

test("a hard link to a link to outside does not reach it", async () => {
  await writeFile(join(top, "secret"), "secret");
  await unpack([symlink("link", "../secret"), hardLink("hard", "link")]);
  expect((await lstat(join(folder, "hard"))).isSymbolicLink()).toBe(true);
});

test("links in a circle are refused", async () => {
  await expect(unpack([symlink("a", "b"), symlink("b", "a"), file("a/x", "x")])).rejects.toBeInstanceOf(UnsafeArchive);
});

test("an archive that was cut off or damaged is refused", async () => {
  const tar = writeTar([file("a", "x".repeat(600))]);
  await expect(unpackLayer(inPieces(tar.subarray(0, 700), 100), folder, false)).rejects.toBeInstanceOf(BadTar);
  tar[0] = (tar[0] ?? 0) ^ 1;
  await expect(unpackLayer(inPieces(tar, 100), folder, false)).rejects.toBeInstanceOf(BadTar);
});

test("long names, in GNU's and in pax' way", async () => {
  const long = `${"d/".repeat(80)}name`;
  const record = (text: string) => `${text.length + 5} ${text}\n`;
  const pax = record(`path=${long}-pax`);
  const entries = [
    { name: "././@LongLink", mode: 0, type: EntryType.GNU_LONG_NAME, data: Buffer.from(`${long}\0`) },
    file("short", "gnu"),
    { name: "PaxHeader", mode: 0, type: EntryType.PAX, data: Buffer.from(pax) },
    file("short", "pax"),
    file("plain", "plain"),
  ] as TarEntry[];
  await unpack(entries);
  expect(await Promise.all([long, `${long}-pax`, "plain"].map((name) => readFile(join(folder, name), "utf8")))).toEqual(
    ["gnu", "pax", "plain"],
  );
});
