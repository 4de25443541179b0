import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { isMapping } from "../input/mapping.ts";
import { straySecrets } from "./check-secrets.ts";
import { checkWords, closedSchema } from "./check-words.ts";
import { withLoop } from "./compile-loop.ts";
import type { CompiledStep } from "./compiled-play.ts";
import { handDown, namesWithin } from "./hand-down.ts";
import { importFile, pathFrom } from "./import-file.ts";
import type { KnownNames } from "./known-names.ts";
import { besideImports, importKeywords } from "./playbook-schema.ts";
import { noValue, renderEarly } from "./render-early.ts";
import { type Site, within } from "./site.ts";
import { noteWithin } from "./sound-part.ts";
import type { CompileList, HandedDown, StepContext, StepList } from "./step-context.ts";

/** What may stand beside an import of tasks or of a role. */
export const besideImport = closedSchema(besideImports);

/** Compiles the tasks of another file, which `key` names, in place of the entry that imports them. */
export function compileImport<Step extends CompiledStep>(
  written: Readonly<Record<string, unknown>>,
  key: string,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
  compileList: CompileList<Step>,
): StepList<Step> {
  const { problems } = context;
  const nothing = { steps: [], results: {} };
  const before = problems.length;
  const { [key]: value, ...rest } = written;
  const valueSite = within(site, key);
  const wordsSchema = importKeywords.import_tasks;
  problems.push(
    ...checkWords(rest, "import", besideImport, site, "the import"),
    ...checkWords(value, "include_tasks", wordsSchema, valueSite, `"${key}"`),
  );
  const inner = withLoop(rest, namesWithin(rest, names));
  const down = handDown(rest, site, outer, inner, context);
  const nameSite = isMapping(value) ? within(valueSite, "file") : valueSite;
  const named = isMapping(value) ? value.file : value;
  if (typeof named !== "string" || named === "") return nothing;
  const found: InputProblem[] = [];
  const rendered = renderEarly(named, nameSite, context.early, found);
  problems.push(...found.map(sayWhatIsKnown));
  if (rendered === noValue) return nothing;
  const path = pathFrom(site.source.file, asText(rendered));
  const location = site.source.locate(nameSite.path);
  const source = importFile(path, location, down.files, context.readFile, problems);
  if (source === null) return nothing;
  const fileSite: Site = { source, path: [] };
  const wrong = checkTaskFile(fileSite);
  problems.push(...wrong, ...straySecrets(source));
  if (wrong.length > 0) return nothing;
  const isSound = problems.length === before;
  const around = { ...down, files: [...down.files, path] };
  const list = compileList(source.data, fileSite, inner, around, context);
  if (!isSound) noteWithin(list.steps, context.unsound);
  return list;
}

/** Files are read before any host is known, so a path may read less than other texts. */
function sayWhatIsKnown(problem: InputProblem): InputProblem {
  if (problem.hint?.startsWith("did you mean")) return problem;
  const hint =
    "a path may read vars of the play and -e; to choose by host, write one import per file, each with its when";
  return { ...problem, hint };
}

/** A file of tasks holds a list of them; an empty file has none. */
function checkTaskFile({ source }: Site): InputProblem[] {
  const { data } = source;
  if (data === null) return [];
  if (!Array.isArray(data)) {
    const hint = "a task looks like: - package: { name: curl }";
    return [{ message: "a file of tasks is a list of tasks", location: source.locate([]), hint }];
  }
  const play = data.findIndex(
    (entry) => isMapping(entry) && ("hosts" in entry || "import_playbook" in entry),
  );
  if (play < 0) return [];
  const hint = "import it with import_playbook, beside the plays";
  return [{ message: "this is a play, not a task", location: source.locate([play]), hint }];
}
