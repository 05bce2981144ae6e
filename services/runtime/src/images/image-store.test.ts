import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuthConfig } from "@flotilla/contracts/gen/runtime/v1/runtime.js";
import { ImageStore } from "./image-store.js";
import { buildImage, buildIndex, type BuiltImage } from "./oci-builder.js";
import { ImageShelf, startRegistry, type RegistryOptions, type RunningRegistry } from "./registry-server.js";
import { file } from "./tar-writer.js";

let folder: string;
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flotilla-images-"));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const SHARED = [file("shared", "shared")];
const amd64 = buildImage([SHARED, [file("a", "amd64")]], { Cmd: ["/a"] }, "amd64");
const other = buildImage([SHARED, [file("b", "other")]], { Cmd: ["/b"] }, "amd64");
const arm64 = buildImage([[file("a", "arm64")]], {}, "arm64");
const never = new AbortController().signal;

function openStore(inUse: ReadonlySet<string> = new Set(), architecture = "amd64"): Promise<ImageStore> {
  return ImageStore.open({
    folder,
    architecture,
    keepOwners: false,
    insecureRegistries: [],
    markWhiteouts: async () => undefined,
    layersInUse: () => inUse,
  });
}

async function serve(images: Record<string, BuiltImage>, options: RegistryOptions = {}): Promise<RunningRegistry> {
  const shelf = new ImageShelf();
  for (const [name, image] of Object.entries(images)) shelf.add(name, image);
  const registry = await startRegistry(shelf, options);
  running.push(registry);
  return registry;
}

test("building is deterministic", () => {
  expect(buildImage([SHARED], {}, "amd64").manifestDigest).toBe(buildImage([SHARED], {}, "amd64").manifestDigest);
});

test("images share layers; what nobody needs any more goes with the last image", async () => {
  const { address } = await serve({ "one:1": amd64, "two:1": other });
  const store = await openStore();
  const one = await store.pull(`${address}/one:1`, undefined, never);
  const two = await store.pull(`${address}/two:1`, undefined, never);
  expect(store.layersOf(one)[1]).toBe(store.layersOf(two)[1]);
  expect(await readFile(join(store.layersFolder, store.layersOf(one)[0] ?? "", "a"), "utf8")).toBe("amd64");
  await store.remove(one.id);
  expect(store.layersOf(two).length).toBe(2);
  expect((await readdir(store.layersFolder)).filter((name) => !name.endsWith(".json")).sort()).toEqual(
    [...store.layersOf(two)].sort(),
  );
  await store.remove(`${address}/two:1`);
  expect(await readdir(store.layersFolder)).toEqual([]);
  expect(store.usage()).toEqual({ bytes: 0, inodes: 0 });
});

test("layers that a container runs on stay after the image", async () => {
  const { address } = await serve({ "one:1": amd64 });
  const inUse = new Set<string>();
  const store = await openStore(inUse);
  const one = await store.pull(`${address}/one:1`, undefined, never);
  for (const layer of store.layersOf(one)) inUse.add(layer);
  await store.remove(one.id);
  expect((await readdir(store.layersFolder)).filter((name) => !name.endsWith(".json")).sort()).toEqual(
    [...inUse].sort(),
  );
});

test("a store that is opened again knows its images; half unpacked layers are gone", async () => {
  const { address } = await serve({ "one:1": amd64 });
  const one = await (await openStore()).pull(`${address}/one:1`, undefined, never);
  await mkdir(join(folder, "layers", "77"));
  await writeFile(join(folder, "layers", "77", "half"), "");
  const again = await openStore();
  expect(again.find(`${address}/one:1`)).toEqual(one);
  expect(await readdir(again.layersFolder)).not.toContain("77");
});

test("many pulls at once unpack a layer once", async () => {
  const { address } = await serve({ "one:1": amd64 });
  const store = await openStore();
  await Promise.all(Array.from({ length: 5 }, () => store.pull(`${address}/one:1`, undefined, never)));
  expect((await readdir(store.layersFolder)).filter((name) => !name.endsWith(".json"))).toHaveLength(2);
});

