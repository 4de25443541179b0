import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CommandError } from "../errors.ts";
import type { FramedShell } from "./framed-shell.ts";
import type { ShellChannel } from "./shell-channel.ts";
import type { Frame, FrameResult, Shell } from "./transport.ts";
import { within } from "./within.ts";
import type { WriteGate } from "./write-gate.ts";

/** A shell on the control machine. */
export class LocalShell implements Shell {
  readonly #channel: ShellChannel;
  readonly #shell: FramedShell;
  readonly #gate: WriteGate;

  constructor(channel: ShellChannel, shell: FramedShell, gate: WriteGate) {
    this.#channel = channel;
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

  /** Cost: a copy on the disk, which nobody but the user may read. */
  async upload(localPath: string, signal?: AbortSignal): Promise<string> {
    this.#gate.passUpload();
    signal?.throwIfAborted();
    const path = join(tmpdir(), `.lab-${randomBytes(16).toString("hex")}`);
    try {
      const copy = createWriteStream(path, { flags: "wx", mode: 0o600 });
      await pipeline(createReadStream(localPath), copy, signal ? { signal } : {});
      return path;
    } catch (error) {
      await rm(path, { force: true });
      signal?.throwIfAborted();
      const stderr = error instanceof Error ? error.message : String(error);
      throw new CommandError(`${localPath} could not be copied`, { exitCode: 1, stdout: "", stderr });
    }
  }

  async close(): Promise<void> {
    await this.#shell.close();
    const late = () => new Error("the shell did not end");
    await within(this.#channel.closed, 500, late).catch(() => {});
    this.#channel.destroy();
  }
}
