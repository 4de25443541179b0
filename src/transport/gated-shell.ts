import { InternalError } from "../errors.ts";
import type { FramedShell } from "./framed-shell.ts";
import type { Frame, FrameResult, LocalFile, LockClaim, Shell } from "./transport.ts";

/** What differs from link to link: whether a lock is kept at the other end, how a file gets there, and how the link ends. */
interface Link {
  readonly isLockable: boolean;
  upload(file: LocalFile, signal?: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

/** A shell that, opened read-only, lets nothing pass but probes. */
export class GatedShell implements Shell {
  readonly #host: string;
  readonly #readOnly: boolean;
  readonly #shell: FramedShell;
  readonly #link: Link;

  /** `host` is named in errors. */
  constructor(host: string, readOnly: boolean, shell: FramedShell, link: Link) {
    this.#host = host;
    this.#readOnly = readOnly;
    this.#shell = shell;
    this.#link = link;
  }

  get frames(): number {
    return this.#shell.frames;
  }

  hold(claim: LockClaim, onHeld: () => void): void {
    this.#refuseToWrite("take the lock");
    if (this.#link.isLockable) this.#shell.hold(claim, onHeld);
    else onHeld();
  }

  async run(frame: Frame, signal?: AbortSignal): Promise<FrameResult> {
    if (frame.kind !== "probe") this.#refuseToWrite("run an apply frame");
    return this.#shell.run(frame, signal);
  }

  async upload(file: LocalFile, signal?: AbortSignal): Promise<string> {
    this.#refuseToWrite("upload a file");
    if (this.#shell.wantsLock)
      await this.#shell.run({ kind: "probe", script: "", timeoutMs: 10_000 }, signal);
    return this.#link.upload(file, signal);
  }

  async close(): Promise<void> {
    await this.#shell.close();
    await this.#link.close();
  }

  #refuseToWrite(what: string): void {
    if (!this.#readOnly) return;
    throw new InternalError(`asked to ${what} on ${this.#host}, whose shell is read-only`);
  }
}
