import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { isMapping } from "../input/mapping.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { straySecrets } from "./check-secrets.ts";
import { checkWords } from "./check-words.ts";
import type { CompileContext } from "./compile-context.ts";
import { importFile, pathFrom } from "./import-file.ts";
import { playbookImport } from "./playbook-schema.ts";
import { noValue, renderEarly } from "./render-early.ts";
import { type Site, within } from "./site.ts";
import { findWord } from "./task-module.ts";

/** A play as written, and the imports that led to it, outermost first. */
export interface WrittenPlay {
  readonly written: unknown;
  readonly site: Site;
  readonly imports: readonly Site[];
}

/** The plays of a playbook, those of the playbooks that it imports in their places. */
export function writtenPlays(
  source: YamlFile,
  context: Pick<CompileContext, "readFile" | "extraVars">,
  problems: InputProblem[],
  imports: readonly Site[] = [],
  files: readonly string[] = [source.file],
): WrittenPlay[] {
  problems.push(...straySecrets(source));
  if (!Array.isArray(source.data) || source.data.length === 0) {
    const hint = "start with: - hosts: all";
    problems.push({ message: "a playbook is a list of plays", location: source.locate([]), hint });
    return [];
  }
  return source.data.flatMap((written: unknown, index): WrittenPlay[] => {
    const site: Site = { source, path: [index] };
    const key = isMapping(written) ? findWord(written, ["import_playbook"]) : undefined;
    if (!isMapping(written) || key === undefined) return [{ written, site, imports }];
    const { [key]: named, ...rest } = written;
    problems.push(
      ...checkWords({ ...rest, import_playbook: named }, "import", playbookImport, site, "the import"),
    );
    const at = within(site, key);
    const early = { vars: context.extraVars, unanswered: [] };
    const rendered = typeof named === "string" ? renderEarly(named, at, early, problems) : noValue;
    if (rendered === noValue || rendered === "") return [];
    const path = pathFrom(source.file, asText(rendered));
    const file = importFile(path, source.locate(at.path), files, context.readFile, problems);
    return file ? writtenPlays(file, context, problems, [...imports, site], [...files, path]) : [];
  });
}
