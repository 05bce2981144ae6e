import { openStream } from "./rest-client.js";

/*
 * A process that watches as many clients do, and throws away what comes: a client that reads and measures in the
 * process of the benchmark would measure itself. Arguments: address, path, count, and the admin's certificate files.
 * Says "ready" when all watches are open.
 */

/** Handshakes under way at once. */
const OPENING = 20;

interface Material {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const [address = "", path = "", count = "0"] = process.argv.slice(2);
const { ca, certificate, key } = JSON.parse(process.env["BENCH_CLIENT_TLS"] ?? "") as Material;
const pki = {
  ca: { certificate: ca, key: "", certificateFile: "", keyFile: "" },
  pair: () => ({ certificate, key, certificateFile: "", keyFile: "" }),
};

let left = Number(count);
const open = async (): Promise<void> => {
  while (left > 0) {
    left--;
    const socket = await openStream(address, pki, path);
    socket.on("close", () => process.exit(1));
    socket.resume();
  }
};
await Promise.all(Array.from({ length: OPENING }, open));
console.log("ready");
