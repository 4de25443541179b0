import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { RunFacts } from "./run-facts.ts";

/** Who this process is, for other processes to tell later whether it is still there. */
export function ownProcess(): Pick<RunFacts, "user" | "machine" | "pid" | "processStart"> {
  return { user: userName(), machine: hostname(), pid: process.pid, processStart: processStart(process.pid) };
}

/**
 * When a process began: field 22 of /proc/PID/stat, see proc(5), with the boot it belongs to. Empty where the system has
 * no /proc, and for a process that has ended and is only kept for its parent.
 */
export function processStart(pid: number): string {
  try {
    // The name of the program, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    if (fields[0] === "Z") return "";
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return "";
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in /etc/passwd, as in containers.
    return process.env.USER ?? `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
