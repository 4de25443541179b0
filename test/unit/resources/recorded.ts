import { readFileSync } from "node:fs";

/** What a probe printed on a real host; see the folder `recorded`. */
export function recorded(name: string): string {
  return readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), "utf8");
}
