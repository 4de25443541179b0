import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { StaticProcess } from "./static-process.ts";

const run = promisify(execFile);

/**
 * Starts a static pod's process as a unit of its own, so that it outlives the kubelet, as a container does. One that runs
 * already, of a kubelet that ended before it had told of it, stays. Returns its process id, or 0 where it has ended again.
 */
export async function startUnit(
  unit: string,
  { program, args, environment }: StaticProcess,
): Promise<number> {
  const running = await mainPid(unit);
  if (running !== 0) return running;
  const settings = Object.entries(environment).map(([name, value]) => `--setenv=${name}=${value}`);
  await run("systemd-run", ["--quiet", "--collect", `--unit=${unit}`, ...settings, program, ...args]);
  return mainPid(unit);
}

async function mainPid(unit: string): Promise<number> {
  const { stdout } = await run("systemctl", ["show", "--property=MainPID", "--value", unit]);
  return Number(stdout.trim());
}

/** Ends a unit, if it runs. */
export async function stopUnit(unit: string): Promise<void> {
  await run("systemctl", ["stop", unit]).catch(() => undefined);
}

/** Ends all static pods of this host, as a container runtime does that is told to remove all pods. */
export async function stopAllUnits(): Promise<void> {
  await run("systemctl", ["stop", "lab-static-*"]).catch(() => undefined);
}

/** Whether that process still runs, and is no zombie. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    return !/^\d+ \(.*\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
