import type { Duplex } from "node:stream";
import { explainTunnel } from "./explain-tunnel.ts";
import type { FramedShell } from "./framed-shell.ts";
import { GatedShell } from "./gated-shell.ts";
import type { SshConnection } from "./ssh-connection.ts";
import type { LocalFile, TunnelShell } from "./transport.ts";
import { untilAborted } from "./until-aborted.ts";

/** A root shell over SSH, whose connection also carries streams to ports. */
export class SshShell extends GatedShell implements TunnelShell {
  readonly #host: string;
  readonly #connection: SshConnection;

  /** `host` is named in errors. */
  constructor(
    host: string,
    readOnly: boolean,
    shell: FramedShell,
    connection: SshConnection,
    upload: (file: LocalFile, signal?: AbortSignal) => Promise<string>,
  ) {
    super(host, readOnly, shell, { isLockable: true, upload, close: () => connection.close() });
    this.#host = host;
    this.#connection = connection;
  }

  async connect(host: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    signal?.throwIfAborted();
    const opening = this.#connection.forwardOut(host, port).catch((error: unknown) => {
      throw explainTunnel(this.#host, `${host}:${port}`, error);
    });
    const isLate = () => void opening.then((stream) => stream.destroy()).catch(() => {});
    const stream = await untilAborted(opening, signal, isLate);
    // Whoever uses the stream learns of its end by "close"; an error that nobody awaits must not end the process.
    stream.on("error", () => {});
    return stream;
  }
}
