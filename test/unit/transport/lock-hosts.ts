import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { FramedShell } from "../../../src/transport/framed-shell.ts";
import { localChannel } from "./local-channel.ts";

/** Shells that every script for hosts must run under. */
export const implementations = ["dash", "bash", "busybox"];

/** A stand-in for a host: a folder for its lock, and a clock that only the test moves. */
export class LockHost {
  readonly folder = mkdtempSync(join(tmpdir(), "lab-lock-"));
  readonly paths = {
    folder: join(this.folder, "lock"),
    uptime: join(this.folder, "uptime"),
    bootId: join(this.folder, "boot_id"),
  };
  #uptime = 1000;

  constructor() {
    this.boot("first", this.#uptime);
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  boot(id: string, uptime: number): void {
    writeFileSync(this.paths.bootId, `${id}\n`);
    this.#uptime = uptime;
    this.pass(0);
  }

  pass(seconds: number): void {
    this.#uptime += seconds;
    writeFileSync(this.paths.uptime, `${this.#uptime}.25 4000.00\n`);
  }

  /** A connection of the run `run` from the process `token`, which takes the lock with its first frame. */
  connect(run: string, { implementation = "dash", name = "web1", token = run, claims = true } = {}) {
    const channel = localChannel("sh", [], this.#pathWith(implementation));
    const shell = new FramedShell(name, channel, { lockPaths: this.paths });
    if (claims) shell.hold({ run, owner: "alice@control (pid 123)", token }, () => {});
    onTestFinished(() => channel.destroy());
    const frame = (script: string) => ({ kind: "apply", script, timeoutMs: 20_000 }) as const;
    return {
      shell,
      channel,
      run: (script: string) => shell.run(frame(script)),
      /** Settles once the script has printed something. */
      begin: (script: string) =>
        new Promise<{ readonly result: Promise<unknown> }>((resolve) => {
          const onLine = () => resolve({ result });
          const result = shell.run({ ...frame(script), onLine });
          result.catch(() => {});
        }),
    };
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  write(file: string): void {
    writeFileSync(join(this.folder, file), "");
  }

  /** Names of the files that make up the lock. */
  get files(): readonly string[] {
    return readdirSync(this.paths.folder).toSorted();
  }

  /** A search path on which `sh` is the given implementation, for the persistent shell and those it starts. */
  #pathWith(implementation: string): string {
    const folder = join(this.folder, implementation);
    if (!existsSync(folder)) {
      mkdirSync(folder);
      symlinkSync(`/bin/${implementation}`, join(folder, "sh"));
    }
    return `${folder}:${process.env.PATH}`;
  }
}

/** Tries until it does not throw, at most 2000 times; nothing waits between, as the attempts take time themselves. */
export async function untilItWorks<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (tries === 2000) throw error;
    }
  }
}
