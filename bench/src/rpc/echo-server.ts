import { register, serveGrpc, serveLeanGrpc } from "@flotilla/service";
import { Echo } from "./echo-service.js";

/** A program that serves Echo by the transport that its argument names, and prints where. */
const serve = process.argv[2] === "lean" ? serveLeanGrpc : serveGrpc;
const echo = register(Echo, {
  echo: async (message) => message,
  async *repeat(message) {
    for (let count = message[0]! * 1000; count > 0; count--) yield message;
  },
});
const server = await serve([echo], { address: "127.0.0.1:0" });
console.log(server.address);
process.once("SIGTERM", () => void server.stop().then(() => process.exit(0)));
