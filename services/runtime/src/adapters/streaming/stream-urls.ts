import { RpcCode, RpcError } from "@flotilla/service";
import { PORT_FORWARD_PROTOCOLS, REMOTE_COMMAND_PROTOCOLS } from "../../core/stream-channels.js";
import type { SandboxRecord } from "../../core/records.js";
import type { Containers } from "../containers.js";
import type { RuntimeParts } from "../runtime-parts.js";
import { attachSession, execSession } from "./exec-session.js";
import { servePortForward } from "./port-forward.js";
import { serveRemoteCommand } from "./remote-command.js";
import type { StreamServer } from "./stream-server.js";

/** Makes the URLs that Exec, Attach and PortForward answer. */
export class StreamUrls {
  constructor(
    private readonly server: StreamServer,
    private readonly parts: RuntimeParts,
    private readonly containers: Containers,
  ) {}

  exec(containerId: string, { cmd, tty, stdin }: { cmd: readonly string[]; tty: boolean; stdin: boolean }): string {
    return this.server.publish("exec", {
      protocols: REMOTE_COMMAND_PROTOCOLS,
      serve: (socket) =>
        serveRemoteCommand(socket, async (listener) =>
          execSession(await this.containers.exec(containerId, cmd, { tty, stdin: stdin || tty }), listener),
        ),
    });
  }

  attach(containerId: string, { stdin, tty }: { stdin: boolean; tty: boolean }): string {
    const record = this.containers.get(containerId);
    if (tty !== record.process.tty)
      throw new RpcError(
        RpcCode.INVALID_ARGUMENT,
        `container ${containerId} ${record.process.tty ? "has" : "does not have"} a terminal`,
      );
    if (stdin && !record.process.stdin)
      throw new RpcError(RpcCode.INVALID_ARGUMENT, `container ${containerId} does not read stdin`);
    return this.server.publish("attach", {
      protocols: REMOTE_COMMAND_PROTOCOLS,
      serve: (socket) =>
        serveRemoteCommand(socket, (listener) =>
          attachSession((events) => this.containers.attach(containerId, events), listener),
        ),
    });
  }

  portForward(sandbox: SandboxRecord, ports: readonly number[]): string {
    return this.server.publish("portforward", {
      protocols: PORT_FORWARD_PROTOCOLS,
      serve: (socket, query) => {
        const asked = query
          .getAll("port")
          .flatMap((value) => value.split(","))
          .map(Number);
        const dial = (port: number) =>
          this.parts.helper.start(this.parts.driver.relayPlan(sandbox, port), {
            stdin: "pipe",
            output: "pipe",
            tty: false,
          });
        return servePortForward(socket, asked.length > 0 ? asked : ports, dial);
      },
    });
  }
}
