import { randomBytes } from "node:crypto";

/** "20260131-140509-3fa2b1": when a run began (UTC), so that ids sort by age, and 24 random bits. */
export function newRunId(now: Date = new Date()): string {
  const [date = "", time = ""] = now.toISOString().split(/[T.]/);
  return `${date.replaceAll("-", "")}-${time.replaceAll(":", "")}-${randomBytes(3).toString("hex")}`;
}

/** Whether `text` may be the id of a run. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-f]{6}$/.test(text);
}
