// Plain JavaScript on purpose, as cli/lab.js: package.json can name one file only, and a checkout has other ones.
import { existsSync } from "node:fs";

/**
 * What the entry of that name exports. A checkout runs its sources; the published package has only what was built.
 * @param {"role" | "resources" | "testing"} name
 */
export function load(name) {
  const source = new URL(`./${name}.ts`, import.meta.url);
  const built = new URL(`../../dist/src/api/${name}.js`, import.meta.url);
  return import(existsSync(source) ? source.href : built.href);
}
