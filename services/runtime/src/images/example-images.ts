import { readFile } from "node:fs/promises";
import { nativeProgram } from "../adapters/native-helper.js";
import { buildImage, buildIndex, type BuiltImage, type OciArchitecture } from "./oci-builder.js";
import { directory, file, symlink } from "./tar-writer.js";

/** Node's names of the architectures that we have programs for, and OCI's. */
const ARCHITECTURES: readonly (readonly [string, OciArchitecture])[] = [
  ["x64", "amd64"],
  ["arm64", "arm64"],
];
const HELLO_COMMANDS = ["sleep", "echo", "cat", "env", "true", "false"];
const HELLO_PORT = 8080;
const BUSYBOX = "/bin/busybox";

/**
 * Images made on the spot, without the internet and without Docker. "hello:1" is a web server of a few kilobytes with
 * some commands; "pause:1" is for runtimes that want one for their sandboxes; "busybox:1" is there when this machine
 * has a static busybox. Names are "repository:tag".
 */
export async function buildExampleImages(): Promise<ReadonlyMap<string, BuiltImage>> {
  const images = new Map([
    ["hello:1", await onAllArchitectures(helloImage)],
    ["pause:1", await onAllArchitectures(pauseImage)],
  ]);
  const busybox = await busyboxImage();
  return busybox ? images.set("busybox:1", busybox) : images;
}

async function onAllArchitectures(
  build: (node: string, oci: OciArchitecture) => Promise<BuiltImage>,
): Promise<BuiltImage> {
  const built = new Map<OciArchitecture, BuiltImage>();
  for (const [node, oci] of ARCHITECTURES) built.set(oci, await build(node, oci));
  return buildIndex(built);
}

async function helloImage(node: string, oci: OciArchitecture): Promise<BuiltImage> {
  const program = await nativeProgram("hello", node);
  const entries = [
    directory("bin"),
    directory("etc"),
    directory("tmp", 0o1777),
    file("etc/passwd", "root:x:0:0:root:/:/bin/false\nhello:x:1000:1000:hello:/:/bin/false\n"),
    file("etc/group", "root:x:0:\nhello:x:1000:\n"),
    file("hello", program, 0o755),
    ...HELLO_COMMANDS.map((command) => symlink(`bin/${command}`, "../hello")),
  ];
  return buildImage(
    [entries],
    { Entrypoint: ["/hello"], Env: ["PATH=/bin"], ExposedPorts: { [`${HELLO_PORT}/tcp`]: {} } },
    oci,
  );
}

async function pauseImage(node: string, oci: OciArchitecture): Promise<BuiltImage> {
  return buildImage([[file("pause", await nativeProgram("pause", node), 0o755)]], { Entrypoint: ["/pause"] }, oci);
}

/** Everything that Debian's busybox-static can do, as links to it. */
const APPLETS = (
  "sh ls cat echo printf sleep true false test [ env id whoami hostname date uname pwd mkdir rmdir rm cp mv ln touch chmod chown stat " +
  "head tail wc sort uniq cut tr sed awk grep egrep xargs find tee seq dd df du mount umount ps kill top free ip ping nslookup wget nc " +
  "httpd tar gzip gunzip vi less md5sum sha256sum base64 od hexdump yes expr basename dirname readlink realpath timeout nohup stty tty"
).split(" ");

async function busyboxImage(): Promise<BuiltImage | undefined> {
  const program = await readFile(BUSYBOX).catch(() => undefined);
  const architecture = ARCHITECTURES.find(([node]) => node === process.arch)?.[1];
  // A dynamic one would need the machine's libraries.
  if (!program || !architecture || program.includes("/ld-linux")) return undefined;
  const entries = [
    ...["bin", "etc", "root", "var", "usr", "usr/bin"].map((name) => directory(name)),
    directory("tmp", 0o1777),
    file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
    file("etc/group", "root:x:0:\nnogroup:x:65534:\nextra:x:2000:nobody\n"),
    file("bin/busybox", program, 0o755),
    ...APPLETS.map((applet) => symlink(`bin/${applet}`, "busybox")),
    symlink("usr/bin/env", "../../bin/busybox"),
  ];
  return buildImage([entries], { Cmd: ["sh"], Env: ["PATH=/bin:/usr/bin"] }, architecture);
}