test("a tag that moves takes its name along", async () => {
  const shelf = new ImageShelf();
  shelf.add("app:1", amd64);
  const registry = await startRegistry(shelf);
  running.push(registry);
  const store = await openStore();
  const before = await store.pull(`${registry.address}/app:1`, undefined, never);
  shelf.add("app:1", other);
  const after = await store.pull(`${registry.address}/app:1`, undefined, never);
  expect(after.id).not.toBe(before.id);
  expect(store.find(before.id)?.tags).toEqual([]);
  expect(store.find(`${registry.address}/app:1`)?.id).toBe(after.id);
});

test("an index gives the image of the architecture, or says that there is none", async () => {
  const index = buildIndex(
    new Map([
      ["amd64", amd64],
      ["arm64", arm64],
    ]),
  );
  const { address } = await serve({ "both:1": index, "one:1": buildIndex(new Map([["amd64", amd64]])) });
  const store = await openStore(new Set(), "arm64");
  const image = await store.pull(`${address}/both:1`, undefined, never);
  expect(await readFile(join(store.layersFolder, store.layersOf(image)[0] ?? "", "a"), "utf8")).toBe("arm64");
  expect(image.digests).toEqual([`${address}/both@${index.manifestDigest}`]);
  await expect(store.pull(`${address}/one:1`, undefined, never)).rejects.toMatchObject({ reason: "NotFound" });
});

test.each(["layer", "config", "manifest"])(
  "a registry that gives another %s than asked for is not believed",
  async (what) => {
    const honest = amd64.blobs;
    const manifest = JSON.parse(Buffer.from(honest.get(amd64.manifestDigest) ?? "").toString()) as {
      config: { digest: string };
      layers: { digest: string }[];
    };
    const digest =
      { layer: manifest.layers[1]?.digest, config: manifest.config.digest, manifest: amd64.manifestDigest }[what] ?? "";
    const forged = new Map([...honest, [digest, other.blobs.get(other.manifestDigest) ?? Buffer.alloc(0)]]);
    const { address } = await serve({ "app:1": { manifestDigest: amd64.manifestDigest, blobs: forged } });
    const store = await openStore();
    await expect(store.pull(`${address}/app@${amd64.manifestDigest}`, undefined, never)).rejects.toThrow();
    expect(store.list()).toEqual([]);
  },
);

test("basic credentials are given when asked for, and wrong ones refused", async () => {
  const credentials = { username: "user", password: "pass" };
  const { address } = await serve({ "app:1": amd64 }, { credentials });
  const store = await openStore();
  const pull = (auth: Partial<AuthConfig> | undefined) =>
    store.pull(`${address}/app:1`, auth && AuthConfig.fromPartial(auth), never);
  for (const auth of [undefined, { username: "user", password: "wrong" }])
    await expect(pull(auth)).rejects.toMatchObject({ reason: "Unauthorized" });
  expect(await pull(credentials)).toMatchObject({ tags: [`${address}/app:1`] });
  expect(await pull({ auth: Buffer.from("user:pass").toString("base64") })).toBeDefined();
});

test("a token is fetched from where the registry says, with the credentials, for this repository", async () => {
  const asked: string[] = [];
  const { address: behind } = await serve({ "app:1": amd64 });
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith("/token")) {
      asked.push(`${request.url} ${request.headers.authorization}`);
      return void response.end(JSON.stringify({ token: "good" }));
    }
    if (request.headers.authorization !== "Bearer good") {
      response.writeHead(401, {
        "WWW-Authenticate": `Bearer realm="http://${request.headers.host}/token",service="reg"`,
      });
      return void response.end();
    }
    const answer = await fetch(`http://${behind}${request.url}`);
    response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push({ stop: async () => void (server.closeAllConnections(), server.close()) });
  const store = await openStore();
  await store.pull(
    `127.0.0.1:${(server.address() as AddressInfo).port}/app:1`,
    AuthConfig.fromPartial({ username: "u", password: "p" }),
    never,
  );
  expect(asked).toEqual(["/token?scope=repository%3Aapp%3Apull&service=reg Basic dTpw"]);
});

test("a registry that is not there is unavailable", async () => {
  await expect((await openStore()).pull("127.0.0.1:1/app:1", undefined, never)).rejects.toMatchObject({
    reason: "Unavailable",
  });
});
