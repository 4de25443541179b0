// Plain JavaScript on purpose: to strip types Node needs 20 MB, which would count as lab's.
import { readFileSync, writeFileSync } from "node:fs";

/**
 * To be imported into a process before its own code (`node --import`): at its end it writes the largest resident memory
 * that it had, in bytes, to the file that PEAK_MEMORY_FILE names. VmHWM, unlike getrusage(2), counts nothing of the
 * process that started it (proc_pid_status(5)).
 */
process.once("exit", () => {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  writeFileSync(process.env.PEAK_MEMORY_FILE ?? "/dev/null", String(Number(kibibytes) * 1024));
});
