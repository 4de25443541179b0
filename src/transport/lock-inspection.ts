import { CommandError } from "../errors.ts";
import { type LockPaths, lockFunctions, lockPaths } from "./lock-functions.ts";
import { type LockHolder, parseHolder } from "./lock-holder.ts";
import type { Frame, Shell } from "./transport.ts";

type LockShell = Pick<Shell, "run">;

const look = "lab_top; lab_look; lab_watch; lab_tell";

/** Who holds the lock of a host; null when it is free. Cost: one round trip. Throws CommandError and ConnectionError. */
export function lockHolder(shell: LockShell, paths = lockPaths): Promise<LockHolder | null> {
  return inspect(shell, "probe", look, paths);
}

/**
 * Gives back a lock in the place of its holder, whose shell is ended so that it cannot go on; a script of it that runs is left
 * alone. Returns who holds the lock then: whoever has taken it meanwhile. Cost: one round trip. Throws CommandError and
 * ConnectionError.
 */
export function removeLock(
  shell: LockShell,
  { generation }: LockHolder,
  paths = lockPaths,
): Promise<LockHolder | null> {
  return inspect(shell, "apply", `lab_unlock ${generation}; ${look}`, paths);
}

async function inspect(
  shell: LockShell,
  kind: Frame["kind"],
  order: string,
  paths: LockPaths,
): Promise<LockHolder | null> {
  const result = await shell.run({ kind, script: `${lockFunctions(paths)}${order}`, timeoutMs: 20_000 });
  if (result.exitCode !== 0) throw new CommandError("the lock of the host cannot be read", result);
  return parseHolder(result.stdout);
}
