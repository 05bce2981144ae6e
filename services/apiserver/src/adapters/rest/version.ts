import type { Exchange } from "./exchange.js";
import { JSON_TYPE } from "./media-type.js";
import type { PathHandler } from "./rest-server.js";

/** The Kubernetes release whose API is served. Clients parse major and minor as bare integers. */
const MAJOR = "1";
const MINOR = "35";
export const KUBERNETES_VERSION = `v${MAJOR}.${MINOR}.0`;

/** GET /version. */
export class VersionHandler implements PathHandler {
  readonly #body: Buffer;

  constructor(flotillaVersion: string) {
    this.#body = Buffer.from(
      JSON.stringify(
        {
          major: MAJOR,
          minor: MINOR,
          emulationMajor: MAJOR,
          emulationMinor: MINOR,
          gitVersion: `${KUBERNETES_VERSION}+flotilla.${flotillaVersion}`,
          gitCommit: "",
          gitTreeState: "clean",
          buildDate: "1970-01-01T00:00:00Z",
          goVersion: "",
          compiler: `node ${process.version}`,
          platform: `${process.platform}/${process.arch === "x64" ? "amd64" : process.arch}`,
        },
        null,
        2,
      ),
    );
  }

  async handle(exchange: Exchange): Promise<boolean> {
    if (exchange.path !== "/version" && exchange.path !== "/version/") return false;
    await exchange.send(200, JSON_TYPE, this.#body);
    return true;
  }
}
