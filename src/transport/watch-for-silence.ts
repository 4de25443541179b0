import type { Duplex } from "node:stream";

/**
 * Calls `onSilence` once when nothing has come in for `keepaliveCountMax` intervals of `keepaliveIntervalMs`. Any byte
 * counts as a sign of life, not only the answer to a ping, which may stand behind megabytes on a slow link. Returns
 * what ends the watch.
 */
export function watchForSilence(
  link: Duplex,
  times: { readonly keepaliveIntervalMs: number; readonly keepaliveCountMax: number },
  onSilence: () => void,
): () => void {
  let silentIntervals = 0;
  const onData = () => {
    silentIntervals = 0;
  };
  // Intervals are counted, not the clock: a busy event loop must not pass for a silent host.
  const timer = setInterval(() => {
    silentIntervals += 1;
    if (silentIntervals <= times.keepaliveCountMax) return;
    stop();
    onSilence();
  }, times.keepaliveIntervalMs);
  const stop = () => {
    clearInterval(timer);
    link.off("data", onData);
  };
  link.on("data", onData);
  return stop;
}
