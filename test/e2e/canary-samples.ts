import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A look at all processes of this machine, those in containers included, over and over. */
export interface CommandLineSampler {
  /** The command lines that held one of the texts; each once. */
  stop(): Promise<readonly string[]>;
}

/** Looks for texts in command lines until it is stopped; about a hundred times per second. */
export function sampleCommandLines(texts: readonly string[]): CommandLineSampler {
  const seen = new Set<string>();
  let stopped = false;
  const looking = (async () => {
    while (!stopped) {
      for (const line of commandLines()) if (texts.some((text) => line.includes(text))) seen.add(line);
      await sleep(5);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await looking;
      return [...seen];
    },
  };
}

function commandLines(): string[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ")];
    } catch {
      // It has ended.
      return [];
    }
  });
}
