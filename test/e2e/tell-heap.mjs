import { setImmediate } from "node:timers/promises";

// Loaded into lab by a test: at SIGUSR2 tells on stderr how many bytes of heap are in use after a collection.
process.on("SIGUSR2", async () => {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await setImmediate();
  }
  process.stderr.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
