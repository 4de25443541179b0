import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { RunOptions } from "../../../src/engine/run-playbook.ts";
import { ConnectionError } from "../../../src/errors.ts";
import type { Frame, FrameResult, LocalFile } from "../../../src/transport/transport.ts";
import { LocalShell } from "./local-shell.ts";

/** A shell of this machine that knows in $machine which one it plays; several run side by side. */
class NamedShell extends LocalShell {
  readonly #name: string;

  constructor(name: string, readOnly: boolean) {
    super({ readOnly });
    this.#name = name;
  }

  override async run(frame: Frame): Promise<FrameResult> {
    if (this.isReadOnly && frame.kind !== "probe") return super.run(frame);
    this.sent.push(frame);
    const child = spawn("sh", ["-s"]);
    child.stdin.end(`machine='${this.#name}'\n${frame.script}`);
    const [exitCode, stdout, stderr] = await Promise.all([
      new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 255))),
      text(child.stdout),
      text(child.stderr),
    ]);
    for (const line of stdout.split("\n")) frame.onLine?.(line, "stdout");
    return { exitCode, stdout, stderr, truncated: false, timedOut: false };
  }

  override upload({ localPath }: LocalFile): Promise<string> {
    return Promise.resolve(localPath);
  }
}

/** Machines that all are this one, under names of their own; those in `down` cannot be reached. */
export function machines(down: readonly string[] = []): Pick<RunOptions, "transport"> {
  return {
    transport: {
      open: ({ name }, { readOnly }) =>
        down.includes(name)
          ? Promise.reject(new ConnectionError(name, `${name} is down`, ""))
          : Promise.resolve(new NamedShell(name, readOnly)),
    },
  };
}
