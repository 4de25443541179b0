import { InternalError } from "../errors.ts";
import type { FramedShell } from "./framed-shell.ts";
import type { SshConnection } from "./ssh-connection.ts";
import type { Frame, FrameResult, Shell } from "./transport.ts";
import { uploadFile } from "./upload-file.ts";

/** A root shell on one host, and the connection that it runs over. */
export class SshShell implements Shell {
  readonly #host: string;
  readonly #connection: SshConnection;
  readonly #shell: FramedShell;
  readonly #readOnly: boolean;

  constructor(host: string, connection: SshConnection, shell: FramedShell, readOnly: boolean) {
    this.#host = host;
    this.#connection = connection;
    this.#shell = shell;
    this.#readOnly = readOnly;
  }

  get frames(): number {
    return this.#shell.frames;
  }

  async run(frame: Frame, signal?: AbortSignal): Promise<FrameResult> {
    if (frame.kind !== "probe") this.#refuseToWrite("run an apply frame");
    return this.#shell.run(frame, signal);
  }

  async upload(localPath: string, signal?: AbortSignal): Promise<string> {
    this.#refuseToWrite("upload a file");
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

  #refuseToWrite(what: string): void {
    if (this.#readOnly)
      throw new InternalError(`asked to ${what} on ${this.#host}, whose shell is read-only`);
  }
}
