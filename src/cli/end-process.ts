/**
 * Ends the process once open handles have had `graceMs` to close by themselves. What was printed is not cut off: a slow
 * reader (`| less`) gets all of it first.
 */
export function endProcessAfter(graceMs: number): void {
  setTimeout(async () => {
    await Promise.all([process.stdout, process.stderr].map(taken));
    process.exit();
  }, graceMs).unref();
}

/** Settles when everything that was written so far has been read, or nobody will read it any more. */
function taken(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((settle) => void stream.write("", () => settle()));
}
