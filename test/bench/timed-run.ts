import { spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { Command } from "./contender.ts";

/** One finished process. */
export interface TimedRun {
  /** Wall-clock time from its start to its end. */
  readonly seconds: number;
  /** stdout and stderr. */
  readonly output: string;
}

/** Where the output goes while a process runs, and what ends it early. */
export interface RunContext {
  /** Exists, and belongs to the bench. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Runs a process and takes its time. Its output goes to a file, so that nobody reads along while it is measured.
 * Throws an Error with the end of the output when it fails, and the signal's reason when it is ended.
 */
export async function timedRun(command: Command, { folder, signal }: RunContext): Promise<TimedRun> {
  signal.throwIfAborted();
  const path = join(folder, "output");
  const file = await open(path, "w");
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const start = performance.now();
  const child = spawn(command.program, command.args, {
    env: { ...process.env, ...command.environment },
    stdio: ["ignore", file.fd, file.fd],
    signal,
  });
  let seconds = 0;
  child.once("exit", (code) => {
    seconds = (performance.now() - start) / 1000;
    resolve(code);
  });
  child.once("error", reject);
  try {
    const code = await promise.catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
    signal.throwIfAborted();
    const output = await readFile(path, "utf8");
    if (code === 0) return { seconds, output };
    throw new Error(`${command.program} ended with ${code}:\n${output.slice(-4000)}`);
  } finally {
    await file.close();
  }
}
