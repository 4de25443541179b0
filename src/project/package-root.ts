import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of lab's own files: playbooks/, templates/, scaffold/, package.json. */
export const packageRoot = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : rootAbove(dirname(folder));
}
