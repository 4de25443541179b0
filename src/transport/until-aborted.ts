/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it is aborted, after calling `onAbort`. The
 * work itself goes on; what becomes of it then is ignored.
 */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => void,
): Promise<T> {
  if (!signal) return work;
  let listener: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    listener = () => {
      onAbort();
      reject(signal.reason);
    };
  });
  signal.addEventListener("abort", listener, { once: true });
  if (signal.aborted) listener();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", listener);
  }
}
