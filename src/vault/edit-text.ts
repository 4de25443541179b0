import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { InputError, Interrupted } from "../errors.ts";

/** Where plain text is never written to a disk, in order; the folder for temporary files is the last resort. */
const inMemory = (env: NodeJS.ProcessEnv): string[] => ["/dev/shm", env.XDG_RUNTIME_DIR ?? "", tmpdir()];

/**
 * Lets the user edit a text in $VISUAL or $EDITOR, in a folder that only the user can enter and that is removed in
 * every case. Returns what the editor has saved. Throws InputError where the editor fails, Interrupted where a signal
 * ends lab.
 */
export async function editText(text: string, name: string, env: NodeJS.ProcessEnv): Promise<string> {
  // Before there is anything to remove: a signal may come at once.
  const signals = new EditorSignals();
  const parent = inMemory(env).find(isWritable) ?? tmpdir();
  const folder = mkdtempSync(join(parent, "lab-vault-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const file = join(folder, basename(name));
    writeFileSync(file, text, { mode: 0o600 });
    await runEditor(env.VISUAL || env.EDITOR || "vi", file, signals);
    return readFileSync(file, "utf8");
  } finally {
    remove();
    process.off("exit", remove);
    signals.stop();
  }
}

/** Ctrl-C on the terminal is meant for the editor; what is sent to lab ends both. */
class EditorSignals {
  #child: ChildProcess | null = null;
  #received: NodeJS.Signals | null = null;

  constructor() {
    process.on("SIGINT", this.#stay).on("SIGTERM", this.#end).on("SIGHUP", this.#end);
  }

  /** From now on a signal ends this process too; one that came before ends it now. */
  watch(child: ChildProcess): void {
    this.#child = child;
    if (this.#received) child.kill(this.#received);
  }

  /** The signal that was sent to lab. */
  get received(): NodeJS.Signals | null {
    return this.#received;
  }

  stop(): void {
    process.off("SIGINT", this.#stay).off("SIGTERM", this.#end).off("SIGHUP", this.#end);
  }

  readonly #stay = (): void => undefined;
  readonly #end = (signal: NodeJS.Signals): void => {
    this.#received = signal;
    this.#child?.kill(signal);
  };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder !== "";
  } catch {
    return false;
  }
}

/** Words alone: a program and its flags, as in `code --wait`. */
const plainCommand = /^[^=\s;&|<>()$`'"\\]+(\s[^;&|<>()$`'"\\]*)?$/;

/** The editor may be anything that a shell runs; where it can, the shell becomes the editor, which then gets signals. */
function runEditor(editor: string, file: string, signals: EditorSignals): Promise<void> {
  const become = plainCommand.test(editor.trim()) ? "exec " : "";
  const child = spawn("/bin/sh", ["-c", `${become}${editor} "$1"`, "sh", file], { stdio: "inherit" });
  signals.watch(child);
  return new Promise<void>((resolve, reject) => {
    child.once("error", (error) => reject(failed(editor, error.message)));
    child.once("exit", (code, signal) => {
      const { received } = signals;
      const hint = "the file is as it was before";
      if (received) reject(new Interrupted({ message: `editing was ended by ${received}`, hint }));
      else if (code === 0) resolve();
      else reject(failed(editor, signal ? `it was ended by ${signal}` : `it ended with ${code}`));
    });
  });
}

function failed(editor: string, reason: string): InputError {
  return new InputError({
    message: `the editor "${editor}" failed: ${reason}`,
    hint: "the file is as it was before; set EDITOR to an editor that is there",
  });
}
