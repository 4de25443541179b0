import { randomInt } from "node:crypto";

/**
 * "20260131-140509-3fa2b1": when a run began (UTC), so that ids sort by age; of the last six digits the first three are
 * a fraction of the second, in 4096ths, and the others random.
 */
export function newRunId(now: Date = new Date()): string {
  const [date = "", time = ""] = now.toISOString().split(/[T.]/);
  const fraction = Math.floor((now.getUTCMilliseconds() * 4096) / 1000);
  const last = [fraction, randomInt(4096)].map((digits) => digits.toString(16).padStart(3, "0")).join("");
  return `${date.replaceAll("-", "")}-${time.replaceAll(":", "")}-${last}`;
}

/** Whether `text` may be the id of a run. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-f]{6}$/.test(text);
}
