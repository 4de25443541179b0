import type { FramedShell } from "./framed-shell.ts";
import type { SshConnection } from "./ssh-connection.ts";
import type { Frame, FrameResult, Shell } from "./transport.ts";
import { uploadFile } from "./upload-file.ts";
import type { WriteGate } from "./write-gate.ts";

/** A root shell on one host, and the connection that it runs over. */
export class SshShell implements Shell {
  readonly #connection: SshConnection;
  readonly #shell: FramedShell;
  readonly #gate: WriteGate;

  constructor(connection: SshConnection, shell: FramedShell, gate: WriteGate) {
    this.#connection = connection;
    this.#shell = shell;
    this.#gate = gate;
  }

  get frames(): number {
    return this.#shell.frames;
  }

  async run(frame: Frame, signal?: AbortSignal): Promise<FrameResult> {
    this.#gate.passFrame(frame);
    return this.#shell.run(frame, signal);
  }

  async upload(localPath: string, signal?: AbortSignal): Promise<string> {
    this.#gate.passUpload();
    const host = {
      sftp: () => this.#connection.sftp(),
      run: (frame: Frame, frameSignal?: AbortSignal) => this.#shell.run(frame, frameSignal),
    };
    return uploadFile(host, localPath, signal);
  }

  async close(): Promise<void> {
    await this.#shell.close();
    await this.#connection.close();
  }
}
