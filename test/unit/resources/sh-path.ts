import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll } from "vitest";

/** Shells as hosts have them; with "busybox" all its other programs are used, too. */
export const shells = ["dash", "bash", "busybox"] as const;

const folder = mkdtempSync(join(tmpdir(), "lab-shells-"));
// Other users are to find the programs, too.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

/** A search path as on Alpine: BusyBox, and a `su` in the place of runuser. */
export function pathWithoutRunuser(): string {
  const own = join(folder, "alpine");
  mkdirSync(own);
  spawnSync("busybox", ["--install", "-s", own]);
  for (const program of ["/usr/bin/getent", "/bin/su"]) symlinkSync(program, join(own, basename(program)));
  return own;
}

/** A search path on which `sh` is the given shell. */
export function pathWith(shell: (typeof shells)[number]): string {
  const own = join(folder, shell);
  mkdirSync(own, { recursive: true });
  if (shell === "busybox") spawnSync("busybox", ["--install", "-s", own]);
  else symlinkSync(`/bin/${shell}`, join(own, "sh"));
  return `${own}:${process.env.PATH}`;
}
