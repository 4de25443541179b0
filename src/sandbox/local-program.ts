import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../errors.ts";

/** Runs a program on this machine and returns its stdout. Throws CommandError, with all of stderr, when it fails. */
export async function runProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once("error", reject);
  child.once("close", (code) => resolve(code ?? 1));
  const exitCode = await promise;
  if (exitCode !== 0) {
    const reason = stderr.trim().split("\n").slice(-5).join("\n");
    throw new CommandError(`${program} failed: ${reason}`, { exitCode, stdout, stderr });
  }
  return stdout;
}

/** Whether a program stands on the PATH, or where Debian keeps those of root. */
export function hasProgram(name: string): boolean {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, name)));
}
