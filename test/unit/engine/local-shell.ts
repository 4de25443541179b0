import { spawnSync } from "node:child_process";
import { InternalError } from "../../../src/errors.ts";
import type { Frame, FrameResult, LocalFile, LockClaim, Shell } from "../../../src/transport/transport.ts";

/** A Shell that runs frames by sh on this machine, for resources that touch nothing but a test's own folder. */
export class LocalShell implements Shell {
  readonly isReadOnly: boolean;
  readonly sent: Frame[] = [];

  constructor({ readOnly = false } = {}) {
    this.isReadOnly = readOnly;
  }

  get frames(): number {
    return this.sent.length;
  }

  run(frame: Frame): Promise<FrameResult> {
    if (this.isReadOnly && frame.kind !== "probe") throw new InternalError("this shell only reads");
    this.sent.push(frame);
    const { status, stdout, stderr } = spawnSync("sh", ["-s"], { input: frame.script, encoding: "utf8" });
    for (const line of stdout.split("\n")) frame.onLine?.(line, "stdout");
    return Promise.resolve({ exitCode: status ?? 255, stdout, stderr, truncated: false, timedOut: false });
  }

  hold(_claim: LockClaim, onHeld: () => void): void {
    onHeld();
  }

  upload(_file: LocalFile): Promise<string> {
    throw new InternalError("nobody expected an upload");
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
