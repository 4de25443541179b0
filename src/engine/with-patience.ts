import { setTimeout as sleep } from "node:timers/promises";

/** What `work` comes to; null where that takes longer than `ms`. The work itself goes on. */
export async function withPatience<T>(work: Promise<T>, ms: number): Promise<T | null> {
  const timer = new AbortController();
  const late = sleep(ms, null, { signal: timer.signal }).catch(() => null);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
