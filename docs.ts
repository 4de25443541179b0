import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadRoles } from "./roles/index.ts";
import { modules } from "./src/resources/index.ts";
import { generatedPages } from "./src/schema/generated-pages.ts";
import { generatedSections } from "./src/schema/generated-sections.ts";

const roles = await loadRoles();

/** Writes the pages and parts of pages below docs/ that are made from the definitions of modules, roles and words. */
for (const folder of ["docs/modules", "docs/roles"]) rmSync(folder, { recursive: true, force: true });
for (const [page, text] of generatedPages({ modules, roles })) {
  const path = join("docs", page);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
for (const [page, fill] of generatedSections()) {
  const path = join("docs", page);
  writeFileSync(path, fill(readFileSync(path, "utf8")));
}
