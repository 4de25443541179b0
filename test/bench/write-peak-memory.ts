import { readFileSync, writeFileSync } from "node:fs";

/**
 * To be imported into a process before its own code (`node --import`): at its end it writes the largest resident memory
 * that it had, in bytes, to the file that PEAK_MEMORY_FILE names. VmHWM, unlike getrusage(2), counts nothing of the
 * process that started it.
 */
process.once("exit", () => {
  const file = process.env.PEAK_MEMORY_FILE;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  if (file !== undefined && kibibytes !== undefined) writeFileSync(file, String(Number(kibibytes) * 1024));
});
